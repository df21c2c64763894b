import CRDT
import Foundation
import Hub
import Replica
import Testing

@testable import Scenes
@testable import conv_agent

/// What stands beside writing and sending: traces, limits of channels, the clipboard, saved filters, taking back.
@Suite struct DeskTests {
    private func begin() throws -> Shift {
        let shift = try Shift()
        shift.workspace.begin(rows: 24)
        return shift
    }

    @Test func `the trace of a ticket shows decision, passage, confidence, what was left out and the hand-off`() throws
    {
        let shift = try begin()
        try shift.press("/ \"gears\" enter enter i")
        let facts = try #require(shift.workspace.model.ticket?.trace).facts
        func text(_ label: String) -> String? { facts.first { $0.label == label }?.text }
        #expect(text("decision")?.hasPrefix("answer from") == true)
        #expect(text("passage")?.contains("barrel adjuster") == true)
        #expect(text("confidence")?.contains("answers from") == true)
        #expect(text("left out")?.hasSuffix("off") == true)
        #expect(facts.contains { $0.text.contains("workshop: low_confidence") && $0.text.contains("41 %") })
        try shift.press("esc")
        #expect(shift.workspace.model.ticket?.trace == nil)
        #expect(shift.workspace.model.place == .ticket)
    }

    @Test func `what is longer than a small screen is reached by paging`() throws {
        let shift = try begin()
        _ = try shift.screen(60, 16)
        try shift.press("/ \"gears\" enter enter i")
        let first = try shift.screen(60, 16)
        #expect(first.contains("decision"))
        for _ in 0..<8 {
            try shift.press("page-down")
            _ = try shift.screen(60, 16)
        }
        let last = try shift.screen(60, 16)
        #expect(!last.contains("decision"))
        #expect(last.contains("Session recording"))
        for _ in 0..<8 {
            try shift.press("page-up")
            _ = try shift.screen(60, 16)
        }
        #expect(try shift.screen(60, 16) == first)
    }

    @Test func `a reply that its channel would not take says so before it is sent`() throws {
        let shift = try begin()
        try SettingsWriting.write(to: .channels, in: shift.store, at: Shift.now) { transaction in
            let limits = ChannelCapabilities(
                edit: false, delete: false, scalarCountMax: 12, format: .plain, deduplicates: true)
            try ChannelCapabilities.record(limits, of: "widget", in: &transaction)
        }
        shift.workspace.begin(rows: 24)
        try shift.press("/ \"key\" enter r \"**Come by.**\"")
        #expect(try shift.screen(120, 24).contains("widget: 8 of 12 characters · plain words"))
        try shift.press("\" any time\"")
        let problem = "The channel takes at most 12 characters and this has 17; shorten it, or send it in parts."
        #expect(try shift.screen(120, 24).contains(problem))
        try shift.press("ctrl-s")
        #expect(shift.workspace.model.notice == Model.Notice(text: problem, isProblem: true))
        #expect(shift.workspace.model.composer != nil)
        // A note goes to the team, which has no channel.
        try shift.press("ctrl-o ctrl-s")
        #expect(shift.workspace.model.composer == nil)
    }

    @Test func `a saved filter is deleted for good by a choice of its name`() throws {
        let shift = try begin()
        try shift.press("/ \"channel:widget\" enter V \"Widget\" enter D enter")
        #expect(try shift.store.presets().isEmpty)
        #expect(shift.workspace.model.choices.presets.isEmpty)
        try shift.press("D")
        #expect(shift.workspace.model.notice?.isProblem == true)
    }

    @Test func `many tickets are changed and taken back together, loaded or not`() throws {
        let shift = try Shift(filled: false)
        for number in 0..<230 {
            try shift.open("t\(number)", "Ticket \(number)", "Hello.", minutesAgo: Int64(300 - number))
        }
        try shift.edit("t3", minutesAgo: 2) { try Ticket.snooze(until: Shift.now.advanced(bySeconds: 9000), in: &$0) }
        try shift.edit("t5", minutesAgo: 2) { try Ticket.setStatus(.pending, in: &$0) }
        shift.workspace.begin(rows: 24)
        func counts() throws -> [Int] {
            try ["status:resolved", "status:pending", "is:snoozed"].map { query in
                try shift.store.tickets(Query(query), in: shift.workspace.model.context).total
            }
        }
        let before = try counts()
        try shift.press("shift-tab A")
        #expect(shift.workspace.model.inbox.rows.count < shift.workspace.model.inbox.marked.count)
        try shift.press("d")
        #expect(try counts() == [230, 0, 0])
        try shift.press("u")
        #expect(try counts() == before)
    }

    @Test func `words go to the clipboard where the terminal has one, and a sentence says so where it has none`() throws
    {
        let shift = try begin()
        var model = shift.workspace.model
        #expect(update(&model, .key("y")) == [])
        #expect(update(&model, .key("enter")) == [.copy(try #require(model.inbox.current?.summary.shownName))])
        model.copyByteCountMax = nil
        _ = update(&model, .key("y"))
        #expect(model.picker == nil)
        #expect(model.notice?.text == "This terminal takes no text for the clipboard.")
    }

    @Test func `a ticket that arrives does not move the row under the cursor on a screen with room to spare`() throws {
        let shift = try begin()
        _ = try shift.screen(120, 40)
        try shift.press("down")
        func place() throws -> Int? {
            let name = try #require(shift.workspace.model.inbox.current?.summary.shownName)
            return try shift.screen(120, 40).split(separator: "\n", omittingEmptySubsequences: false)
                .firstIndex { $0.prefix(12).contains(name) }
        }
        let before = try #require(try place())
        try shift.open("new", "Is anybody there?", "Hello?", minutesAgo: 0)
        shift.workspace.send(.replicaChanged)
        #expect(try place() == before)
        #expect(try shift.screen(120, 40).contains("1 new above: R"))
        try shift.press("R")
        #expect(try shift.screen(120, 40).contains("Is anybody there?"))
    }

    @Test func `what another program saves can be chosen a moment later`() throws {
        let shift = try begin()
        #expect(shift.workspace.model.choices.presets.isEmpty)
        try Presets(shift.store).save("Widget", "channel:widget", isShared: true, at: Shift.now)
        shift.workspace.send(.replicaChanged)
        try shift.press("+1s")
        #expect(shift.workspace.model.choices.presets.map(\.name) == ["Widget"])
    }
}
