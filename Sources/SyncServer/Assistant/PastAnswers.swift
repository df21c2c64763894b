import Assistant
import CRDT
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol

/// Questions that teammates answered with an article of the library: by naming it, or as the record says that was
/// imported. The newest are kept, so that memory has a bound.
struct PastAnswers {
    private let store: ReplicaStore
    private let naming: KeyedNaming
    /// By ticket; nil until the first question.
    private var answers: [Identifier: Answer]?
    private var noted: Set<Identifier> = []

    private struct Answer {
        let question: PastQuestion
        let answered: Instant
    }

    /// How many tickets are looked through at the start, and how many answers are kept.
    private static let countMax = 2000

    init(_ store: ReplicaStore) {
        self.store = store
        naming = .content(of: store.member.workspace)
    }

    /// How many tickets changed since the answers were read.
    var noteCount: Int { noted.count }

    /// Takes note of a ticket that changed.
    mutating func note(_ ticket: Identifier) { if answers != nil { noted.insert(ticket) } }

    /// The past questions about items of a library, in a fixed order.
    mutating func questions(about items: [LibraryItem]) throws -> [PastQuestion] {
        let names = ArticleNames(items)
        var answers = self.answers ?? [:]
        let tickets = self.answers == nil ? try answeredTickets() : Array(noted)
        for ticket in tickets { answers[ticket] = try answer(in: ticket, names) }
        if answers.count > Self.countMax {
            let newest = answers.sorted { ($1.value.answered, $1.key) < ($0.value.answered, $0.key) }
            answers = Dictionary(uniqueKeysWithValues: newest.prefix(Self.countMax).map { ($0.key, $0.value) })
        }
        (self.answers, noted) = (answers, [])
        return answers.sorted { $0.key < $1.key }.map(\.value.question)
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

    private func answer(in root: Identifier, _ names: ArticleNames) throws -> Answer? {
        let documents = try store.documents(of: root)
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
        return Answer(question: PastQuestion(question, item: item), answered: answered)
    }
}

/// Finds articles that a text names: by identifier, or by a title of several words.
private struct ArticleNames {
    private var ids: [String: String] = [:]
    private var titles: [String: [(words: [String], id: String)]] = [:]

    /// A title of fewer words may be any words.
    private static let wordCountMin = 2

    init(_ items: [LibraryItem]) {
        for item in items {
            ids[Words.folded(item.reference.id)] = item.reference.id
            let words = Words.tokens(in: item.title).map(\.folded)
            guard let first = words.first, words.count >= Self.wordCountMin else { continue }
            titles[first, default: []].append((words, item.reference.id))
        }
    }

    func has(_ id: String) -> Bool { ids[Words.folded(id)] != nil }

    /// The article that a text names first; of titles that begin alike the longest. O(text).
    func first(in text: String) -> String? {
        let words = Words.tokens(in: text).map(\.folded)
        for (position, word) in words.enumerated() {
            if let id = ids[word] { return id }
            let named = (titles[word] ?? []).filter { words[position...].starts(with: $0.words) }
            if let longest = named.max(by: { ($0.words.count, $1.id) < ($1.words.count, $0.id) }) { return longest.id }
        }
        return nil
    }
}
