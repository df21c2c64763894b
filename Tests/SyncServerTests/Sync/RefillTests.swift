import CRDT
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer
import Testing

@Suite struct RefillTests {
    @Test func `what only one replica holds comes back, though an administrator was there before`() throws {
        let office = try Office()
        let (boss, member, witness) = (try office.join(.administrator), try office.join(), try office.join())
        for desk in [boss, witness] { try office.sync(desk) }
        let copy = try office.backup()
        let ticket = try member.open("the last bell was rung by hand")
        try office.sync(member)
        try office.restore(copy)
        #expect(try !office.sync(witness))
        #expect(try office.sync(boss))
        #expect(try office.sync(member))
        try office.sync(boss)
        #expect(try boss.subject(of: ticket) == "the last bell was rung by hand")
        #expect(try member.subject(of: ticket) == "the last bell was rung by hand")
    }

    @Test func `what was acknowledged and never came back is sent again`() throws {
        let office = try Office()
        let (boss, member) = (try office.join(.administrator), try office.join())
        let copy = try office.backup()
        let ticket = try member.open("a saddle")
        // The server takes the push, and the connection ends before the rows come back.
        try office.sync(member) { request, response in
            guard case .pull = request else { return response }
            return .failure(ProtocolError(.unavailable, "gone"))
        }
        #expect(try member.count("change WHERE state = 3") == 2)
        try office.restore(copy)
        try office.sync(boss)
        #expect(try office.sync(member))
        try office.sync(boss)
        #expect(try boss.subject(of: ticket) == "a saddle")
    }

    @Test func `an administrator who revokes the only other device needs no witness any more`() throws {
        let office = try Office()
        let (boss, member) = (try office.join(.administrator), try office.join())
        for desk in [boss, member] { try office.sync(desk) }
        try office.restore(try office.backup())
        var driver = try SyncDriver(boss.store, key: boss.key)
        #expect(try !office.talk(&driver))
        // In the same process, which has offered everything and does not do so again.
        try boss.store.write(at: Office.now) { writer in
            try writer.state(.deviceRevoked(actor: member.store.member.actor.description))
        }
        #expect(try office.talk(&driver))
        #expect(try office.log.read { try $0.state } == "open")
    }

    @Test func `unsent work stays in the outbox when a replica is based anew`() throws {
        let office = try Office()
        let (boss, member) = (try office.join(.administrator), try office.join())
        let ticket = try member.open("first")
        try office.sync(member)
        try office.sync(boss)
        try member.store.write(at: Office.now) { writer in
            try writer.edit(.ticket, ticket, root: ticket) { Ticket.setSubject("second", in: &$0) }
        }
        try office.restore(try office.backup())
        try office.sync(boss)
        #expect(try office.sync(member))
        #expect(try member.count("rescued") == 0)
        try office.sync(boss)
        #expect(try boss.subject(of: ticket) == "second")
    }

    @Test func `a server that does not know of its loss learns it from the first receipt beyond its head`() throws {
        let office = try Office()
        let boss = try office.join(.administrator)
        try office.sync(boss)
        let copy = try office.backup()
        let ticket = try boss.open("newer than the copy")
        try office.sync(boss)
        try office.restore(copy, isNoted: false)
        #expect(try office.sync(boss))
        #expect(try office.log.read { try $0.state } == "open")
        let newcomer = try office.join()
        try office.sync(newcomer)
        #expect(try newcomer.subject(of: ticket) == "newer than the copy")
    }

    @Test func `a tail of more than one request is offered whole`() throws {
        let office = try Office()
        let boss = try office.join(.administrator)
        try office.sync(boss)
        let copy = try office.backup()
        for number in 1...400 { try boss.open("ticket \(number)") }
        try office.sync(boss)
        try office.restore(copy)
        #expect(try office.sync(boss))
        #expect(try boss.count("ticket") == 400)
    }
}
