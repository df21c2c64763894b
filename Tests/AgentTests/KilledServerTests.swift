import CRDT
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol
import Testing

/// A server that is killed while many push.
extension CommandTests {
    /// A teammate's replica with what drives it.
    private struct Pusher: Sendable {
        let store: ReplicaStore
        let key: SigningKey
        let transport: WatchedTransport

        init(_ folder: ReplicaFolder, _ killer: Killer) throws {
            store = try folder.open()
            let device = try folder.device()
            key = try device.deviceKey()
            let http = HTTPTransport(server: device.server, workspace: device.workspace)
            transport = WatchedTransport(transport: http, killer: killer)
        }

        @Sendable private static func now() -> Instant {
            Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        }

        func open(_ words: String) throws {
            try store.write(at: Self.now()) { writer in
                let ticket = writer.newIdentifier()
                try writer.place(ticket, in: .queue("general"))
                try writer.edit(.ticket, ticket, root: ticket) { transaction in
                    try Ticket.open(TicketDraft(channel: "api", subject: words), in: &transaction)
                }
            }
        }

        /// Syncs until the server has answered to the end.
        func sync() async throws {
            while true {
                do {
                    var session = try SyncSession(store, key: key, transport: transport, now: Self.now)
                    try await session.catchUp()
                    return
                } catch is TransportError {
                    continue
                }
            }
        }
    }

    @Test func `a server that is killed among concurrent pushes loses nothing that it acknowledged`() async throws {
        let seed =
            ProcessInfo.processInfo.environment["KILL_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...999_999)
        let workplace = try Workplace()
        let killer = Killer(seed: seed)
        let names = ["noor", "felix", "vera", "ines"]
        for name in names { try workplace.join(name, as: "agent") }
        let pushers = try names.map { try Pusher(ReplicaFolder(path: "\(workplace.folder)/\($0)"), killer) }
        await killer.aim(at: try #require(workplace.serverProcess))
        let work = Task {
            defer { Task { await killer.finish() } }
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for (index, pusher) in pushers.enumerated() {
                    tasks.addTask {
                        for count in 1...25 {
                            try pusher.open("question \(count) of \(index)")
                            try await pusher.sync()
                        }
                    }
                }
                try await tasks.waitForAll()
            }
        }
        for await _ in killer.kills {
            workplace.awaitServerEnd()
            try workplace.serve()
            await killer.aim(at: try #require(workplace.serverProcess))
        }
        try await work.value
        for pusher in pushers + pushers { try await pusher.sync() }
        #expect(await killer.killCount > 2, "seed \(seed)")

        let digests = try Set(pushers.map { try $0.store.stateDigest(of: .queue("general")) })
        #expect(digests.count == 1, "seed \(seed)")
        let status = try Programs.run("conv-server", ["status", workplace.ws, "--digests", "--json"])
        let server = (status["digests"] as? [String: String])?["queue:general"]
        #expect(server == digests.first.map(Hexadecimal.encode), "seed \(seed)")
        workplace.stop()
        let verified = try Programs.run("conv-server", ["verify", workplace.ws, "--json"])
        #expect(verified["sound"] as? Bool == true, "seed \(seed): \(verified.output)")
        try await check(DatabaseQueue(path: "\(workplace.ws)/log.sqlite"), killer.acknowledged, seed)
    }

    /// Counts in the log itself: both sequences without a hole, every number once, everything acknowledged there.
    private func check(_ log: DatabaseQueue, _ acknowledged: Set<ChangeReference>, _ seed: UInt64) throws {
        let dense = [
            "SELECT count(*) = max(sequence) AND min(sequence) = 1 FROM log",
            "SELECT min(dense) FROM (SELECT count(*) = max(scope_sequence) AS dense FROM log GROUP BY scope)",
            """
            SELECT min(dense) FROM (
                SELECT count(*) = max(number) AND count(DISTINCT number) = count(*) AS dense FROM log
                WHERE actor IS NOT NULL GROUP BY actor
            )
            """,
            "SELECT count(DISTINCT change_id) = count(*) FROM log WHERE row_kind <> 1",
        ]
        try log.read { db in
            for sql in dense { #expect(try Bool.fetchOne(db, sql: sql) == true, "\(sql), seed \(seed)") }
            let sql =
                "SELECT actor.actor, log.number FROM log JOIN actor ON actor.id = log.actor WHERE row_kind IN (0, 2)"
            let held = try Set(
                Row.fetchAll(db, sql: sql).map { row in
                    "\(Hexadecimal.encode([UInt8](row[0] as Data))) \(row[1] as UInt64)"
                })
            let missing = acknowledged.filter { !held.contains("\($0.actor) \($0.number)") }
            #expect(missing.isEmpty, "\(missing.count) acknowledged changes are lost, seed \(seed)")
            #expect(acknowledged.count == 4 * 25 * 2, "seed \(seed)")
        }
    }
}
