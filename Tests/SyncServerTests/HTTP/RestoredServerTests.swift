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

    /// Two copies of a folder that nobody serves: one that goes on, and one that stays behind.
    private static func copies(
        of folder: WorkspaceFolder, _ temporary: TemporaryFolder
    ) throws -> (current: WorkspaceFolder, old: WorkspaceFolder) {
        for name in ["current", "old"] {
            try FileManager.default.copyItem(atPath: folder.path, toPath: temporary(name))
        }
        return (try WorkspaceFolder(opening: temporary("current")), try WorkspaceFolder(opening: temporary("old")))
    }

    @Test func `thousands of changes come back from replicas that hold different queues`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let team = Team()
        try await RunningServer.with(folder) { address in
            let ada = try await Teammate.joined(folder, at: address, name: "Ada", role: .administrator)
            let noor = try await Teammate.joined(folder, at: address, name: "Noor", queues: ["general"])
            let felix = try await Teammate.joined(folder, at: address, name: "Felix", queues: ["fleet"])
            try noor.open("before the backup")
            try await noor.sync()
            try await ada.sync()
            try folder.backUp(to: temporary("backup"))
            for count in 1...300 {
                try noor.open("Noor's question \(count)")
                try felix.open("Felix' question \(count)", in: "fleet")
            }
            try await noor.sync()
            try await felix.sync()
            await team.add([ada, noor, felix])
        }
        let lost = try folder.acceptedChanges()
        #expect(lost.count > 1800)
        let restored = try WorkspaceFolder.restored(temporary("backup"), to: temporary("restored"))
        try await RunningServer.with(restored) { address in
            let (ada, noor, felix) = await (team[0].at(address), team[1].at(address), team[2].at(address))
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
        #expect(try lost.subtracting(restored.acceptedChanges()) == [])
        #expect(try Verifier(restored).run(at: ServerClock.now()).findings == [])
    }

    @Test func `what comes back after the server was opened comes back all the same`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let team = Team()
        try await RunningServer.with(folder) { address in
            let ada = try await Teammate.joined(folder, at: address, name: "Ada", role: .administrator)
            let noor = try await Teammate.joined(folder, at: address, name: "Noor")
            try await ada.sync()
            try folder.backUp(to: temporary("backup"))
            for count in 1...20 { try noor.open("question \(count)") }
            try await noor.sync()
            await team.add([ada, noor])
        }
        let lost = try folder.acceptedChanges()
        let restored = try WorkspaceFolder.restored(temporary("backup"), to: temporary("restored"))
        try await RunningServer.with(restored) { address in
            let (ada, noor) = await (team[0].at(address), team[1].at(address))
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
        #expect(try lost.subtracting(restored.acceptedChanges()) == [])
        #expect(try Verifier(restored).run(at: ServerClock.now()).findings == [])
    }

    @Test func `what was acknowledged and never came back is sent again, over numbers that are lost`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let team = Team()
        try await RunningServer.with(folder) { address in
            let ada = try await Teammate.joined(folder, at: address, name: "Ada", role: .administrator)
            let noor = try await Teammate.joined(folder, at: address, name: "Noor")
            for teammate in [ada, noor] { try await teammate.sync() }
            try folder.backUp(to: temporary("backup"))
            // Refused, so that its number is in no receipt.
            try noor.open("into a queue of others", in: "fleet")
            try await noor.sync()
            #expect(try noor.unsent() == (0, 3))
            try noor.open("acknowledged")
            let outcomes = try await noor.push()
            #expect(outcomes.count == 3)
            await team.add([ada, noor])
        }
        let lost = try folder.acceptedChanges()
        let restored = try WorkspaceFolder.restored(temporary("backup"), to: temporary("restored"))
        try await RunningServer.with(restored) { address in
            let (ada, noor) = await (team[0].at(address), team[1].at(address))
            try await ada.sync()
            try noor.open("written since")
            try await noor.sync()
            #expect(try noor.unsent() == (0, 3))
            try await ada.sync()
            #expect(try ada.digest() == noor.digest())
        }
        #expect(try lost.subtracting(restored.acceptedChanges()) == [])
        #expect(try Verifier(restored).run(at: ServerClock.now()).findings == [])
    }

    @Test func `a folder that was set back is found out by the first receipt beyond it`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let team = Team()
        try await RunningServer.with(folder) { address in
            let ada = try await Teammate.joined(folder, at: address, name: "Ada", role: .administrator)
            let noor = try await Teammate.joined(folder, at: address, name: "Noor")
            for teammate in [ada, noor] { try await teammate.sync() }
            await team.add([ada, noor])
        }
        let (current, old) = try Self.copies(of: folder, temporary)
        try await RunningServer.with(current) { address in
            let (ada, noor) = await (team[0].at(address), team[1].at(address))
            for count in 1...20 { try noor.open("question \(count)") }
            try await noor.sync()
            try await ada.sync()
        }
        let lost = try current.acceptedChanges()
        let history = try StatusReport(current).status.history
        try await RunningServer.with(old) { address in
            let (ada, noor) = await (team[0].at(address), team[1].at(address))
            try await Self.offer(noor)
            #expect(try old.logState() == "refilling")
            try await ada.sync()
            try await noor.sync()
            #expect(try ada.digest() == noor.digest())
        }
        #expect(try StatusReport(old).status.history != history)
        #expect(try lost.subtracting(old.acceptedChanges()) == [])
        #expect(try Verifier(old).run(at: ServerClock.now()).findings == [])
    }

    @Test func `a folder that was set back and written on is joined with what it forgot`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let team = Team()
        try await RunningServer.with(folder) { address in
            let ada = try await Teammate.joined(folder, at: address, name: "Ada", role: .administrator)
            let noor = try await Teammate.joined(folder, at: address, name: "Noor")
            let vera = try await Teammate.joined(folder, at: address, name: "Vera")
            for teammate in [ada, noor, vera] { try await teammate.sync() }
            await team.add([ada, noor, vera])
        }
        let (current, old) = try Self.copies(of: folder, temporary)
        try await RunningServer.with(current) { address in
            let (ada, noor) = await (team[0].at(address), team[1].at(address))
            for count in 1...5 { try noor.open("forgotten question \(count)") }
            try await noor.sync()
            try await ada.sync()
        }
        let lost = try current.acceptedChanges()
        try await RunningServer.with(old) { address in
            let (ada, noor, vera) = await (team[0].at(address), team[1].at(address), team[2].at(address))
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
        #expect(try lost.subtracting(old.acceptedChanges()) == [])
        #expect(try Verifier(old).run(at: ServerClock.now()).findings == [])
    }

    @Test func `a member who was revoked in the lost tail does not come back to life`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let team = Team()
        try await RunningServer.with(folder) { address in
            let ada = try await Teammate.joined(folder, at: address, name: "Ada", role: .administrator)
            let mallory = try await Teammate.joined(folder, at: address, name: "Mallory")
            try ada.open("a question for everybody")
            for teammate in [ada, mallory] { try await teammate.sync() }
            try folder.backUp(to: temporary("backup"))
            try ada.store.write(at: ServerClock.now()) { writer in
                try writer.state(.deviceRevoked(actor: mallory.store.member.actor.description))
            }
            try ada.open("said when Mallory had gone")
            try await ada.sync()
            await team.add([ada, mallory])
        }
        let restored = try WorkspaceFolder.restored(temporary("backup"), to: temporary("restored"))
        try await RunningServer.with(restored) { address in
            let (ada, mallory) = await (team[0].at(address), team[1].at(address))
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
                _ = try await Teammate(joining: link, at: address, name: "Mallory's friend")
            }
            #expect(refused?.error?.code == .refilling)
            try await Self.offer(mallory)
            #expect(try StatusReport(restored).status.head == head)
            #expect(try mallory.ticketCount() == 2)

            try await ada.sync()
            let revoked = await #expect(throws: Teammate.Refused.self) { try await mallory.sync() }
            #expect(revoked?.error?.code == .deviceRevoked)
            #expect(try mallory.store.scopes() == [])
            #expect(try mallory.ticketCount() == 0)
            #expect(try mallory.store.rescuedDrafts().contains { $0.texts.contains("words from the grave") })
            #expect(try ada.ticketCount() == 2)
        }
        #expect(try temporary.files(holding: "words from the grave") == [])
    }
}
