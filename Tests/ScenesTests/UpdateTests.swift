import Hub
import Testing

@testable import Replica
@testable import Scenes

@Suite struct UpdateTests {
    @Test func `a key moves the cursor and reads what stands beside it, and nothing else changes`() {
        var model = Rows.inbox([1, 2, 3])
        var expected = model
        expected.inbox.selected = 1
        #expect(update(&model, .key("j")) == [.loadTicket(Rows.id(2), .preview)])
        #expect(model == expected)
    }

    @Test func `a key without a command changes nothing`() {
        var model = Rows.inbox([1])
        let before = model
        #expect(update(&model, .key("ctrl-y")) == [])
        #expect(model == before)
    }

    @Test func `taking a ticket writes one action that can be taken back`() {
        var model = Rows.inbox([1])
        let expected = Effect.write(
            [TicketChange(Rows.id(1), [.assign(Rows.me)])], title: "Yours now: #1.", isUndoable: true)
        #expect(update(&model, .key("m")) == [expected])
    }

    @Test func `a command that cannot be given says why and does nothing`() {
        var model = Rows.inbox([])
        #expect(update(&model, .key("r")) == [])
        #expect(model.notice == Model.Notice(text: "There is no ticket here.", isProblem: true))
    }

    @Test func `two keys in a row give one command`() {
        var model = Rows.ticket()
        _ = update(&model, .key("r"))
        _ = update(&model, .key("H"))
        #expect(update(&model, .key("ctrl-x")) == [])
        #expect(update(&model, .key("ctrl-e")) == [.edit("H")])
    }

    @Test func `letters are letters where a text is written`() {
        var model = Rows.ticket()
        _ = update(&model, .key("r"))
        for key: Key in ["q", "u", ":", "?", "space", "H", "enter", "j"] { _ = update(&model, .key(key)) }
        #expect(model.composer?.field.text == "qu:? H\nj")
        #expect(model.picker == nil)
    }

    @Test func `a message is held back, is on disk meanwhile, and goes when its time has come`() throws {
        var model = Rows.ticket()
        _ = update(&model, .key("r"))
        _ = update(&model, .paste("Come by."))
        let effects = update(&model, .key("ctrl-s"))
        let held = try #require(model.held.first)
        var kept = held.draft
        kept.sent = Moment(Rows.now)
        #expect(effects == [.saveDraft(kept), .dropDraft(Rows.id(1))])
        #expect(held.action == .reply("Come by.", replyTo: nil, then: .none))
        #expect(update(&model, .tick(Rows.now.advanced(bySeconds: 4))) == [])
        #expect(update(&model, .tick(held.due)) == [.deliver(held)])
        #expect(model.held == [])
    }

    @Test func `that the customer writes is shown in their own ticket alone, and no longer than it is told`() {
        var model = Rows.ticket()
        #expect(TicketView(model).writing == nil)
        _ = update(&model, .writing(["visitor"], Rows.id(2)))
        #expect(TicketView(model).writing == nil)
        #expect(update(&model, .writing(["visitor"], Rows.id(1))).isEmpty)
        #expect(TicketView(model).writing == "Customer")
        _ = update(&model, .writing([], Rows.id(1)))
        #expect(TicketView(model).writing == nil)
    }

    @Test func `quitting sends what is held back and waits for it`() throws {
        var model = Rows.ticket()
        _ = update(&model, .key("n"))
        _ = update(&model, .paste("Looks worn."))
        _ = update(&model, .key("ctrl-s"))
        let held = try #require(model.held.first)
        #expect(update(&model, .key("q")) == [.deliver(held), .finish])
        #expect(update(&model, .finished) == [.quit])
    }

    @Test func `resolving is taken back to what the ticket was`() {
        let row = Rows.row(1, status: .pending)
        let inverse = row.inverse(of: TicketChange(Rows.id(1), [.status(.resolved)]), at: Rows.now)
        #expect(inverse == TicketChange(Rows.id(1), [.status(.open), .status(.pending)]))
        #expect(
            row.inverse(of: TicketChange(Rows.id(1), [.reply("a", replyTo: nil, then: .none)]), at: Rows.now) == nil)
    }

    @Test func `an answer that comes late for another list is dropped`() {
        var model = Rows.inbox([1, 2])
        let late = Rows.request(of: model)
        _ = update(&model, .key("2"))
        _ = update(&model, .tickets(Rows.page([7]), late))
        #expect(model.inbox.rows.map(\.id) == [Rows.id(1), Rows.id(2)])
    }

    @Test func `the first rows do not wait for the count, which comes with the rows behind them`() {
        var model = Model(now: Rows.now, me: Rows.me)
        let request = TicketRequest(
            query: model.inbox.query, limit: 2, after: nil, mode: .replace, isCounted: false)
        #expect(model.begin(rows: 2).first == .loadTickets(request))
        let end = TicketCursor(value: 1, id: Rows.id(2))
        let page = TicketPage(rows: [Rows.row(1), Rows.row(2)], total: 2, next: end, unindexedCount: 0)
        let rest = TicketRequest(query: model.inbox.query, limit: Inbox.pageCount, after: end, mode: .append)
        #expect(update(&model, .tickets(page, request)) == [.loadTicket(Rows.id(1), .preview), .loadTickets(rest)])
        #expect(model.inbox.total == nil)
        let more = TicketPage(rows: [Rows.row(3)], total: 3, next: nil, unindexedCount: 0)
        _ = update(&model, .tickets(more, rest))
        #expect(model.inbox.total == 3)
        #expect(model.inbox.rows.map(\.id) == [1, 2, 3].map(Rows.id))
    }

    @Test func `every view reads back from its JSON as the same value`() throws {
        for model in [Rows.inbox([1, 2]), Rows.ticket(), Model(place: .landing, now: Rows.now, me: Rows.me)] {
            var model = model
            _ = update(&model, .key(":"))
            let view = scene(of: model)
            #expect(try JSON.roundTrip(view) == view)
        }
    }
}
