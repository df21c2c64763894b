import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent devices invite`.
struct DevicesInviteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract:
            "Make an invite link for another device of yours, or with --role for a new person; for administrators."
    )

    @Option(help: "For a new person with this role: owner, administrator, agent, viewer or bot.")
    var role: Role?

    @Option(
        name: .customLong("queue"), help: "A queue that the new person works in; can be given again.",
        completion: .queues)
    var queues: [String] = []

    @Option(help: "How long the link is good for.")
    var expires = "7d"

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        let link: String
        let expires: String
        let unsent: Int
    }

    func run() throws {
        let now = Instant.now
        let expiry = try TimeText.future(expires, from: now)
        let store = try common.open()
        let device = try common.folder.device()
        let directory = try store.directory()
        guard let own = directory.users[store.member.user], own.role.isAdministrative else {
            throw ReplicaError.invalidInput(
                "only administrators make invites; ask one for a link (`conv-server invite --device-of` for a device)"
            )
        }
        guard role != nil || queues.isEmpty else {
            throw ReplicaError.invalidInput("queues are for a new person; give --role as well")
        }
        let scopes = try queues.map { try store.queue(named: $0, isNew: true) }
        var generator = SystemRandomNumberGenerator()
        let secret = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let invite = try store.write(at: now) { writer in
            let id = writer.newIdentifier()
            let fact = InviteFact(
                id: id, secretHash: Hexadecimal.encode(Hash.blake2b(secret)), role: role ?? own.role, scopes: scopes,
                user: role == nil ? store.member.user : nil, expires: expiry
            )
            try writer.state(.invited(fact))
            return id
        }
        let link = InviteLink(
            server: device.server, workspace: device.workspace, invite: invite,
            rootFingerprint: device.rootFingerprint, secret: secret
        )
        let unsent = try store.unsentSummary()
        if common.isJSON {
            return try Output.json(
                Report(link: link.description, expires: expiry.iso, unsent: unsent.pendingCount)
            )
        }
        Output.line(link.description)
        Terminal.printError("It works once, until \(expiry.shown), after the next `conv-agent sync` here.")
    }
}
