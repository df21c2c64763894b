import ArgumentParser
import Hub
import Replica

/// `conv-agent drafts`: unsent work on what this replica may not hold any more.
struct DraftsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drafts", abstract: "Show unsent words that were rescued when their tickets left this machine."
    )

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        struct Entry: Encodable {
            let id: Int64
            let root: String
            let kind: String
            let reason: String
            let written: String
            let texts: [String]
        }

        let drafts: [Entry]
    }

    func run() throws {
        let drafts = try common.open().rescuedDrafts()
        if common.isJSON {
            let entries = drafts.map { draft in
                Report.Entry(
                    id: draft.id, root: draft.root.description, kind: draft.kind?.rawValue ?? "unknown",
                    reason: draft.reason, written: draft.written.iso, texts: draft.texts
                )
            }
            return try Output.json(Report(drafts: entries))
        }
        guard !drafts.isEmpty else { return Output.line("Nothing had to be rescued.") }
        for draft in drafts {
            let kind = draft.kind?.rawValue ?? "change"
            Output.line("\(draft.written.shown)  \(kind) of \(draft.root) (\(draft.reason))")
            for text in draft.texts { Output.line(Plain.block(text)) }
            Output.line()
        }
    }
}
