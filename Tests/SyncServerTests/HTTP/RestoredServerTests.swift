import CRDT
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer
import Testing

@Suite struct RestoredServerTests {
    /// Syncs a replica with a server that waits for its tail: it offers what it holds and gets nothing.
    private static func offer(_ teammate: Teammate) async throws {
        let refused = await #expect(throws: Teammate.Refused.self) { try await teammate.sync() }
        #expect(refused?.error == nil)
    }

    private static func backUp(_ folder: WorkspaceFolder, _ temporary: TemporaryFolder) throws {
        try folder.backUp(to: temporary("backup"))
    }

    private static func copy(_ folder: WorkspaceFolder, _ temporary: TemporaryFolder) throws {
        try FileManager.default.copyItem(atPath: folder.path, toPath: temporary("old"))
    }

    @Test func `thousands of changes come back from replicas that hold different queues`() async throws {
        let loss = try await LostTail(
            of: [.administrator("Ada"), .agent("Noor"), .agent("Felix", queues: ["fleet"])], kept: Self.backUp
        ) { team in
            for count in 1...300 {
                try team[1].open("Noor's question \(count)")
                try team[2].open("Felix' question \(count)", in: "fleet")
            }
            for teammate in team[1...] { try await teammate.sync() }
        }
        #expect(loss.accepted.count >= 1800)
        let restored = try loss.restored()
        try await loss.serve(restored) { team in
            let (ada, noor, felix) = (team[0], team[1], team[2])
            let digests = try (noor.digest(), felix.digest(of: "fleet"))
            try await Self.offer(noor)
            try await Self.offer(felix)
            #expect(try restored.logState() == "refilling")
            // The administrator has nothing that the backup lacks, and lets everybody in again.
            try await ada.sync()
            #expect(try restored.logState() == "open")
            try await noor.sync()
            try await felix.sync()
            #expect(try noor.digest() == digests.0)
            #expect(try felix.digest(of: "fleet") == digests.1)
            #expect(try ada.digest() == digests.0)
            #expect(try ada.digest(of: "fleet") == digests.1)
        }
        try loss.expectAll(in: restored)
    }

    @Test func `what comes back after the server was opened comes back all the same`() async throws {
        let loss = try await LostTail(
            of: [.administrator("Ada"), .agent("Noor"), .agent("Vera")], kept: Self.backUp
        ) { team in
            for count in 1...20 { try team[1].open("question \(count)") }
            try await team[1].sync()
        }
        let restored = try loss.restored()
        try await loss.serve(restored) { team in
            let (ada, noor, vera) = (team[0], team[1], team[2])
            try await Self.offer(vera)
            try await ada.sync()
            try ada.open("written in between")
            try await ada.sync()
            let root = try noor.open("not sent yet")
            try await noor.sync()
            #expect(try noor.unsent() == (0, 0))
            #expect(try noor.store.rescuedDrafts() == [])
            try await ada.sync()
            #expect(try ada.store.documents(of: root).documents.count == 2)
            #expect(try ada.digest() == noor.digest())
        }
        try loss.expectAll(in: restored)
    }

    @Test func `what was acknowledged and never came back is sent again, over numbers that are lost`() async throws {
        let loss = try await LostTail(of: [.administrator("Ada"), .agent("Noor")], kept: Self.backUp) { team in
            let noor = team[1]
            // Refused, so that its number is in no receipt.
            try noor.open("into a queue of others", in: "fleet")
            try await noor.sync()
            #expect(try noor.unsent() == (0, 3))
            try noor.open("acknowledged")
            let outcomes = try await noor.push()
            #expect(outcomes.count == 3)
        }
        let restored = try loss.restored()
        try await loss.serve(restored) { team in
            let (ada, noor) = (team[0], team[1])
            try await Self.offer(ada)
            try noor.open("written since")
            try await noor.sync()
            #expect(try noor.unsent() == (0, 3))
            try await ada.sync()
            #expect(try ada.digest() == noor.digest())
        }
        try loss.expectAll(in: restored)
    }

