import ArgumentParser
import SyncServer

/// `conv-server erase DIR TICKET|MESSAGE…`
struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Drop the words of tickets or messages everywhere, for ever.",
        discussion: """
            The log keeps that something stood there, who wrote it and when, so that signatures and figures stay \
            valid; the words are dropped from every replica, index and restored backup. It cannot be undone.
            """
    )

    @Argument(help: "The workspace's folder.", completion: .directory)
    var folder: String
    @Argument(
        help: "Tickets (#12, identifier, the conversation's name at its source) or messages, as `show` names them.")
    var targets: [String]
    @Option(help: "right_to_be_forgotten, leaked_secret or other.", completion: .list(Eraser.reasons))
    var reason = "right_to_be_forgotten"
    @OptionGroup var output: OutputOptions
    @OptionGroup var clock: ClockOptions

    func run() async throws {
        try await Output.run(output) {
            let eraser = try Eraser(WorkspaceFolder(opening: folder))
            let report = try eraser.erase(targets, reason: reason, at: try clock.instant)
            try output.print(report) {
                "Erased the words of \(report.changes) changes in \(report.roots.count) places; "
                    + "\(report.known) held none any more. \(report.attachments) attachments removed."
            }
        }
    }
}
