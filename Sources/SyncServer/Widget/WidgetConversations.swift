import CRDT
import Channels
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol
import Widget

/// What a visitor may see: the public discussions of their own tickets, and nothing else.
struct WidgetConversations: Sendable {
    let replica: ServerReplica
    let store: WidgetStore
    let inlet: Inlet
    let fileLinks: FileLinks
    /// The workspace's key for outside events.
    let key: [UInt8]

    /// Messages that a browser is given at a time; what is older it asks for.
    static let pageCount = 50

    /// What is new behind a place.
    struct Update: Sendable {
        /// Messages in their present form, with the sequence at which they came to it, ascending.
        var messages: [(view: MessageView, sequence: UInt64)] = []
        /// Whether what the browser holds is of another history of the log and has to go.
        var mustReset = false
        /// Whether there are messages before these; nil where the browser knows.
        var hasOlder: Bool?
        /// Where all of it is known.
        var place: CursorSeal.Place
        /// The state of the conversation.
        var state: State
        /// The ticket that the conversation goes on in; nil while there is none.
        var ticket: Identifier?
    }

    /// The state of a conversation.
    struct State: Hashable, Sendable, Encodable {
        /// How many messages of the team are unread.
        let unread: Int
        /// The status of the last ticket; empty when there is none.
        let status: String
    }

    /// The tickets of a subject, oldest first.
    ///
    /// A visitor's are those of their thread as long as they belong to nobody; a person's are those that a proof linked
    /// to them, whichever visitor began them. A link that somebody merely vouched for opens nothing.
    func tickets(of subject: Subject) throws -> [Identifier] {
        try replica.store.database.read { db in
            let sql: String
            let arguments: StatementArguments
            switch subject {
            case .visitor:
                sql = "conversation = ? AND customer IS NULL"
                arguments = [subject.thread]
            case .person(let person):
                sql = "customer = ?"
                arguments = [person.data]
            }
            let rows = try Data.fetchAll(
                db, sql: "SELECT root.id FROM ticket JOIN root USING (row) WHERE \(sql) ORDER BY root.row",
                arguments: arguments)
            return try rows.map(Identifier.init(data:))
        }
    }

    /// Whether a visitor's conversation belongs to somebody known by now.
    func isKnown(_ visitor: Subject) throws -> Bool {
        guard let ticket = try inlet.ticket(ofThread: visitor.thread, on: WidgetAdapter.channel) else { return false }
        let document = try replica.store.documents(of: ticket).document(ticket)
        return Ticket(id: ticket, document: document).customer.person != nil
    }

    /// The thread that a subject's next message belongs to: that of the last ticket, so that a conversation goes on
    /// where it was; their own when there is none.
    func thread(of subject: Subject) throws -> String {
        try ownTickets(of: subject).last?.ticket.source.conversation ?? subject.thread
    }

    /// What is new for a session behind a place; the newest page when the place is nil or of another history.
    func update(for session: WidgetSession, behind start: CursorSeal.Place?, names: WidgetSettings) throws -> Update {
        let history = try replica.log.read { try $0.history }
        let isSame = start?.history == history
        let behind = isSame ? start?.sequence ?? 0 : 0
        let conversation = try conversation(of: session.subject, settings: names)
        let mark = try store.readMark(of: session.subject, in: history)
        let unread = conversation.lines.count { line in
            line.message.author?.kind != .customer && line.posted > mark && !line.message.isDeleted
        }
        var lines = isSame ? conversation.lines.filter { $0.changed > behind } : conversation.lines
        let hasOlder = !isSame && lines.count > Self.pageCount
        if !isSame { lines = lines.suffix(Self.pageCount) }
        return Update(
            messages: lines.map { (view($0, in: conversation.lines, own: conversation.names, names), $0.changed) }
                .sorted { ($0.1, $0.0.id) < ($1.1, $1.0.id) },
            mustReset: start != nil && !isSame, hasOlder: isSame ? nil : hasOlder,
            place: CursorSeal.Place(
                history: history, sequence: conversation.lines.map(\.changed).reduce(behind, max)),
            state: State(unread: unread, status: conversation.current?.status.rawValue ?? ""),
            ticket: conversation.current?.id
        )
    }