    @Test func `a folder that was set back is found out by the first receipt beyond it`() async throws {
        let loss = try await LostTail(of: [.administrator("Ada"), .agent("Noor")], kept: Self.copy) { team in
            for count in 1...20 { try team[1].open("question \(count)") }
            for teammate in [team[1], team[0]] { try await teammate.sync() }
        }
        let history = try StatusReport(loss.folder).status.history
        let old = try WorkspaceFolder(opening: loss.temporary("old"))
        try await loss.serve(old) { team in
            let (ada, noor) = (team[0], team[1])
            try await Self.offer(noor)
            #expect(try old.logState() == "refilling")
            try await ada.sync()
            try await noor.sync()
            #expect(try ada.digest() == noor.digest())
        }
        #expect(try StatusReport(old).status.history != history)
        try loss.expectAll(in: old)
    }

    @Test func `a folder that was set back and written on is joined with what it forgot`() async throws {
        let loss = try await LostTail(
            of: [.administrator("Ada"), .agent("Noor"), .agent("Vera")], kept: Self.copy
        ) { team in
            for count in 1...5 { try team[1].open("forgotten question \(count)") }
            for teammate in [team[1], team[0]] { try await teammate.sync() }
        }
        let old = try WorkspaceFolder(opening: loss.temporary("old"))
        try await loss.serve(old) { team in
            let (ada, noor, vera) = (team[0], team[1], team[2])
            // So much that the receipts of the others are no longer beyond the head.
            for count in 1...20 { try vera.open("another question \(count)") }
            try await vera.sync()
            try await Self.offer(noor)
            #expect(try old.logState() == "refilling")
            for teammate in [ada, noor, vera] { try await teammate.sync() }
            #expect(try vera.ticketCount() == 25)
            #expect(try noor.digest() == vera.digest())
            #expect(try ada.digest() == vera.digest())
            let numbers = try await vera.store.database.read { db in
                try Int.fetchAll(db, sql: "SELECT number FROM ticket WHERE number IS NOT NULL")
            }
            #expect(Set(numbers).count == 25)
        }
        try loss.expectAll(in: old)
    }

    @Test func `a log file that was put back by hand is found out at once and filled from the server's own replica`()
        async throws
    {
        let loss = try await LostTail(
            of: [.administrator("Ada"), .agent("Noor"), .agent("Vera")], kept: Self.copy
        ) { team in
            for count in 1...5 { try team[1].open("question \(count)") }
            for teammate in [team[1], team[0]] { try await teammate.sync() }
        }
        let folder = loss.folder
        let replica = try folder.openReplicaOfServer(onSetBack: { Issue.record("the log is whole: \($0)") })
        try replica.catchUp(now: ServerClock.now)
        for end in ["", "-wal", "-shm"] {
            let (copy, path) = (loss.temporary("old/log.sqlite\(end)"), "\(folder.logPath)\(end)")
            if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
            if FileManager.default.fileExists(atPath: copy) {
                try FileManager.default.copyItem(atPath: copy, toPath: path)
            }
        }
        var sentences: [String] = []
        _ = try folder.openReplicaOfServer(onSetBack: { sentences.append($0) })
        #expect(sentences.count == 1)
        #expect(sentences.first?.contains("older than what it once signed") == true)
        #expect(try folder.logState() == "refilling")
        #expect(try loss.accepted.subtracting(folder.acceptedChanges()) == [])
        try await loss.serve(folder) { team in
            let (ada, noor, vera) = (team[0], team[1], team[2])
            // Somebody who lags behind writes nothing under sequences that others know otherwise.
            try vera.open("another question")
            try await Self.offer(vera)
            try await ada.sync()
            for teammate in [vera, noor, ada] { try await teammate.sync() }
            #expect(try ada.ticketCount() == 6)
            #expect(try noor.digest() == ada.digest())
            #expect(try vera.digest() == ada.digest())
        }
        try loss.expectAll(in: folder)
    }

