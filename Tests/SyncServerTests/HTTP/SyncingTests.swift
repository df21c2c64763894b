import CRDT
import Hub
import Replica
import SyncProtocol
import SyncServer
import Testing

@Suite struct SyncingTests {
    @Test func `what two agents write reaches both and the server alike`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let noor = try await Teammate.joined(folder, at: address, name: "Noor")
            let felix = try await Teammate.joined(folder, at: address, name: "Felix")
            for count in 1...20 {
                try noor.open("Noor's question \(count)")
                try felix.open("Felix' question \(count)")
            }
            try await noor.sync()
            try await felix.sync()
            try await noor.sync()
            let digest = try noor.store.stateDigest(of: .queue("general"))
            #expect(try felix.store.stateDigest(of: .queue("general")) == digest)
            let server = try folder.openReplicaOfServer()
            try server.catchUp(now: ServerClock.now)
            #expect(try server.store.stateDigest(of: .queue("general")) == digest)
        }
    }

    @Test func `a sync leaves every ticket searchable`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let noor = try await Teammate.joined(folder, at: address, name: "Noor")
            let felix = try await Teammate.joined(folder, at: address, name: "Felix")
            // More than a search reads outside of the index, and more than one part of the index holds.
            for count in 1...450 { try noor.open("question \(count) about the lantern") }
            try await noor.sync()
            var session = try SyncSession(
                felix.store, key: felix.key, transport: felix.transport, now: { ServerClock.now() })
            try await session.catchUp()
            let found = try felix.store.tickets(Query("lantern"), in: SearchContext(now: ServerClock.now()), limit: 1)
            #expect(found.total == 450)
            #expect(found.unindexedCount == 0)
        }
    }

    @Test func `pushes of many at once leave no hole in the log`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            var agents: [Teammate] = []
            for count in 1...8 {
                agents.append(try await Teammate.joined(folder, at: address, name: "Agent \(count)"))
            }
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for agent in agents {
                    tasks.addTask {
                        for count in 1...5 {
                            try agent.open("question \(count)")
                            try await agent.sync()
                        }
                    }
                }
                try await tasks.waitForAll()
            }
            let report = try Verifier(folder).run(at: ServerClock.now())
            #expect(report.findings == [])
            #expect(try StatusReport(folder).status.ticketNumber == 40)
        }
    }

    @Test func `a stream tells of what another agent wrote`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let noor = try await Teammate.joined(folder, at: address, name: "Noor")
            let felix = try await Teammate.joined(folder, at: address, name: "Felix")
            try await noor.sync()
            try await felix.sync()
            try await noor.sync()
            let token = try await noor.token()
            let cursor = try noor.store.cursor()
            async let news: Void = noor.transport.awaitNews(behind: cursor, token: token)
            try felix.open("are you there?")
            try await felix.sync()
            try await news
            try await noor.sync()
            #expect(
                try noor.store.stateDigest(of: .queue("general")) == felix.store.stateDigest(of: .queue("general"))
            )
        }
    }

    @Test func `a pushed batch whose signature is of another key leaves no trace`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let noor = try await Teammate.joined(folder, at: address, name: "Noor")
            try await noor.sync()
            try noor.open("forged")
            let head = try StatusReport(folder).status.head
            var randomness = SystemRandomNumberGenerator()
            let batches = try noor.store.outbox(limits: Limits(), key: SigningKey(using: &randomness))
            let answer = try await noor.transport.exchange(.push(batches), token: try await noor.token())
            guard case .failure(let error) = answer else {
                Issue.record("a forged batch was taken")
                return
            }
            #expect(error.code == .badSignature)
            #expect(try StatusReport(folder).status.head == head)
            try await noor.sync()
            #expect(try noor.unsent() == (0, 0))
        }
    }

    @Test func `only one process serves a folder`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { _ in
            await #expect(throws: ServerError.inUse) {
                try await RunningServer.with(folder) { _ in }
            }
        }
    }
}
