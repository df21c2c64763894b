import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent devices revoke`.
struct DevicesRevokeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke a device: it purges its copy at its next contact and never writes again."
    )

    @Argument(help: "The device, or the beginning of its name (8 digits or more).")
    var device: String

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        let device: String
        let unsent: Int
        let parked: Int
    }

    func run() throws {
        let store = try common.open()
        let directory = try store.directory()
        guard device.count >= 8 else {
            throw ReplicaError.invalidInput("give 8 digits or more of the device; `conv-agent devices list` shows them")
        }
        let found = directory.devices.filter { $0.key.description.hasPrefix(device.lowercased()) }
        guard let (actor, entry) = found.first, found.count == 1 else {
            throw ReplicaError.notFound(
                "no device, or more than one, begins so; `conv-agent devices list --all` shows them")
        }
        let role = directory.users[store.member.user]?.role
        guard entry.user == store.member.user || role?.isAdministrative == true else {
            throw ReplicaError.invalidInput("only administrators revoke other people's devices; ask one")
        }
        try store.write(at: .now) { try $0.state(.deviceRevoked(actor: actor.description)) }
        let unsent = try store.unsentSummary()
        guard !common.isJSON else {
            return try Output.json(
                Report(device: actor.description, unsent: unsent.pendingCount, parked: unsent.parkedCount)
            )
        }
        Output.line("Revoked \(actor.description.prefix(8)). \(Unsent.sentence(unsent))")
    }
}
