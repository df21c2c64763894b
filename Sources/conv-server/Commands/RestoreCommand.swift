import ArgumentParser
import SyncServer

/// `conv-server restore PACK DIR`
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Make a workspace's folder of a backup.",
        discussion: """
            What came after the backup is brought back by the replicas: until a device of an administrator and one of \
            another member have synced, the server takes what they offer and serves nobody, since either may have been \
            revoked after the backup without knowing it. --opener names a member whose device alone then counts. \
            --accept-loss gives up what is newer and serves at once. A damaged backup is restored as far as it verifies.
            """
    )

    @Argument(help: "The backup's folder.", completion: .directory)
    var backup: String
    @Argument(help: "The workspace's folder; it must be new or empty.", completion: .directory)
    var folder: String
    @Flag(help: "Give up what came after the backup.")
    var acceptLoss = false
    @Option(
        help: ArgumentHelp(
            "The administrator whose device alone lets the server serve again: a name or identifier of the backup.",
            valueName: "user"
        )
    )
    var opener: String?
    @OptionGroup var output: OutputOptions
    @OptionGroup var clock: ClockOptions

    private static let witnesses = "a device of an administrator and one of another member"

    func validate() throws {
        guard opener == nil || !acceptLoss else {
            throw ValidationError("--accept-loss serves at once, so --opener has nothing to open; give one of them")
        }
    }

    func run() async throws {
        try await Output.run(output) {
            let bar = ProgressLine()
            let report = try Restore(backup).write(
                to: folder, acceptsLoss: acceptLoss, opener: opener, at: try clock.instant
            ) {
                bar.show("\($0) of \($1) rows")
            }
            bar.clear()
            for line in report.damage { Output.report(line) }
            try output.print(report) {
                "Restored \(report.head) of \(report.backupHead) rows and \(report.blobs) attachments. "
                    + (acceptLoss
                        ? "The server can serve at once."
                        : "Start the server and let \(opener.map { "a device of \($0)" } ?? Self.witnesses) sync: what "
                            + "is newer comes back, and then it serves.")
            }
            if !report.damage.isEmpty { throw Output.checkFailed }
        }
    }
}
