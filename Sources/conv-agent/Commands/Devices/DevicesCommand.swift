import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent devices`: who may write in whose name.
struct DevicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices", abstract: "List devices, revoke one, or invite a person or another device.",
        subcommands: [DevicesListCommand.self, DevicesRevokeCommand.self, DevicesInviteCommand.self],
        defaultSubcommand: DevicesListCommand.self
    )
}

/// `conv-agent devices list`.
struct DevicesListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List your devices; with --all, everybody's."
    )

    @Flag(help: "List everybody's devices.")
    var all = false

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        struct Entry: Encodable {
            let device: String
            let user: String
            let name: String?
            let role: String?
            let revoked: Bool
            let current: Bool
        }

        let devices: [Entry]
    }

    func run() throws {
        let store = try common.open()
        let directory = try store.directory()
        let names = try store.memberNames()
        let entries = directory.devices.sorted { ($0.value.enrolled, $0.key) < ($1.value.enrolled, $1.key) }
            .filter { all || $0.value.user == store.member.user }
            .map { actor, device in
                Report.Entry(
                    device: actor.description, user: device.user.description, name: names[device.user.description],
                    role: directory.users[device.user]?.role.rawValue, revoked: device.revoked != nil,
                    current: actor == store.member.actor
                )
            }
        if common.isJSON { return try Output.json(Report(devices: entries)) }
        guard !entries.isEmpty else { return Output.line("No devices are known here yet; run `conv-agent sync`.") }
        var columns = Columns(["DEVICE", "ROLE", "", "NAME"])
        for entry in entries {
            let state = entry.revoked ? "revoked" : entry.current ? "this one" : ""
            columns.add([entry.device, entry.role ?? "—", state, entry.name ?? entry.user])
        }
        Output.write(columns.text(columnCount: Terminal.columnCount))
    }
}
