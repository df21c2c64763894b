import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent content show`.
struct ContentShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an article: the working copy, or what readers see."
    )

    @Argument(help: .article, completion: .articles)
    var article: String

    @Flag(help: "Show the version that readers see instead of the working copy.")
    var published = false

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        struct Approval: Encodable {
            let by: String
            let version: [String]
        }

        let id: String
        let kind: String
        let title: String
        let body: String
        let language: String?
        let audience: String?
        let requiresVerified: Bool
        let state: String
        let on: Bool
        let published: Bool
        let scheduled: String?
        let approvals: [Approval]
        let unsent: Int
    }

    func run() throws {
        let access = try ArticleAccess(article, common)
        let documents = try access.documents()
        let article = Article(id: access.id, document: documents.document(access.id))
        guard let content = published ? article.published : article.content else {
            throw ReplicaError.notFound("no version of the article is published; leave --published out")
        }
        if common.isJSON {
            return try Output.json(
                Report(
                    id: access.id.description, kind: content.kind.rawValue, title: content.title, body: content.body,
                    language: content.language, audience: content.audience,
                    requiresVerified: content.requiresVerified, state: article.state.rawValue, on: article.isOn,
                    published: article.published != nil, scheduled: article.scheduledAt?.iso,
                    approvals: article.approvals.map { .init(by: $0.by, version: $0.heads.map(\.description)) },
                    unsent: documents.pendingCount
                )
            )
        }
        Output.line(Plain.line(content.title))
        var facts = [content.kind.rawValue, article.state.rawValue, article.isOn ? "on for the AI" : "off for the AI"]
        if let language = content.language { facts.append(language) }
        if let audience = content.audience { facts.append("for \(audience)") }
        if let scheduled = article.scheduledAt { facts.append("scheduled for \(scheduled.shown)") }
        if article.published == nil { facts.append("not published") }
        if documents.pendingCount > 0 { facts.append("\(documents.pendingCount) unsent changes") }
        Output.line(Plain.line(facts.joined(separator: " · ")))
        Output.line()
        Output.line(Plain.block(content.body))
    }
}
