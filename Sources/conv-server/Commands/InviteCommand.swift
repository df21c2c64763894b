public import ArgumentParser
public import Hub
import SyncProtocol
import SyncServer

extension Role: ExpressibleByArgument {}

/// `conv-server invite DIR`
struct InviteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite", abstract: "Print a link that lets one person, or one more device, in.",
        discussion: "The link works once. Send it to the person over a channel you trust: whoever has it can use it."
    )

    @Argument(help: "The workspace's folder.", completion: .directory)
    var folder: String
    @Option(help: "owner, administrator, agent, viewer or bot.")
    var role = Role.agent
    @Option(name: .customLong("queue"), help: "A queue to grant; may be given several times.")
    var queues: [String] = []
    @Option(name: .customLong("scope"), help: "A scope to grant, such as queue:billing; may be given several times.")
    var scopes: [String] = []
    @Option(help: "Make it for another device of this user.")
    var deviceOf: String?
    @Option(help: "How long the link can be used: 30m, 12h, 7d.")
    var expires = "7d"
    @OptionGroup var output: OutputOptions
    @OptionGroup var clock: ClockOptions

    func run() async throws {
        try await Output.run(output) {
            let invite = try MembershipOperations(WorkspaceFolder(opening: folder)).invite(
                role: role, queues: queues, scopes: scopes, deviceOf: deviceOf, expires: expires,
                at: try clock.instant
            )
            try output.print(invite) { invite.link }
            if invite.isLocal, !output.json {
                Output.report(
                    "the link works on this machine only; for others, start the server with --address and the address "
                        + "that they reach it by, then invite again"
                )
            }
        }
    }
}
