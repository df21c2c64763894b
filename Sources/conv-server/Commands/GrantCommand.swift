import ArgumentParser
import Hub
import SyncProtocol
import SyncServer

/// `conv-server grant DIR USER QUEUE`
struct GrantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Let a member read and write a queue."
    )

    @Argument(help: "The workspace's folder.", completion: .directory)
    var folder: String
    @Argument(help: "The member's name or identifier.")
    var user: String
    @Argument(help: "The queue.")
    var queue: String
    @Flag(help: "Show only tickets that come to the queue from now on.")
    var fromNow = false
    @OptionGroup var output: OutputOptions
    @OptionGroup var clock: ClockOptions

    func run() async throws {
        try await Output.run(output) {
            let report = try MembershipOperations(WorkspaceFolder(opening: folder)).setGrant(
                true, user: user, queue: queue, history: fromNow ? .fromNow : .all, at: try clock.instant
            )
            try output.print(report) {
                report.changed ? "Granted \(report.scope)." : "Nothing to do: \(report.scope) was granted already."
            }
        }
    }
}

/// `conv-server revoke DIR USER QUEUE`
struct RevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Take a queue away from a member; their devices purge it at the next contact."
    )

    @Argument(help: "The workspace's folder.", completion: .directory)
    var folder: String
    @Argument(help: "The member's name or identifier.")
    var user: String
    @Argument(help: "The queue.")
    var queue: String
    @OptionGroup var output: OutputOptions
    @OptionGroup var clock: ClockOptions

    func run() async throws {
        try await Output.run(output) {
            let report = try MembershipOperations(WorkspaceFolder(opening: folder)).setGrant(
                false, user: user, queue: queue, at: try clock.instant
            )
            try output.print(report) {
                report.changed ? "Revoked \(report.scope)." : "Nothing to do: \(report.scope) was not granted."
            }
        }
    }
}
