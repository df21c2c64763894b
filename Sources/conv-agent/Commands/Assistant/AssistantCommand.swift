import ArgumentParser
import Assistant
import Hub
import Replica

/// `conv-agent assistant`: what the assistant's confidence rests on.
struct AssistantCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assistant", abstract: "Show what the assistant's confidence rests on.",
        discussion: """
            The weights that tell right answers from wrong ones are shipped with the program. They follow what is said \
            about the assistant's own runs, from \(ConfidenceModel.refitCountMin) right and \
            \(ConfidenceModel.refitCountMin) wrong ones on: verdicts of teammates, articles that teammates answer with, \
            customers who say yes or no to an answer or put a thumb on it. Silence says nothing.

            It reads the tickets that this replica holds. Whoever may read every queue sees the weights that the server \
            comes to; it reads verdicts again after some tickets have changed.
            """
    )

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        struct Run: Encodable {
            let run: String
            let model: String
        }

        /// The weights that the verdicts here lead to.
        let model: String
        let right: Int
        let wrong: Int
        /// How many come from whom.
        let sources: [String: Int]
        /// How many of each kind are needed.
        let needed: Int
        /// The newest run here that was sure of something to some degree; nil when there is none.
        let newest: Run?
    }

    func run() throws {
        let store = try common.open()
        let names = ArticleNames(
            try store.articles().compactMap { row in
                try? LibraryItem(Article(id: row.id, document: store.documents(of: row.id).document(row.id)))
            })
        var verdicts: [RunVerdict] = []
        var newest: Trace?
        for id in try store.assistedTickets(countMax: ConfidenceModel.refitCountMax) {
            let documents = try store.documents(of: id)
            verdicts += RunVerdict.verdicts(in: documents.history, names)
            for record in Ticket(id: id, document: documents.document(id)).runs
            where newest.map({ $0.run < record.run }) ?? true {
                guard let trace = try? Trace(stored: record.trace), trace.confidence != nil else { continue }
                newest = trace
            }
        }
        let report = Report(
            model: ConfidenceModel.standard.refitted(on: verdicts).version, right: verdicts.count(where: \.isRight),
            wrong: verdicts.count { !$0.isRight },
            sources: Dictionary(grouping: verdicts, by: \.source.rawValue).mapValues(\.count),
            needed: ConfidenceModel.refitCountMin,
            newest: newest.map { Report.Run(run: $0.run.description, model: $0.confidence?.model ?? "") })
        if common.isJSON { try Output.json(report) } else { Output.write(Self.text(report)) }
    }

    private static func text(_ report: Report) -> String {
        let sources = RunVerdict.Source.allCases.compactMap { source in
            report.sources[source.rawValue].map { "\($0) by \(named(source))" }
        }
        var lines = ["Verdicts here: \(report.right) right, \(report.wrong) wrong."]
        if !sources.isEmpty { lines.append("They come from: \(sources.joined(separator: ", ")).") }
        lines.append(
            min(report.right, report.wrong) < report.needed
                ? "The weights are those shipped, \(report.model), until there are \(report.needed) of each."
                : "The weights that follow them: \(report.model).")
        if let newest = report.newest { lines.append("The newest run here used \(newest.model).") }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func named(_ source: RunVerdict.Source) -> String {
        switch source {
        case .teammate: "verdicts of teammates"
        case .article: "articles that teammates answered with"
        case .customer: "words of customers"
        case .reaction: "thumbs of customers"
        }
    }
}
