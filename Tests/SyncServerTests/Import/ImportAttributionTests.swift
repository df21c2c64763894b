import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer
import TestSupport
import Testing

@Suite struct ImportAttributionTests {
    /// The envelopes of everything that the server's own replica holds.
    private func envelopes(_ folder: WorkspaceFolder) throws -> [Envelope] {
        try folder.openReplica().database.read { db in
            try Row.fetchAll(db, sql: "SELECT header, content FROM change").map { row in
                try SealedChange(header: [UInt8](row[0] as Data), content: [UInt8](row[1] as Data)).envelope
            }
        }
    }

    @Test func `imported words are signed on behalf of whoever wrote them, by a name that tells nobody who`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        _ = try folder.importing([Repository.sampleConversations])
        let store = try folder.openReplica()
        let messages = try envelopes(folder).filter { $0.kind.document == .discussion }
        #expect(messages.count == 142)
        #expect(messages.allSatisfy { $0.onBehalfOf?.assurance == .vouched })
        #expect(messages.allSatisfy { $0.onBehalfOf.map { Identifier($0.id) != nil } ?? false })
        let ticket = try store.ticket("shop-0001", at: ServerClock.now())
        let own = messages.filter { $0.root == ticket.ticket.id }.compactMap(\.onBehalfOf)
        #expect(own.map(\.kind) == ticket.lines.map { $0.message.author?.kind })
        #expect(own.first?.id == ticket.ticket.customer.person?.description)
    }

    @Test func `what the importer concludes is signed in its own name`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        _ = try folder.importing([Repository.sampleConversations])
        let changes = try envelopes(folder).filter { $0.kind.document == .ticket }
        // Each ticket's words are its customer's; that it was opened, and how it ended, the record says.
        #expect(changes.count { $0.onBehalfOf != nil } == 40)
        #expect(changes.count { $0.onBehalfOf == nil } >= 40)
    }

    @Test func `history comes in by the server's grant, not because the server owns the workspace`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        var registrar = Registrar(try folder.openLog(), at: ServerClock.now())
        registrar.state(.special(folder.keys.user, []))
        try registrar.commit()
        let report = try folder.importing([Repository.sampleConversations])
        #expect(report.refused > 142)
        #expect(try folder.openReplica().status().messageCount == 0)
    }
}
