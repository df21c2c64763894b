import ArgumentParser
import Foundation
import SyncServer

/// `conv-server import FILE…`
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Pour conversations, articles and guidance into a workspace.",
        discussion: """
            Takes JSON lines of conversations, mbox and .eml, and Markdown files with a head. Works while the \
            workspace is being served. Importing the same again changes nothing; an import that was broken off is \
            taken up by running it again.
            """
    )

    @Option(help: "The workspace's folder.", completion: .directory)
    var folder = "."
    @Option(help: "The queue that tickets are placed in.")
    var queue = ImportSettings.standardQueue
    @Option(name: .customLong("team"), help: "A mail address or @domain of the team; may be given several times.")
    var teamAddresses: [String] = []
    @Argument(help: "Files and folders.", completion: .file())
    var files: [String]
    @OptionGroup var output: OutputOptions
    @OptionGroup var clock: ClockOptions

    func run() async throws {
        try await Output.run(output) {
            let settings = ImportSettings(queue: queue, now: try clock.instant, teamAddresses: teamAddresses)
            let importer = try Importer(WorkspaceFolder(opening: folder), settings: settings)
            let bar = ProgressLine()
            let report = try importer.run(files) { progress in
                let rate = progress.seconds > 0 ? Double(progress.messageCount) / progress.seconds : 0
                bar.show(
                    "\(progress.conversationCount) of \(progress.conversationTotal) conversations, "
                        + "\(progress.messageCount) messages, \(Int(rate)) messages/s"
                )
            }
            bar.clear()
            try output.print(report) { Self.text(report) }
        }
    }

    private static func text(_ report: ImportReport) -> String {
        func line(_ name: String, _ count: ImportReport.Count) -> String? {
            guard count.new + count.known > 0 else { return nil }
            return "\(name.padding(toLength: 15, withPad: " ", startingAt: 0))\(count.new) new, \(count.known) known"
        }
        var lines = [
            line("Conversations", report.conversations), line("Messages", report.messages),
            line("People", report.people), line("Articles", report.articles), line("Guidance", report.guidance),
        ].compactMap(\.self)
        lines.append("Solved         \(report.solved)")
        lines.append("Closed, quiet  \(report.closedAsImported)")
        if report.attachments > 0 { lines.append("Attachments    \(report.attachments)") }
        lines.append("Changes        \(report.changes) sent, \(report.refused) refused")
        lines.append("Skipped        \(report.skipped.count)")
        for record in report.skipped {
            let place = record.position.map { ":\($0)" } ?? ""
            lines.append("  \(record.file)\(place): \(record.reason): \(record.explanation)")
        }
        let seconds = String(format: "%.1f", report.seconds)
        lines.append("It took \(seconds) s: \(Int(report.messagesPerSecond)) messages/s")
        return lines.joined(separator: "\n")
    }
}
