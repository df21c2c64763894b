import CRDT
import Foundation
import Hub
import Replica
import Testing

@testable import Scenes
@testable import conv_agent

/// What an agent does on a shift, key by key, on a real replica.
@Suite struct ShiftTests {
    private func begin() throws -> Shift {
        let shift = try Shift()
        shift.workspace.begin(rows: 24)
        return shift
    }

    private func lines(_ key: String, of shift: Shift) throws -> [String] {
        let ticket = try #require(shift.tickets[key])
        return try shift.store.ticket(ticket.description, at: Shift.now).lines.map(\.message.body)
    }

    private func summary(_ key: String, of shift: Shift) throws -> TicketSummary {
        let ticket = try #require(shift.tickets[key])
        return try shift.store.ticket(ticket.description, at: Shift.now).summary
    }

    @Test func `a reply is written after a few seconds, and undo makes it a draft again`() throws {
        let shift = try begin()
        try shift.press("/ \"key\" enter r \"Come by.\" ctrl-s")
        #expect(try lines("key", of: shift).count == 1)
        try shift.press("u")
        #expect(shift.workspace.model.composer?.field.text == "Come by.")
        try shift.press("+10s")
        #expect(try lines("key", of: shift).count == 1)
        try shift.press("\" Today.\" alt-p +10s")
        #expect(try lines("key", of: shift) == ["Lost my key, what now?", "Come by. Today."])
        #expect(try summary("key", of: shift).status == .pending)
    }

    @Test func `what was typed survives a crash, sent or not`() throws {
        let shift = try begin()
        try shift.press("/ \"key\" enter r \"Half a thought\"")
        func restarted() throws -> HeadlessWorkspace {
            let workspace = try HeadlessWorkspace(
                folder: shift.folder, store: shift.store, present: Shift.now, place: .tickets)
            workspace.begin(rows: 24)
            return workspace
        }
        let ticket = try #require(shift.tickets["key"])
        #expect(try restarted().model.drafts[ticket]?.text == "Half a thought")
        try shift.press("ctrl-s")
        let after = try restarted()
        #expect(after.model.drafts[ticket]?.text == "Half a thought")
        #expect(after.model.notice?.text.contains("not sent") == true)
        after.pass(seconds: 60)
        #expect(try lines("key", of: shift).count == 1, "nothing is sent behind its author's back")
    }

    @Test func `what is held back is sent when the program ends, and no draft is left`() throws {
        let shift = try begin()
        try shift.press("/ \"key\" enter r \"Come by.\" ctrl-s")
        try shift.press("q")
        #expect(shift.workspace.hasEnded)
        #expect(try lines("key", of: shift).last == "Come by.")
        let left = try? FileManager.default.contentsOfDirectory(atPath: shift.folder.path + "/drafts")
        #expect(left?.isEmpty ?? true)
    }

    @Test func `status, owner, snooze and priority are set by keys and taken back by one`() throws {
        let shift = try begin()
        try shift.press("/ \"key\" enter m")
        #expect(try summary("key", of: shift).owner?.id == Shift.noor.description)
        try shift.press("u")
        #expect(try summary("key", of: shift).owner == nil)
        try shift.press("z \"2h\" enter")
        #expect(try summary("key", of: shift).snoozedUntil == Shift.now.advanced(bySeconds: 7200))
        try shift.press("u ! \"urg\" enter")
        #expect(try summary("key", of: shift).snoozedUntil == nil)
        #expect(try summary("key", of: shift).priority == .urgent)
        try shift.press("d")
        #expect(try summary("key", of: shift).status == .resolved)
        try shift.press("u")
        #expect(try summary("key", of: shift).status == .open)
    }

    @Test func `an escalation has its reason and goes where it was sent`() throws {
        let shift = try begin()
        try shift.press("/ \"key\" enter e \"frustration\" enter \"work\" enter")
        let ticket = try summary("key", of: shift)
        #expect(ticket.queue == "workshop")
        #expect(ticket.reasons == [.frustration])
    }

    @Test func `marked tickets are changed together`() throws {
        let shift = try begin()
        let all = shift.workspace.model.inbox.rows.count
        try shift.press("A d")
        #expect(try shift.store.tickets(Query("status:resolved"), in: shift.workspace.model.context).total == all + 1)
        try shift.press("u")
        #expect(try shift.store.tickets(Query("status:open"), in: shift.workspace.model.context).total == all)
    }

    @Test func `a saved filter is found again`() throws {
        let shift = try begin()
        try shift.press("/ \"channel:widget\" enter V \"Widget\" enter F v enter")
        #expect(shift.workspace.model.inbox.query.filter.description == "status:open -is:snoozed channel:widget")
        #expect(shift.workspace.model.inbox.preset == "Widget")
        #expect(shift.workspace.model.inbox.total == 1)
    }

    @Test func `values of a filter are counted among what the list finds`() throws {
        let shift = try begin()
        try shift.press("f \"chan\" enter")
        let choices = shift.workspace.model.picker?.choices ?? []
        #expect(choices.map(\.title) == ["email", "widget"])
        #expect(choices.map(\.count) == [4, 1])
        try shift.press("down enter")
        #expect(shift.workspace.model.inbox.total == 1)
    }

    @Test func `view all shows as many tickets as its list says`() throws {
        let shift = try begin()
        try shift.press("H")
        for pod in Landing.Pod.allCases {
            try shift.press("H tab")
            while shift.workspace.model.landing.part.pod != pod { try shift.press("tab") }
            let total = try #require(shift.workspace.model.landing.pods[pod]?.total)
            try shift.press("v")
            #expect(shift.workspace.model.inbox.total == total)
            #expect(shift.workspace.model.inbox.query == pod.query)
        }
    }

    @Test func `an edit of the settings is taken back from the landing page`() throws {
        let shift = try begin()
        try SettingsWriting.write(to: .content, in: shift.store, at: Shift.now) { transaction in
            try Settings.set("content.needs_approval", to: .bool(false), in: &transaction)
        }
        try shift.press("H shift-tab x")
        #expect(try shift.store.settings(.content).settings["content.needs_approval"] != .bool(false))
    }

    @Test func `words come from the editor, snippets and mentions`() async throws {
        let shift = try begin()
        setenv("VISUAL", "printf edited >", 1)
        defer { unsetenv("VISUAL") }
        try shift.press("/ \"key\" enter n ctrl-x ctrl-e")
        await shift.workspace.edit()
        #expect(shift.workspace.model.composer?.field.text == "edited")
        try shift.press("ctrl-t enter")
        #expect(shift.workspace.model.composer?.field.text == "editedKind regards, as always.")
    }
}