    @Test func `an administrator's device that was revoked in the lost tail lets nobody in`() async throws {
        let loss = try await LostTail(
            of: [.administrator("Ada"), .administrator("Mallory"), .agent("Noor")], kept: Self.backUp
        ) { team in
            try team[0].store.write(at: ServerClock.now()) { writer in
                try writer.state(.deviceRevoked(actor: team[1].store.member.actor.description))
            }
            for teammate in [team[0], team[2]] { try await teammate.sync() }
        }
        let restored = try loss.restored()
        try await loss.serve(restored) { team in
            let (ada, mallory, noor) = (team[0], team[1], team[2])
            try await Self.offer(mallory)
            #expect(try restored.logState() == "refilling")
            // The witness brings the revocation back.
            try await Self.offer(noor)
            #expect(try restored.logState() == "refilling")
            let revoked = await #expect(throws: Teammate.Refused.self) { try await mallory.sync() }
            #expect(revoked?.error?.code == .deviceRevoked)
            try await ada.sync()
            try await noor.sync()
        }
        try loss.expectAll(in: restored)
    }

    @Test func `whom the operator names lets everybody in alone, and nobody else does`() async throws {
        let loss = try await LostTail(
            of: [.administrator("Ada"), .administrator("Boris"), .agent("Noor")], kept: Self.backUp
        ) { team in
            try team[2].open("newer than the backup")
            try await team[2].sync()
        }
        for name in ["Noor", "Nobody"] {
            #expect(throws: ServerError.self, "\(name)") { try loss.restored(opener: name) }
        }
        let restored = try loss.restored(opener: "Ada")
        try await loss.serve(restored) { team in
            for teammate in team[1...] { try await Self.offer(teammate) }
            #expect(try restored.logState() == "refilling")
            try await team[0].sync()
            #expect(try team[0].ticketCount() == 1)
        }
        try loss.expectAll(in: restored)
    }

    @Test func `a member who was revoked in the lost tail does not come back to life`() async throws {
        let loss = try await LostTail(of: [.administrator("Ada"), .agent("Mallory")], kept: Self.backUp) { team in
            let (ada, mallory) = (team[0], team[1])
            try ada.store.write(at: ServerClock.now()) { writer in
                try writer.state(.deviceRevoked(actor: mallory.store.member.actor.description))
            }
            try ada.open("said when Mallory had gone")
            try await ada.sync()
        }
        let restored = try loss.restored()
        try await loss.serve(restored) { team in
            let (ada, mallory) = (team[0], team[1])
            let link = try restored.invite()
            let head = try StatusReport(restored).status.head
            try mallory.open("words from the grave")
            let token = try await mallory.token()
            let requests: [Request] = [
                .push(try mallory.store.outbox(limits: Limits(), key: mallory.key)), .pull(SyncCursor()),
                .pull(try mallory.store.cursor()),
            ]
            for request in requests {
                let answer = try await mallory.transport.exchange(request, token: token)
                #expect(answer.failure?.code == .refilling, "\(request.endpoint)")
            }
            await #expect(throws: TransportError.self) {
                try await mallory.transport.awaitNews(behind: SyncCursor(), token: token)
            }
            let refused = await #expect(throws: Teammate.Refused.self) {
                _ = try await Teammate(joining: link, at: mallory.address, name: "Mallory's friend")
            }
            #expect(refused?.error?.code == .refilling)
            try await Self.offer(mallory)
            #expect(try StatusReport(restored).status.head == head)
            #expect(try mallory.ticketCount() == 1)

            try await ada.sync()
            let revoked = await #expect(throws: Teammate.Refused.self) { try await mallory.sync() }
            #expect(revoked?.error?.code == .deviceRevoked)
            #expect(try mallory.store.scopes() == [])
            #expect(try mallory.ticketCount() == 0)
            #expect(try mallory.store.rescuedDrafts().contains { $0.texts.contains("words from the grave") })
            #expect(try ada.ticketCount() == 1)
        }
        #expect(try loss.temporary.files(holding: "words from the grave") == [])
    }
}
