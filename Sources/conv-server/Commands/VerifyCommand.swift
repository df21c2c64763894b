import ArgumentParser
import SyncServer

/// `conv-server verify DIR`
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check every row, hash and signature, and rebuild and compare the replica.",
        discussion: "Exits with 3 when something is wrong. Stop the server before --mend."
    )

    @Argument(help: "The workspace's folder.", completion: .directory)
    var folder: String
    @Flag(help: "Put right what can be.")
    var mend = false
    @OptionGroup var output: OutputOptions
    @OptionGroup var clock: ClockOptions

    func run() async throws {
        try await Output.run(output) {
            let bar = ProgressLine()
            let report = try Verifier(WorkspaceFolder(opening: folder)).run(mends: mend, at: try clock.instant) {
                bar.show("checking \($0)")
            }
            bar.clear()
            try output.print(report) { Self.text(report) }
            if !report.isSound { throw Output.checkFailed }
        }
    }

    private static func text(_ report: Verifier.Report) -> String {
        var lines = [
            "Read \(report.rows) rows, \(report.batches) signed lists, \(report.attachments) attachments; "
                + "compared \(report.scopes) scopes."
        ]
        for finding in report.findings {
            lines.append("\(finding.isMended ? "mended" : "WRONG") \(finding.check): \(finding.explanation)")
        }
        lines.append(report.isSound ? "Everything is as it should be." : "Something is wrong.")
        return lines.joined(separator: "\n")
    }
}
