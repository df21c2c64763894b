import CRDT
import Hub

@testable import Replica
@testable import Scenes

/// Rows and models made by hand.
enum Rows {
    static let now = Instant(milliseconds: 1_780_000_000_000)
    static let me = "01J000000000000000000000ME"

    static func id(_ number: Int) -> Identifier { Identifier(high: 1 << 60, low: UInt64(number) * 4) }

    static func row(_ number: Int, status: TicketStatus = .open, owner: String? = nil) -> TicketRow {
        TicketRow(
            summary: TicketSummary(
                id: id(number), number: Int64(number), handle: "~aaa", subject: "Ticket \(number)", channel: "email",
                queue: "front-desk", status: status, owner: owner.map { TicketSummary.Party(id: $0) }, created: now,
                updated: now),
            messageCount: 1, noteCount: 0, reopenCount: 0, firstReplyMilliseconds: nil,
            firstHumanReplyMilliseconds: nil, confidence: nil, isLocked: false, pendingCount: 0, parkedCount: 0)
    }

    static func page(_ numbers: [Int]) -> TicketPage {
        TicketPage(rows: numbers.map { row($0) }, total: numbers.count, next: nil, unindexedCount: 0)
    }

    /// An inbox that shows these tickets, with room for ten rows.
    static func inbox(_ numbers: [Int]) -> Model {
        var model = Model(now: now, me: me)
        model.measure.listRows = 10
        model.choices.queues = ["front-desk", "workshop"]
        model.choices.members = [.init(id: me, name: "Noor"), .init(id: "other", name: "Felix")]
        model.choices.snippets = [.init(title: "Greeting", body: "Hello")]
        model.choices.presets = [.init(id: id(900), name: "Mine", query: "owner:me", isShared: false)]
        _ = update(&model, .tickets(page(numbers), request(of: model)))
        return model
    }

    static func request(of model: Model, mode: TicketRequest.Mode = .replace) -> TicketRequest {
        let isFirst = mode == .replace
        return TicketRequest(
            query: model.inbox.query, limit: isFirst ? model.measure.listRows : Inbox.pageCount, after: nil, mode: mode,
            isCounted: !isFirst)
    }

    /// The same with a ticket open that was read.
    static func ticket(_ words: [String] = ["Hello there, my bike is broken."]) -> Model {
        var model = inbox([1, 2, 3])
        _ = update(&model, .key("enter"))
        _ = update(&model, .ticket(detail(1, words), .open))
        return model
    }

    static func detail(_ number: Int, _ words: [String]) -> TicketDetail {
        var document = Document()
        let actor = ActorID(high: 1, low: 1)
        _ = try? document.edit(actor: actor, number: 1, time: Stamp(milliseconds: 1)) { transaction in
            try Discussion.begin(visibility: .public, in: &transaction)
            for (index, text) in words.enumerated() {
                let kind: Author.Kind = index.isMultiple(of: 2) ? .customer : .teammate
                Discussion.post(
                    MessageDraft(author: Author(kind: kind, id: kind.rawValue), body: text), in: &transaction)
            }
        }
        let messages = Discussion(id: id(number).publicDiscussion, document: document).messages
        let lines = messages.map { message in
            TicketDetail.Line(
                message: message, visibility: .public, sent: now, accepted: now, authorName: message.author?.id)
        }
        return TicketDetail(
            row: row(number), ticket: Ticket(id: id(number), document: Document()), scope: nil, person: nil,
            company: nil, lines: lines, participants: [], events: [], figures: TicketFigures(), conflicts: [],
            unsent: [], otherTickets: [])
    }
}
