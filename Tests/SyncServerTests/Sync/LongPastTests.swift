import CRDT
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer
import Testing

/// Tickets that move with a long past, which belongs in one answer and under one receipt.
@Suite struct LongPastTests {
    /// Writes tickets of `changeCount` changes each in `billing`, then moves them all to `support`.
    private static func moveTickets(_ count: Int, of changeCount: Int, _ office: Office, _ boss: Office.Desk) throws {
        var tickets: [Identifier] = []
        for number in 1...count {
            let ticket = try boss.open("ticket \(number)", in: "billing")
            for change in 3...changeCount {
                try boss.store.write(at: Office.now) { writer in
                    try writer.edit(.ticket, ticket, root: ticket) { Ticket.setSubject("subject \(change)", in: &$0) }
                }
            }
            tickets.append(ticket)
        }
        for ticket in tickets { try boss.store.write(at: Office.now) { try $0.place(ticket, in: .queue("support")) } }
        try office.sync(boss)
    }

    @Test func `what a moved ticket brings along fills an answer as rows do`() throws {
        var limits = Limits()
        limits.frameCountMax = 20
        let office = try Office(limits: limits)
        let (boss, member) = (try office.join(.administrator), try office.join())
        for desk in [boss, member] { try office.sync(desk) }
        try Self.moveTickets(6, of: 15, office, boss)
        var countMax = 0
        let isCaughtUp = try office.sync(member) { request, response in
            guard case .frames(let frames) = response else { return response }
            let changes = frames.count { frame in
                switch frame {
                case .carried: true
                case .row(let row): if case .into = row.body { true } else { false }
                default: false
                }
            }
            countMax = max(countMax, changes)
            return response
        }
        #expect(isCaughtUp)
        #expect(try member.count("ticket") == 6)
        // The limit, and the past of the one ticket that crosses it.
        #expect(countMax <= 20 + 17)
    }

    @Test func `a receipt that is longer than a page of changes is offered whole, page by page`() throws {
        var limits = Limits()
        limits.requestByteCountMax = 16 << 10
        let office = try Office(limits: limits)
        let (boss, member) = (try office.join(.administrator), try office.join())
        for desk in [boss, member] { try office.sync(desk) }
        try Self.moveTickets(1, of: 120, office, boss)
        try office.sync(member)
        let lists = try member.store.database.read { try Int.fetchAll($0, sql: "SELECT length(listing) FROM delivery") }
        #expect(try #require(lists.max()) > limits.requestByteCountMax / 8)

        let nothing = RepairResponse(history: Identifier(high: 1, low: 1), highWater: [:], taken: 0, deferred: 0)
        var (position, offered, isLast) = (RepairPosition.start, Set<ChangeID>(), false)
        while !isLast {
            let (request, next) = try member.store.offers(beyond: nothing, after: position, limits: limits)
            #expect(Request.repair(request).encoded.count <= limits.requestByteCountMax)
            offered.formUnion(request.offers.flatMap { $0.changes.map(\.change.id) })
            (position, isLast) = (next, request.isLast)
        }
        let held = try member.store.database.read { db in
            try Row.fetchAll(db, sql: "SELECT header, content FROM change WHERE state = 0").map { row in
                try SealedChange(header: [UInt8](row[0] as Data), content: [UInt8](row[1] as Data)).id
            }
        }
        #expect(held.count > 120)
        #expect(offered == Set(held))
    }
}
