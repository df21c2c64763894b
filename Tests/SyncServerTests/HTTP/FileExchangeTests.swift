import AsyncHTTPClient
import CRDT
import Foundation
import Hub
import NIOCore
import NIOHTTP1
import Replica
import SyncProtocol
import Testing

@testable import SyncServer

@Suite struct FileExchangeTests {
    /// Bytes that do not compress, and are the same for a seed.
    private static func bytes(_ count: Int, seed: UInt8 = 1) -> [UInt8] {
        var state = UInt64(seed) | 1
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
    }

    /// The names in the server's folder of files.
    private static func files(of folder: WorkspaceFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.blobsPath).sorted()
    }

    @Test func `what an agent attached without a network a visitor downloads, byte by byte`() async throws {
        try await WidgetShop.open(["assistant.on": false]) { shop in
            let temporary = try TemporaryFolder()
            var visitor = shop.visitor
            try await visitor.begin()
            _ = try await visitor.post("How do I set it up?")
            let ticket = try #require(try await shop.tickets().first?.id)
            let bytes = Self.bytes(2_500_000)
            try shop.ana.attach(bytes, named: "manual.pdf", to: ticket, in: temporary)
            try await shop.ana.sync(filesIn: temporary)
            try await shop.served()
            let messages = try await visitor.ask("GET", "messages").messages
            let file = try #require((messages.last?["files"] as? [[String: Any]])?.first)
            #expect(file["name"] as? String == "manual.pdf" && file["size"] as? Int == bytes.count)
            let path = try #require(file["path"] as? String)
            let request = HTTPClientRequest(url: "\(shop.address)/widget/\(path)")
            let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            #expect(answer.status.code == 200)
            #expect(Array(buffer: try await answer.body.collect(upTo: 1 << 24)) == bytes)
        }
    }

    @Test func `a file that was cut off goes on where it ended, and is there once`() async throws {
        let (temporary, desk) = (try TemporaryFolder(), try TemporaryFolder())
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let noor = try await Teammate.joined(folder, at: address, name: "Noor")
            let felix = try await Teammate.joined(folder, at: address, name: "Felix")
            let ticket = try noor.open("A question")
            try await noor.sync()
            let bytes = Self.bytes(5 * BlobPiece.byteCountMax + 17)
            let file = try noor.attach(bytes, named: "log.zip", to: ticket, in: desk)
            // A question for what is there, and three of six pieces.
            let cut = CutTransport(noor.transport, after: 4)
            await #expect(throws: TransportError.self) { try await noor.sync(filesIn: desk, over: cut) }
            #expect(try Self.files(of: folder) == ["\(file.blob).part"])
            #expect(try noor.unsent().pending == 1, "a message never arrives before its file")
            let whole = CutTransport(noor.transport)
            try await noor.sync(filesIn: desk, over: whole)
            #expect(whole.uploadCount == 4, "a question, and the three pieces that were missing")
            #expect(try Self.files(of: folder) == [file.blob])
            #expect(try noor.unsent() == (0, 0))
            // The same file in another message is asked for and not sent again.
            try noor.refer(to: file, in: ticket)
            let again = CutTransport(noor.transport)
            try await noor.sync(filesIn: desk, over: again)
            #expect(again.uploadCount == 1)
            try await felix.sync()
            #expect(try await felix.download(file, of: ticket) == bytes)
            #expect(try Verifier(folder).run(at: ServerClock.now()).findings == [])
        }
    }

    @Test func `a file is for those who may read what refers to it`() async throws {
        let (temporary, desk) = (try TemporaryFolder(), try TemporaryFolder())
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let noor = try await Teammate.joined(folder, at: address, name: "Noor")
            let outsider = try await Teammate.joined(folder, at: address, name: "Olga", queues: ["sales"])
            let viewer = try await Teammate.joined(folder, at: address, name: "Vic", role: .viewer)
            let (ticket, other) = (try noor.open("A question"), try noor.open("Another one"))
            try await noor.sync()
            let file = try noor.attach(Self.bytes(5000), named: "a.txt", to: ticket, in: desk)
            try await noor.sync(filesIn: desk)
            #expect(try await viewer.download(file, of: ticket).count == 5000)
            for (person, root) in [(outsider, ticket), (noor, other), (noor, Identifier(high: 1, low: 2))] {
                let error = await #expect(throws: ProtocolError.self) {
                    _ = try await person.download(file, of: root)
                }
                #expect(error?.code == .notFound)
            }
            let piece = BlobPiece(hash: Hash.blake2b([1]), byteCount: 1, offset: 0, bytes: [1])
            let refused = try await viewer.transport.exchange(.upload(piece), token: try await viewer.token())
            guard case .failure(let error) = refused else {
                Issue.record("a viewer sends no files")
                return
            }
            #expect(error.code == .notFound)
            let unknown = try await noor.transport.exchange(.upload(piece), token: nil)
            guard case .failure(let error) = unknown else {
                Issue.record("nobody in particular sends none")
                return
            }
            #expect(error.code == .unauthenticated)
        }
    }

    @Test func `what somebody else sent under a file's hash holds it up for nobody`() async throws {
        let (temporary, desk) = (try TemporaryFolder(), try TemporaryFolder())
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let noor = try await Teammate.joined(folder, at: address, name: "Noor")
            let mallory = try await Teammate.joined(folder, at: address, name: "Mallory")
            let ticket = try noor.open("A question")
            let token = try await mallory.token()
            let bytes = Self.bytes(3000)
            let hash = Hash.blake2b(bytes)
            func send(_ bytes: [UInt8], of count: UInt64) async throws -> Response {
                let piece = BlobPiece(hash: hash, byteCount: count, offset: 0, bytes: bytes)
                return try await mallory.transport.exchange(.upload(piece), token: token)
            }
            guard case .failure(let refused) = try await send([1, 2, 3], of: 3) else {
                Issue.record("bytes that are not what their hash says were taken")
                return
            }
            #expect(refused.code == .malformed)
            #expect(try Self.files(of: folder) == [])
            // A beginning that is wrong, and one that is longer than the file.
            #expect(try await send([1, 2, 3], of: 3000) == .held(3))
            let file = try noor.attach(bytes, named: "a.bin", to: ticket, in: desk)
            try await noor.sync(filesIn: desk)
            #expect(try await noor.download(file, of: ticket) == bytes)
            let other = Self.bytes(2000, seed: 9)
            let long = BlobPiece(
                hash: Hash.blake2b(other), byteCount: 9000, offset: 0, bytes: Self.bytes(4000, seed: 5))
            #expect(try await mallory.transport.exchange(.upload(long), token: token) == .held(4000))
            let second = try noor.attach(other, named: "b.bin", to: ticket, in: desk)
            try await noor.sync(filesIn: desk)
            #expect(try await noor.download(second, of: ticket) == other)
            let tooLarge = BlobPiece(hash: hash, byteCount: 1 << 40, offset: 0, bytes: [])
            guard case .failure(let error) = try await mallory.transport.exchange(.upload(tooLarge), token: token)
            else {
                Issue.record("a file of a terabyte was begun")
                return
            }
            #expect(error.code == .tooLarge)
        }
    }

    @Test func `a device keeps what messages and drafts refer to, and nothing of a ticket that left`() async throws {
        let (temporary, desk) = (try TemporaryFolder(), try TemporaryFolder())
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let noor = try await Teammate.joined(folder, at: address, name: "Noor")
            let ticket = try noor.open("A question")
            let attached = AttachedFiles(ReplicaFolder(path: desk.path))
            func keep(_ name: String, of ticket: Identifier) throws -> AttachmentReference {
                try Data(name.utf8).write(to: URL(filePath: desk(name)))
                return try attached.attach(desk(name), to: ticket)
            }
            let (used, drafted) = (try keep("used", of: ticket), try keep("drafted", of: ticket))
            let left = try keep("left", of: ticket)
            try noor.refer(to: used, in: ticket)
            let elsewhere = Identifier(high: 7, low: 7)
            let gone = try keep("gone", of: elsewhere)
            let now = ServerClock.now()
            try attached.sweep(of: noor.store, keeping: [drafted], at: now)
            #expect(attached.holds(left, of: ticket), "it may be a text's that is being written")
            #expect(!attached.holds(gone, of: elsewhere))
            try attached.sweep(of: noor.store, keeping: [drafted], at: now.advanced(bySeconds: 100_000))
            #expect([used, drafted, left].map { attached.holds($0, of: ticket) } == [true, true, false])
        }
    }
}
