import ArgumentParser
import SyncServer

/// `conv-server restore PACK DIR`
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Make a workspace's folder of a backup.",
        discussion: """
            What came after the backup is brought back by the replicas: until an administrator's device has synced, \
            the server takes what they offer and serves nobody. --accept-loss gives that up and serves at once. A \
            damaged backup is restored as far as it verifies.
            """
    )

    @Argument(help: "The backup's folder.", completion: .directory)
    var backup: String
    @Argument(help: "The workspace's folder; it must be new or empty.", completion: .directory)
    var folder: String
    @Flag(help: "Give up what came after the backup.")
    var acceptLoss = false
    @OptionGroup var output: OutputOptions
    @OptionGroup var clock: ClockOptions

    func run() async throws {
        try await Output.run(output) {
            let bar = ProgressLine()
            let report = try Restore(backup).write(to: folder, acceptsLoss: acceptLoss, at: try clock.instant) {
                bar.show("\($0) of \($1) rows")
            }
            bar.clear()
            for line in report.damage { Output.report(line) }
            try output.print(report) {
                "Restored \(report.head) of \(report.backupHead) rows and \(report.blobs) attachments. "
                    + (acceptLoss
                        ? "The server can serve at once."
                        : "Start the server and let an administrator's device sync: it brings back what is newer.")
            }
            if !report.damage.isEmpty { throw Output.checkFailed }
        }
    }
}
