import Hub
import Replica
import SyncServer
import Testing

@Suite struct FirstChangeTests {
    @Test func `a ticket that exists is not opened a second time by somebody who has not seen it`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let first = try await Teammate.joined(folder, at: address, name: "Noor")
            let second = try await Teammate.joined(folder, at: address, name: "Felix")
            let root = try first.open("The lock sticks.")
            try await first.sync()
            let number = try first.store.documents(of: root).number
            // The second has seen nothing of it: the change builds on no other.
            try second.store.write(at: ServerClock.now()) { writer in
                try writer.edit(.ticket, root, root: root) { transaction in
                    try Ticket.open(TicketDraft(channel: "email", subject: "Mine"), in: &transaction)
                }
            }
            try await second.sync()
            #expect(try second.unsent() == (pending: 0, parked: 1))
            try await first.sync()
            #expect(try first.store.documents(of: root).number == number)
            #expect(try first.store.ticket(root.description, at: ServerClock.now()).ticket.channel == "api")
        }
    }
}
