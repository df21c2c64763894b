import CRDT
import Foundation
import Hub
import Replica
import SyncProtocol
import SyncServer
import Synchronization

extension Teammate {
    /// Attaches bytes to a new message of a ticket, with nothing sent.
    @discardableResult
    func attach(
        _ bytes: [UInt8], named name: String, to ticket: Identifier, in folder: TemporaryFolder
    ) throws -> AttachmentReference {
        let path = folder(name)
        try Data(bytes).write(to: URL(filePath: path))
        let file = try AttachedFiles(ReplicaFolder(path: folder.path)).attach(path, to: ticket)
        try refer(to: file, in: ticket)
        return file
    }

    /// Writes a message that refers to a file, wherever that is.
    func refer(to file: AttachmentReference, in ticket: Identifier) throws {
        let origin = ChangeWriter.Origin(blobs: [Hexadecimal.decode(file.blob) ?? []])
        try store.write(at: ServerClock.now()) { writer in
            _ = try writer.edit(.discussion, ticket.publicDiscussion, root: ticket, origin: origin) { transaction in
                let author = Author(kind: .teammate, id: store.member.user.description)
                Discussion.post(
                    MessageDraft(author: author, body: "Here it is.", attachments: [file]), in: &transaction)
            }
        }
    }

    /// Syncs as `conv-agent` does, with the files of a folder.
    func sync(filesIn folder: TemporaryFolder, over transport: (any SyncTransport)? = nil) async throws {
        let files = AttachedFiles(ReplicaFolder(path: folder.path))
        var session = try SyncSession(
            store, key: key, files: files, transport: transport ?? self.transport, now: { ServerClock.now() })
        try await session.catchUp()
    }

    /// Fetches a file.
    func download(_ file: AttachmentReference, of ticket: Identifier) async throws -> [UInt8] {
        try await FileDownload(store.member, key: key, transport: transport).bytes(of: file, in: ticket)
    }
}

/// A network that ends for good at an upload, and counts what went over it.
final class CutTransport: SyncTransport {
    private let transport: HTTPTransport
    private let uploads = Mutex(0)
    private let uploadCountMax: Int

    init(_ transport: HTTPTransport, after uploadCountMax: Int = .max) {
        self.transport = transport
        self.uploadCountMax = uploadCountMax
    }

    /// How many pieces were asked for or sent.
    var uploadCount: Int { uploads.withLock { $0 } }

    func exchange(_ request: Request, token: [UInt8]?) async throws -> Response {
        if case .upload = request {
            let count = uploads.withLock { count in
                count += 1
                return count
            }
            guard count <= uploadCountMax else { throw TransportError("the network is gone") }
        } else if uploadCount > uploadCountMax {
            throw TransportError("the network is gone")
        }
        return try await transport.exchange(request, token: token)
    }

    func awaitNews(behind cursor: SyncCursor, token: [UInt8]) async throws {
        throw TransportError("there is no stream")
    }
}
