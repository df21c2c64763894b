import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent content diff`.
struct ContentDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Compare two versions of an article word by word."
    )

    @Argument(help: .article, completion: .articles)
    var article: String

    @Argument(help: "The older version: a number of the history, published or current.")
    var from = "published"

    @Argument(help: "The newer version.")
    var to = "current"

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        struct Field: Encodable {
            let name: String
            let before: String
            let after: String
        }

        struct Run: Encodable {
            let kind: String
            let text: String
        }

        let article: String
        let equal: Bool
        let fields: [Field]
        let body: [Run]
        let onlyMarksDiffer: Bool
    }

    func run() throws {
        let access = try ArticleAccess(article, common)
        let versions = try ArticleVersions(access)
        let difference = try versions.difference(
            from: try versions.heads(named: from), to: try versions.heads(named: to)
        )
        let fields = difference.fields.map {
            Report.Field(name: $0.name, before: Settings.printed($0.before), after: Settings.printed($0.after))
        }
        if common.isJSON {
            return try Output.json(
                Report(
                    article: access.id.description, equal: difference.isEmpty, fields: fields,
                    body: difference.body.map { .init(kind: $0.kind.rawValue, text: $0.text) },
                    onlyMarksDiffer: difference.onlyMarksDiffer
                )
            )
        }
        guard !difference.isEmpty else { return Output.line("The two versions are equal.") }
        for field in fields {
            Output.line("\(field.name): [-\(Plain.line(field.before))-]{+\(Plain.line(field.after))+}")
        }
        let body = difference.body.map { run in
            switch run.kind {
            case .same: Plain.block(run.text)
            case .deleted: "[-\(Plain.block(run.text))-]"
            case .inserted: "{+\(Plain.block(run.text))+}"
            }
        }
        if difference.body.contains(where: { $0.kind != .same }) { Output.line(body.joined()) }
        if difference.onlyMarksDiffer { Output.line("Only marks such as bold or links differ in the body.") }
    }
}
