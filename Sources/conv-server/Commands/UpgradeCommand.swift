import ArgumentParser
import SyncServer

/// `conv-server upgrade DIR`
struct UpgradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade", abstract: "Bring a workspace to this program's form; a backup is made first.",
        discussion: "Stop the server before."
    )

    @Argument(help: "The workspace's folder.", completion: .directory)
    var folder: String
    @OptionGroup var output: OutputOptions
    @OptionGroup var clock: ClockOptions

    func run() async throws {
        try await Output.run(output) {
            let bar = ProgressLine()
            let report = try Upgrade(WorkspaceFolder(opening: folder)).run(at: try clock.instant) { bar.show($0) }
            bar.clear()
            try output.print(report) {
                guard let backup = report.backup else {
                    return report.rebuilt ? "The server's own replica was computed anew." : "Nothing to do."
                }
                return "Applied \(report.log.joined(separator: ", ")). The workspace as it was: \(backup)"
            }
        }
    }
}
