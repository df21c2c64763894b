import ArgumentParser
import Hub
import SyncProtocol
import SyncServer

/// The member and the queue that `grant` and `revoke` are about.
struct QueueMember: ParsableArguments {
    @Argument(help: "The workspace's folder.", completion: .directory)
    var folder: String
    @Argument(help: "The member's name or identifier.")
    var user: String
    @Argument(help: "The queue.")
    var queue: String
}

/// `conv-server grant DIR USER QUEUE`
struct GrantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Let a member read and write a queue."
    )

    @OptionGroup var subject: QueueMember
    @Flag(help: "Show only tickets that come to the queue from now on.")
    var fromNow = false
    @OptionGroup var output: OutputOptions
    @OptionGroup var clock: ClockOptions

    func run() async throws {
        try await Output.run(output) {
            let report = try MembershipOperations(WorkspaceFolder(opening: subject.folder)).setGrant(
                true, user: subject.user, queue: subject.queue, history: fromNow ? .fromNow : .all,
                at: try clock.instant
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

    @OptionGroup var subject: QueueMember
    @OptionGroup var output: OutputOptions
    @OptionGroup var clock: ClockOptions

    func run() async throws {
        try await Output.run(output) {
            let report = try MembershipOperations(WorkspaceFolder(opening: subject.folder)).setGrant(
                false, user: subject.user, queue: subject.queue, at: try clock.instant
            )
            try output.print(report) {
                report.changed ? "Revoked \(report.scope)." : "Nothing to do: \(report.scope) was not granted."
            }
        }
    }
}
