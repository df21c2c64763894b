import Hub
import Testing

@testable import Scenes

@Suite struct QueryEditingTests {
    private func query(_ keys: Key...) -> String {
        var model = Rows.inbox([1, 2])
        for key in keys { _ = update(&model, .key(key)) }
        return model.inbox.query.description
    }

    @Test func `statuses and quick filters are conditions of the search`() {
        #expect(query("tab") == "status:pending -is:snoozed")
        #expect(query("shift-tab") == "")
        #expect(query("1") == "status:open -is:snoozed owner:me")
        #expect(query("1", "2") == "status:open -is:snoozed owner:none")
        #expect(query("1", "1") == "status:open -is:snoozed")
        #expect(query("5", "6", "tab", "tab") == "status:resolved is:escalated sla:at_risk,breached")
    }

    @Test func `every field of the hub's filters can be chosen`() {
        var model = Rows.inbox([1])
        _ = update(&model, .key("f"))
        let offered = Set(model.picker?.choices.map(\.id) ?? [])
        let asked: [Filter.Field] = [
            .status, .source, .channel, .sla, .outcome, .owner, .queue, .priority, .segment, .created, .updated,
            .reason,
        ]
        #expect(offered.isSuperset(of: asked.map(\.rawValue)))
    }

    @Test func `values of one field are alternatives and instants exclude one another`() throws {
        var filter = Filter()
        for value in ["email", "widget"] { filter = filter.toggling(.word(value), of: .channel) }
        #expect(filter.description == "channel:email,widget")
        filter = filter.toggling(.word("email"), of: .channel)
        #expect(filter.description == "channel:widget")
        for span in ["7d", "today"] {
            filter = filter.toggling(try #require(Model.value(span, of: .created)), of: .created)
        }
        #expect(filter.description == "channel:widget created:today")
    }

    @Test func `what is typed is found at once, and what cannot be read says where`() {
        var model = Rows.inbox([1])
        var effects: [Effect] = []
        for key: Key in ["/", "k", "e", "y"] { effects = update(&model, .key(key)) }
        #expect(model.inbox.query.description == "status:open -is:snoozed key")
        #expect(effects == [.loadTickets(Rows.request(of: model))])
        for key: Key in ["space", "\""] { _ = update(&model, .key(key)) }
        #expect(model.inbox.problem?.hasPrefix("at character") == true)
        #expect(update(&model, .key("enter")) == [])
        #expect(model.inbox.search != nil, "a search that cannot be read stays open")
    }

    @Test func `ordering by a key twice turns the order round`() {
        #expect(query("s", "down", "enter") == "status:open -is:snoozed sort:waiting")
        #expect(query("s", "down", "enter", "s", "down", "enter") == "status:open -is:snoozed sort:-waiting")
    }

    @Test(
        arguments: [
            ("30m", 1_800), ("3h", 10_800), ("2d", 172_800), ("2026-05-29T10:00", nil), ("2026-05-28T20:30", 1_800),
            ("soon", nil), ("2026-05-01", nil), ("", nil),
        ] as [(String, Int64?)]) func `a time to sleep until is read as it is typed`(_ typed: String, _ seconds: Int64?)
    {
        // 2026-05-28T20:26:40Z
        let read = Snooze(typed: typed, at: Rows.now, in: .utc)?.instant
        if typed == "2026-05-29T10:00" {
            #expect(read == Instant(milliseconds: 1_780_048_800_000))
        } else if typed == "2026-05-28T20:30" {
            #expect(read == Instant(milliseconds: 1_780_000_200_000))
        } else {
            #expect(read == seconds.map { Rows.now.advanced(bySeconds: $0) })
        }
    }
}
