import CRDT
import GRDB
import Hub
import Replica
import SyncProtocol

/// Takes files from members' devices and gives them to whoever may read a change that refers to them.
struct BlobExchange {
    private let log: LogStore

    init(_ log: LogStore) { self.log = log }

    /// Takes a piece from a device and gives how much of the file is here.
    ///
    /// - Throws: `ProtocolError`: `not_found` for somebody who may not write, `too_large`, `malformed` when the whole is
    ///   not what its hash says, `unavailable` for a log without a folder; what the file system throws.
    func take(_ piece: BlobPiece, from actor: ActorID) throws -> UInt64 {
        let role = try log.read { try directory($0).principal(of: actor)?.role }
        guard let role, role != .viewer else {
            throw ProtocolError(.notFound, "your role does not write; ask an administrator for another one")
        }
        let limit = AttachmentReference.byteCountMax
        guard piece.byteCount <= UInt64(limit) else {
            throw ProtocolError(.tooLarge, "a file has at most \(limit) bytes; send a link instead")
        }
        return try folder().take(piece)
    }

    /// Some bytes of a file for somebody who may read it.
    ///
    /// - Throws: `ProtocolError` with `not_found` when the user may read no change of the root that refers to the file, or
    ///   it is not here; `unavailable` for a log without a folder; what the database and the file system throw.
    func piece(_ question: BlobQuestion, for user: Identifier) throws -> [UInt8] {
        let folder = try folder()
        let isAllowed = try log.read { try isReadable(question, by: user, $0) }
        guard isAllowed, folder.holds(question.hash) else {
            throw ProtocolError(.notFound, "the server has no such file for you; whoever attached it may have to sync")
        }
        return try folder.piece(of: question.hash, at: question.offset)
    }

    private func isReadable(
        _ question: BlobQuestion, by user: Identifier, _ snapshot: LogSnapshot
    ) throws -> Bool {
        guard let scope = try snapshot.placement(of: question.root),
            let grant = try directory(snapshot).scopes(of: user, queues: CollectionOfOne(scope).filter(\.isQueue))[
                scope]
        else { return false }
        // Whoever sees a scope from an instant on sees what came later, and what was moved there later as a whole.
        let isWhole = try grant.history == .all || snapshot.placed(question.root) >= grant.sequence
        return try snapshot.changes(of: question.root, through: .max).contains { change in
            (isWhole || change.sequence >= grant.sequence) && change.change.envelope.blobs.contains(question.hash)
        }
    }

    private func folder() throws(ProtocolError) -> BlobFolder {
        guard let blobs = log.blobs else { throw ProtocolError(.unavailable, "this server keeps no files") }
        return blobs
    }

    private func directory(_ snapshot: LogSnapshot) throws -> Directory {
        try log.directories.current(at: try snapshot.directorySequence, in: snapshot)
    }
}
