import Assistant
import CRDT
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol

/// What the assistant learns from tickets: questions that teammates answered with an article of the library, by naming it
/// or as the record says that was imported, and what was said about its own runs. The newest are kept, so that memory
/// has a bound.
struct PastTickets {
    private let store: ReplicaStore
    private let naming: KeyedNaming
    /// By ticket; nil until the first question.
    private var lessons: [Identifier: Lesson]?
    private var noted: Set<Identifier> = []

    private struct Lesson {
        var question: PastQuestion?
        var verdicts: [RunVerdict] = []
        /// When people answered, or the assistant.
        var at = Instant(milliseconds: 0)
    }

    /// How many tickets are looked through at the start, and of how many lessons are kept.
    private static let countMax = 2000

    init(_ store: ReplicaStore) {
        self.store = store
        naming = .content(of: store.member.workspace)
    }

    /// How many tickets changed since they were read.
    var noteCount: Int { noted.count }

    /// Takes note of a ticket that changed.
    mutating func note(_ ticket: Identifier) { if lessons != nil { noted.insert(ticket) } }

    /// The past questions about items of a library, and the verdicts about runs, in a fixed order.
    mutating func read(about items: [LibraryItem]) throws -> (questions: [PastQuestion], verdicts: [RunVerdict]) {
        let names = ArticleNames(items)
        var lessons = self.lessons ?? [:]
        let tickets =
            self.lessons == nil
            ? try Set(answeredTickets() + store.assistedTickets(countMax: Self.countMax)) : noted
        for ticket in tickets { lessons[ticket] = try lesson(of: ticket, names) }
        if lessons.count > Self.countMax {
            let newest = lessons.sorted { ($1.value.at, $1.key) < ($0.value.at, $0.key) }
            lessons = Dictionary(uniqueKeysWithValues: newest.prefix(Self.countMax).map { ($0.key, $0.value) })
        }
        (self.lessons, noted) = (lessons, [])
        let ordered = lessons.sorted { $0.key < $1.key }.map(\.value)
        return (ordered.compactMap(\.question), ordered.flatMap(\.verdicts))
    }

    /// Tickets in which a teammate wrote, the last active first.
    private func answeredTickets() throws -> [Identifier] {
        try store.database.read { db in
            let sql = """
                SELECT list.id FROM ticket_list list JOIN ticket USING (row)
                WHERE ticket.first_human_reply IS NOT NULL ORDER BY list.updated DESC, list.id LIMIT ?
                """
            return try Data.fetchAll(db, sql: sql, arguments: [Self.countMax]).map(Identifier.init(data:))
        }
    }

    /// What a ticket teaches; nil when that is nothing.
    private func lesson(of root: Identifier, _ names: ArticleNames) throws -> Lesson? {
        let documents = try store.documents(of: root)
        var lesson = Lesson()
        if let answer = answer(in: root, documents, names) { (lesson.question, lesson.at) = answer }
        lesson.verdicts = RunVerdict.verdicts(in: documents.history, names)
        if let run = lesson.verdicts.last?.run {
            lesson.at = max(lesson.at, Instant(milliseconds: Int64(run.high >> 16)))
        }
        return lesson.question == nil && lesson.verdicts.isEmpty ? nil : lesson
    }

    private func answer(
        in root: Identifier, _ documents: RootDocuments, _ names: ArticleNames
    ) -> (question: PastQuestion, at: Instant)? {
        let ticket = Ticket(id: root, document: documents.document(root))
        let discussion = Discussion(id: root.publicDiscussion, document: documents.document(root.publicDiscussion))
        let messages = discussion.messages.filter { !$0.isAutomatic && !$0.body.isEmpty }
        guard let first = messages.firstIndex(where: { $0.author?.kind == .teammate }) else { return nil }
        let cited = ticket.source.fields["cited_articles"]?.split(separator: " ").lazy
            .map { naming.identifier("article", String($0)).description }.first(where: names.has)
        let named = messages[first...].lazy.filter { $0.author?.kind == .teammate }
            .compactMap { names.first(in: $0.body) }.first
        let asked = messages[..<first].filter { $0.author?.kind == .customer }.map(\.body)
        guard let item = named ?? cited, !asked.isEmpty else { return nil }
        let question = Question(
            subject: AssistantText.plain(ticket.subject ?? ""),
            text: AssistantText.plain(asked.joined(separator: "\n\n")))
        let answered = documents.metadata[messages[first].id.change]?.occurred ?? Instant(milliseconds: 0)
        return (PastQuestion(question, item: item), answered)
    }
}
