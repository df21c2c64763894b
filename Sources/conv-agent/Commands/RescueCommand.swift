import ArgumentParser
import Hub
import Replica

/// `conv-agent rescue`: mends a damaged replica as far as it can be mended.
struct RescueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescue",
        abstract: "Keep what was not sent of a damaged replica, and make room for a new one.",
        discussion: """
            The damaged files are moved into a folder beside the new ones and never removed. With a readable device.json
            `conv-agent sync` then fetches everything that the server has; without one you join again with a new invite.
            """
    )

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        let findings: [String]
        let drafts: Int
        let kept: String?
        let replaced: Bool
    }

    func run() throws {
        let report = try common.folder.rescue(at: .now)
        if common.isJSON {
            return try Output.json(
                Report(
                    findings: report.findings, drafts: report.draftCount, kept: report.keptFolder,
                    replaced: report.isReplaced
                )
            )
        }
        guard let kept = report.keptFolder else {
            return Output.line("Nothing is damaged; lists, figures and search were computed anew.")
        }
        Output.line("\(report.findings.joined(separator: "; ")).")
        Output.line("The damaged files are in \(Plain.line(kept)); remove them when you need nothing of them any more.")
        if report.draftCount > 0 {
            Output.line("\(report.draftCount) unsent changes could be read; their words are in unsent.json there.")
        } else {
            Output.line("No unsent change could be read.")
        }
        if report.isReplaced {
            Output.line("Run `conv-agent sync` to fetch the rest; `conv-agent drafts` shows what was rescued.")
        } else {
            Output.line("Ask for a new invite and run `conv-agent join LINK`.")
        }
    }
}
