import Hub
import Replica
import SyncProtocol
import SyncServer
import Testing

@Suite struct OpenedScopeTests {
    @Test func `a grant from now on shows nothing that was placed before it, however late the device comes`() throws {
        let office = try Office()
        let (boss, member) = (try office.join(.administrator), try office.join(queues: []))
        try office.sync(member)
        let before = try boss.open("before the grant")
        try office.sync(boss)
        try boss.store.write(at: Office.now) { writer in
            try writer.state(.granted(member.store.member.user, .queue("support"), history: .fromNow))
        }
        let after = try boss.open("after the grant")
        try office.sync(boss)
        #expect(try office.sync(member))
        #expect(try member.store.documents(of: before).placements.isEmpty)
        #expect(try member.subject(of: after) == "after the grant")
    }

    @Test func `an administrator who gives the role up keeps what a grant opens, and the log keeps the rest`() throws {
        let office = try Office()
        let (boss, other) = (try office.join(.administrator, queues: []), try office.join(.administrator))
        let before = try boss.open("before the grant")
        try office.sync(boss)
        let user = boss.store.member.user
        try boss.store.write(at: Office.now) { writer in
            try writer.state(.granted(user, .queue("support"), history: .fromNow))
            try writer.state(.role(user, .agent))
        }
        #expect(try office.sync(boss))
        let after = try boss.open("after the grant")
        #expect(try office.sync(boss))
        #expect(try office.sync(other))
        #expect(try boss.store.documents(of: before).placements.isEmpty)
        #expect(try boss.subject(of: after) == "after the grant")
        for ticket in [before, after] { #expect(try other.subject(of: ticket) != nil) }
    }

    @Test func `a ticket that moves to another queue while a device begins is not missed`() throws {
        var limits = Limits()
        // The second page ends the directory and leaves room for the past of the queue that the ticket has left.
        limits.frameCountMax = 9
        let office = try Office(limits: limits)
        let (boss, member) = (try office.join(.administrator), try office.join(queues: ["billing", "support"]))
        let ticket = try boss.open("on its way", in: "billing")
        try office.sync(boss)
        var pullCount = 0
        try office.sync(member) { request, response in
            guard case .pull = request else { return response }
            pullCount += 1
            if pullCount == 1 {
                try boss.store.write(at: Office.now) { try $0.place(ticket, in: .queue("support")) }
                try office.sync(boss)
            }
            return response
        }
        #expect(try member.subject(of: ticket) == "on its way")
    }
}
