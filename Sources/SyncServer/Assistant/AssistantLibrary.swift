import Assistant
import CRDT
import Foundation
import GRDB
import Hub
import Logging
import Replica
import SyncProtocol

/// The library, the guidance, what teammates answered and what was said about runs, read once and kept until something of it changes.
final class AssistantLibrary {
    private let store: ReplicaStore
    private let logger: Logger
    private var kept: AssistantStack?
    private var views: [[Bool]: LibraryView] = [:]
    private var past: PastTickets
    private var keptAt = Instant(milliseconds: .min)
    /// The titles of the articles by their ids.
    private(set) var titles: [String: String] = [:]

    /// How many audiences a view is kept for.
    private static let viewCountMax = 16
    /// After how many new answers of teammates the index is made anew, and not more often than this.
    private static let answerCountMin = 20
    private static let answerSecondsMin: Int64 = 300

    init(_ store: ReplicaStore, logger: Logger) {
        self.store = store
        self.logger = logger
        past = PastTickets(store)
    }

    /// Reads everything anew at the next question.
    func forget() { kept = nil }

    /// Notes that a teammate may have answered in a ticket.
    func noteAnswers(in ticket: Identifier) { past.note(ticket) }

    /// Tells an operator what the assistant cannot work with.
    func report(_ error: AssistantError) {
        logger.error("the assistant hands everything over", metadata: ["code": "\(error.code)"])
    }

    /// The stack in force.
    ///
    /// - Throws: `AssistantError` for guidance that cannot be read; what the database throws.
    func stack(at now: Instant) throws -> AssistantStack {
        let hasNewAnswers =
            past.noteCount >= Self.answerCountMin && keptAt.advanced(bySeconds: Self.answerSecondsMin) <= now
        if let kept, !hasNewAnswers { return kept }
        let items = try items()
        titles = Dictionary(items.map { ($0.reference.id, $0.title) }) { first, _ in first }
        let packs = try store.database.read { db in
            try Data.fetchAll(db, sql: "SELECT root.id FROM guidance JOIN root USING (row) ORDER BY root.id")
        }.map(Identifier.init(data:))
        let guidance = try Guidance(
            packs.map { id in
                let document = try store.documents(of: id).document(id)
                return (GuidancePack(id: id, document: document), document.heads)
            })
        let (questions, verdicts) = try past.read(about: items)
        let stack = AssistantStack(
            index: LibraryIndex(items, pastQuestions: questions), guidance: guidance,
            model: ConfidenceModel.standard.refitted(on: verdicts))
        (kept, keptAt) = (stack, now)
        views = [:]
        return stack
    }

    /// The stack's library as far as it is visible.
    func view(_ stack: AssistantStack, _ isVisible: [Bool]) -> LibraryView {
        if let view = views[isVisible] { return view }
        if views.count >= Self.viewCountMax { views = [:] }
        let view = LibraryView(stack.index, isVisible: isVisible)
        views[isVisible] = view
        return view
    }

    private func items() throws -> [LibraryItem] {
        let ids = try store.database.read { db in
            try Data.fetchAll(db, sql: "SELECT root.id FROM article JOIN root USING (row) ORDER BY root.id")
        }
        return try ids.compactMap { data in
            let id = try Identifier(data: data)
            let article = Article(id: id, document: try store.documents(of: id).document(id))
            do {
                return try LibraryItem(article)
            } catch {
                // Of whom it is meant for nobody can say, so it answers nobody.
                logger.warning("an article's audience cannot be read", metadata: ["article": "\(id)"])
                return nil
            }
        }
    }
}
