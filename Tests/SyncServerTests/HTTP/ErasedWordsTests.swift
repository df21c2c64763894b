import CRDT
import Foundation
import Hub
import Replica
import SyncProtocol
import Testing

@testable import SyncServer

/// Erased words, looked for byte by byte in every file of everybody.
@Suite struct ErasedWordsTests {
    private static let word = "wolpertinger"

    /// Posts a message with the word, changes it, and hangs an attachment with the word on another one.
    private static func write(_ noor: Teammate, _ folder: WorkspaceFolder) throws -> Identifier {
        let root = try noor.open("Where is my \(word)?")
        let hash = try BlobFolder(folder.blobsPath).keep(Array("a picture of a \(word)".utf8))
        let origin = ChangeWriter.Origin(blobs: [hash])
        let author = Author(kind: .teammate, id: noor.store.member.user.description)
        try noor.store.write(at: ServerClock.now()) { writer in
            try writer.edit(.discussion, root.publicDiscussion, root: root, origin: origin) { transaction in
                Discussion.post(MessageDraft(author: author, body: "The \(word) is here, see."), in: &transaction)
            }
            try writer.edit(.ticket, root, root: root) { Ticket.setSubject("The \(word) again", in: &$0) }
        }
        return root
    }

    @Test func `erased words are in no file of the server, of a replica, or of a backup made afterwards`() async throws
    {
        let temporary = try TemporaryFolder()
        let before = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let path = temporary("noor.sqlite")
        let team = Team()
        try await RunningServer.with(folder) { address in
            let noor = try await Teammate(
                joining: try folder.invite(role: .administrator), at: address, name: "Noor", path: path
            )
            for count in 1...30 { try noor.open("filler \(count) so that pages are full") }
            let root = try Self.write(noor, folder)
            for count in 1...30 { try noor.open("filler \(count) so that pages are full") }
            try await noor.sync()
            try folder.openReplicaOfServer().catchUp(now: ServerClock.now)
            for store in [noor.store, try folder.openReplica()] { _ = try store.indexSearch(limit: 1000) }
            try folder.backUp(to: before("backup"))
            // What shall be gone has to be found first, or the search proves nothing.
            let found = try temporary.files(holding: Self.word)
            for name in ["noor.sqlite", "workspace/log.sqlite", "workspace/replica.sqlite", "workspace/blobs/"] {
                #expect(found.contains { $0.hasPrefix(name) }, "\(name): \(found)")
            }
            #expect(try !before.files(holding: Self.word).isEmpty)

            let report = try Eraser(folder).erase(["\(root)"], reason: "right_to_be_forgotten", at: ServerClock.now())
            #expect(report.attachments == 1)
            try await noor.sync()
            #expect(try noor.store.documents(of: root).documents.count == 2)
            try folder.backUp(to: temporary("backup"))
            #expect(try temporary.files(holding: Self.word) == [])
            await team.add([noor])
        }
        #expect(try temporary.files(holding: Self.word) == [])

        // A backup of before still has them; a server restored from it drops them with the refill.
        let restored = try WorkspaceFolder.restored(before("backup"), to: temporary("restored"))
        try await RunningServer.with(restored) { address in
            let noor = await team[0].at(address)
            try await noor.sync()
            #expect(try noor.unsent() == (0, 0))
        }
        #expect(try temporary.files(holding: Self.word) == [])
        #expect(try Verifier(restored).run(at: ServerClock.now()).findings == [])
    }
}