    /// The page before a message, by the name under which the browser has it.
    ///
    /// - Throws: `WidgetError.notFound` when it is no message of the conversation.
    func page(
        before name: String, for session: WidgetSession, names: WidgetSettings
    ) throws -> (messages: [MessageView], hasOlder: Bool) {
        let conversation = try conversation(of: session.subject, settings: names)
        let lines = conversation.lines
        guard let end = lines.lastIndex(where: { MessageView.name(of: $0.message.id, key: key) == name }) else {
            throw WidgetError.notFound
        }
        let start = max(0, end - Self.pageCount)
        return (lines[start..<end].map { view($0, in: lines, own: conversation.names, names) }, start > 0)
    }

    /// The messages of the team that were posted between two places.
    func messages(of subject: Subject, after start: UInt64, upTo end: UInt64) throws -> [OperationID] {
        try conversation(of: subject).lines
            .filter { $0.posted > start && $0.posted <= end && $0.message.author?.kind != .customer }.map(\.message.id)
    }

    /// One message of a ticket as its visitor sees it; nil when it is not there.
    func message(
        _ message: OperationID, in ticket: Identifier, for session: WidgetSession, names: WidgetSettings
    ) throws -> MessageView? {
        guard let conversation = try replica.store.publicConversation(of: ticket) else { return nil }
        let lines = conversation.lines.sorted { ($0.sent, $0.message.id) < ($1.sent, $1.message.id) }
        let own = ownNames(of: session.subject, try ownTickets(of: session.subject).map(\.ticket))
        return lines.first { $0.message.id == message }.map { view($0, in: lines, own: own, names) }
    }

    /// What a visitor reacts to, by the name under which the browser has it.
    struct Target {
        let message: OperationID
        /// The thread by which it is reached.
        let thread: String
        /// What the visitor has put on it.
        let own: Set<String>
    }

    /// A message of the team's that a visitor sees.
    ///
    /// - Throws: `WidgetError.notFound` when there is none of that name.
    func target(_ name: String, for session: WidgetSession, names: WidgetSettings) throws -> Target {
        let conversation = try conversation(of: session.subject, settings: names)
        let line = conversation.lines.last { MessageView.name(of: $0.message.id, key: key) == name }
        guard let message = line?.message, message.author?.kind != .customer,
            let thread = conversation.threads[message.id]
        else { throw WidgetError.notFound }
        let own = message.reactions.filter { $0.author.kind == .customer && conversation.names.contains($0.author.id) }
        return Target(message: message.id, thread: thread, own: Set(own.map(\.emoji)))
    }

    /// - Parameters:
    ///   - lines: The conversation in the order of reading.
    ///   - own: The names under which the visitor's own reactions stand.
    private func view(
        _ line: PublicConversation.Line, in lines: [PublicConversation.Line], own: Set<String>,
        _ names: WidgetSettings
    ) -> MessageView {
        let first = lines.partitioningIndex { $0.sent >= line.sent }
        let turn = lines[first...].firstIndex { $0.message.id == line.message.id }.map { $0 - first } ?? 0
        let isAssistant = line.message.author?.kind == .ai
        return MessageView(
            line.message, at: line.sent, turn: turn, revision: line.revision,
            name: isAssistant ? names.assistantName : line.authorName,
            reactions: names.takesReactions
                ? MessageView.Reaction.shown(of: line.message, own: own, shows: names.shows) : [],
            key: key,
            path: { "v1/\(fileLinks.path(of: $0))" }
        )
    }
}

extension Array where Element == PublicConversation.Line {
    /// The first index behind which a condition holds; it holds for all that follow one for which it does. O(log n).
    fileprivate func partitioningIndex(where holds: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
