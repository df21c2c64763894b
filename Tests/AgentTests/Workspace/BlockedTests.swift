import CRDT
import Foundation
import Hub
import Replica
import SyncProtocol
import Testing

@testable import Scenes
@testable import conv_agent

/// What does not go on, as the landing page shows it, and the one key that lets it go on.
@Suite struct BlockedTests {
    private func begin() throws -> Shift {
        let shift = try Shift()
        shift.workspace.begin(rows: 24)
        return shift
    }

    private func kinds(_ shift: Shift) throws -> [Blocked.Kind] {
        try shift.press("I H")
        return shift.workspace.model.landing.blocked?.map(\.kind) ?? []
    }

    private func set(_ name: String, _ value: Value, in section: SettingsSection, of shift: Shift) throws {
        try SettingsWriting.write(to: section, in: shift.store, at: Shift.now) { transaction in
            try Settings.set(name, to: value, in: &transaction)
        }
    }

    private func detail(_ key: String, of shift: Shift) throws -> TicketDetail {
        try shift.store.ticket(try #require(shift.tickets[key]).description, at: Shift.now)
    }

    @Test func `a message that did not arrive is blocked with the channel's reason, and one key sends it again`()
        throws
    {
        let shift = try begin()
        let message = try #require(try detail("lock", of: shift).lines.last).message.id
        try shift.edit("lock", minutesAgo: 2) { transaction in
            Ticket.record(.delivery(message: message, .failed(reason: "the mailbox is full")), in: &transaction)
        }
        #expect(try kinds(shift).first == .undelivered)
        #expect(try shift.screen(120, 40).contains("a message did not arrive: the mailbox is full"))
        try shift.press("b")
        #expect(try shift.store.undelivered().isEmpty)
        #expect(!(try kinds(shift).contains(.undelivered)))
        #expect(try detail("lock", of: shift).ticket.deliveries[message]?.isResent == true)
    }

    @Test func `a ticket shows which message did not arrive, and one key sends it again`() throws {
        let shift = try begin()
        let message = try #require(try detail("lock", of: shift).lines.last).message.id
        try shift.press("/ \"予備\" enter enter S")
        #expect(shift.workspace.model.notice?.isProblem == true)
        try shift.edit("lock", minutesAgo: 2) { transaction in
            Ticket.record(.delivery(message: message, .failed(reason: "the mailbox is full")), in: &transaction)
        }
        shift.workspace.send(.replicaChanged)
        #expect(try shift.screen(120, 40).contains("did not arrive: the mailbox is full"))
        try shift.press("S")
        #expect(try shift.store.undelivered().isEmpty)
        #expect(try shift.screen(120, 40).contains("sent again"))
    }

    @Test func `an escalated ticket in a queue that is closed is blocked, and one key moves it`() throws {
        let shift = try begin()
        #expect(try kinds(shift) == [.unaccepted])
        try set("queue.front-desk.archived", .bool(true), in: .queues, of: shift)
        #expect(try kinds(shift) == [.closedDestination])
        try shift.press("b \"work\" enter")
        #expect(try detail("gears", of: shift).summary.queue == "workshop")
        #expect(try kinds(shift) == [.unaccepted])
    }

    @Test func `an escalated ticket whose promised time is over is blocked, whoever owns it`() throws {
        let shift = try begin()
        try shift.open("late", "Where is my bike?", "I wait.", minutesAgo: 20)
        try shift.edit("late", minutesAgo: 10) { transaction in
            Ticket.handOff(Event.HandOff(reason: .customerRequest, destination: "front-desk"), in: &transaction)
        }
        #expect(try kinds(shift) == [.unaccepted])
        try shift.press("+4h")
        #expect(try kinds(shift) == [.breached, .unaccepted])
        try shift.press("b")
        #expect(try detail("late", of: shift).summary.owner?.id == Shift.noor.description)
        #expect(try kinds(shift) == [.breached, .unaccepted])
        try shift.press("b")
        #expect(shift.workspace.model.ticket?.id == shift.tickets["late"])
    }

    @Test func `an article in review is blocked until somebody who did not write it approves it`() throws {
        let shift = try begin()
        let article = try #require(try shift.store.articles().first { $0.title == "Opening hours" })
        try ArticleAccess.write(to: article.id, in: shift.store, at: Shift.now) { try Article.submitForReview(in: &$0) }
        #expect(try kinds(shift).first == .approval)
        #expect(try shift.screen(120, 40).contains("an article waits for approval"))
        try shift.press("enter")
        #expect(shift.workspace.model.place == .landing)
        try shift.press("b")
        #expect(try shift.store.article("Opening hours").article.state == .approved)
        #expect(!(try kinds(shift).contains(.approval)))
    }

    @Test(arguments: ["article", "guidance"]) func `an edit of content is taken back by one key`(_ kind: String) throws
    {
        let shift = try begin()
        let before: String
        func words() throws -> String {
            guard kind == "article" else { return try shift.store.guidancePacks().first?.name ?? "" }
            return try shift.store.article("Opening hours").article.content.body
        }
        if kind == "article" {
            before = try words()
            let id = try shift.store.article("Opening hours").article.id
            try ArticleAccess.write(to: id, in: shift.store, at: Shift.now) { transaction in
                try Article.setBody("Closed for good.", in: &transaction)
            }
        } else {
            let id = try shift.store.write(at: Shift.now.advanced(bySeconds: -60)) { writer in
                let id = writer.newIdentifier()
                try writer.place(id, in: .workspace)
                try writer.edit(.guidance, id, root: id) { GuidancePack.create(name: "House rules", in: &$0) }
                return id
            }
            before = try words()
            try shift.store.write(at: Shift.now) { writer in
                try writer.edit(.guidance, id, root: id) { GuidancePack.setName("No rules", in: &$0) }
            }
        }
        #expect(try words() != before)
        try shift.press("H shift-tab x")
        #expect(try words() == before)
    }
}
