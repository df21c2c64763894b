import ArgumentParser
import SyncServer

/// `conv-server export DIR OUT`
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write everything in open formats: JSON lines and files."
    )

    @Argument(help: "The workspace's folder.", completion: .directory)
    var folder: String
    @Argument(help: "A new or empty folder.", completion: .directory)
    var export: String
    @OptionGroup var output: OutputOptions
    @OptionGroup var clock: ClockOptions

    func run() async throws {
        try await Output.run(output) {
            let bar = ProgressLine()
            let report = try Exporter(WorkspaceFolder(opening: folder)).write(to: export, at: try clock.instant) {
                bar.show("\($0) of \($1) roots")
            }
            bar.clear()
            try output.print(report) {
                let kinds = report.documents.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
                return
                    "Exported \(kinds.joined(separator: ", ")), \(report.members) members, \(report.changes) rows of "
                    + "the log and \(report.blobs) attachments to \(report.export)."
            }
        }
    }
}
