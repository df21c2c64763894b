import ArgumentParser
import SyncServer

/// `conv-server backup DIR OUT`
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy a workspace into a folder, while it is being served.",
        discussion: """
            A second backup into the same folder writes only what is new. A backup holds the workspace's keys: keep it \
            as you keep those.
            """
    )

    @Argument(help: "The workspace's folder.", completion: .directory)
    var folder: String
    @Argument(help: "The backup's folder: new, or of an earlier backup.", completion: .directory)
    var backup: String
    @OptionGroup var output: OutputOptions
    @OptionGroup var clock: ClockOptions

    func run() async throws {
        try await Output.run(output) {
            let bar = ProgressLine()
            let report = try Backup(WorkspaceFolder(opening: folder)).write(to: backup, at: try clock.instant) {
                bar.show("\($0) of \($1) rows")
            }
            bar.clear()
            try output.print(report) {
                "Backed up \(report.head) rows in \(report.packs) packs and \(report.blobs) attachments, "
                    + "\(report.bytes) bytes; \(report.reused) files were there already."
            }
        }
    }
}
