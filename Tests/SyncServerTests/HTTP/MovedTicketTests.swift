import CRDT
import Hub
import Replica
import SyncProtocol
import SyncServer
import Testing

@Suite struct MovedTicketTests {
    @Test func `a moved ticket leaves the old queue, reaches the new one whole and stays with who has both`()
        async throws
    {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let old = try await Teammate.joined(folder, at: address, name: "Noor", queues: ["general"])
            let new = try await Teammate.joined(folder, at: address, name: "Felix", queues: ["fleet"])
            let both = try await Teammate.joined(folder, at: address, name: "Vera", queues: ["general", "fleet"])
            let root = try old.open("a question that moves")
            for teammate in [old, new, both] { try await teammate.sync() }
            #expect(try new.store.documents(of: root).documents.isEmpty)
            let before = try both.store.documents(of: root)

            try both.store.write(at: ServerClock.now()) { try $0.place(root, in: .queue("fleet")) }
            // Written where the ticket was, by somebody who does not know yet that it moved.
            try old.store.write(at: ServerClock.now()) { writer in
                try writer.edit(.ticket, root, root: root) { Ticket.tag("late", in: &$0) }
            }
            for teammate in [both, old, new, both] { try await teammate.sync() }

            #expect(try old.store.documents(of: root).documents.isEmpty)
            #expect(try old.ticketCount() == 0)
            #expect(try old.unsent() == (0, 0))
            #expect(try old.store.rescuedDrafts().count == 1)
            for teammate in [new, both] {
                let held = try teammate.store.documents(of: root)
                #expect(held.scope == .queue("fleet"))
                #expect(held.documents.count == before.documents.count)
                #expect(held.number == before.number)
                #expect(try teammate.ticketCount() == 1)
            }
            #expect(try new.digest(of: "fleet") == both.digest(of: "fleet"))
            #expect(try old.digest() == both.digest())
            let server = try folder.openReplicaOfServer()
            try server.catchUp(now: ServerClock.now)
            #expect(try server.store.stateDigest(of: .queue("fleet")) == new.digest(of: "fleet"))
        }
        #expect(try Verifier(folder).run(at: ServerClock.now()).findings == [])
    }
}
