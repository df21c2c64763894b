import CRDT
import Hub
import SyncProtocol

/// Sends the files that changes refer to before the changes themselves, so that whoever reads a message finds its files.
struct FileSender: Sendable {
    private let files: AttachedFiles
    private let transport: any SyncTransport

    /// How often one file is begun anew: what lay on the server under its hash was not it.
    private static let attemptsMax = 3

    init(_ files: AttachedFiles, over transport: any SyncTransport) {
        self.files = files
        self.transport = transport
    }

    /// Sends what the changes of a request refer to and the server lacks.
    ///
    /// - Returns: The refusal that stands in the way of the request as well, such as a token that ran out; nil when the
    ///   request can go. A single file that the server does not take holds nothing else up.
    /// - Throws: `TransportError` when no answer came; what was sent of a file is kept there, and it goes on from there.
    func send(for request: Request, token: [UInt8]?) async throws -> Response? {
        for change in request.changes {
            let folder = files.folder(of: change.envelope.root)
            for hash in change.envelope.blobs where folder.holds(hash) {
                guard let bytes = folder.bytes(of: hash) else { continue }
                if let refusal = try await send(bytes, hash, token) { return .failure(refusal) }
            }
        }
        return nil
    }

    private func send(_ bytes: [UInt8], _ hash: [UInt8], _ token: [UInt8]?) async throws -> ProtocolError? {
        var held = 0
        var piece: ArraySlice<UInt8> = []
        var attempts = 0
        while true {
            let request = BlobPiece(
                hash: hash, byteCount: UInt64(bytes.count), offset: UInt64(held), bytes: Array(piece))
            switch try await transport.exchange(.upload(request), token: token) {
            case .held(let count) where count >= bytes.count: return nil
            case .held(let count):
                // A server that does not come forward is as good as one that does not answer.
                if !piece.isEmpty, count <= held { attempts += 1 }
                held = Int(count)
            case .failure(let error) where error.code == .malformed:
                attempts += 1
                held = 0
            case .failure(let error) where [.tooLarge, .notFound].contains(error.code): return nil
            case .failure(let error): return error
            default: throw TransportError("the server takes no files")
            }
            guard attempts < Self.attemptsMax else { throw TransportError("the server takes no more of a file") }
            piece = bytes[held..<min(held + BlobPiece.byteCountMax, bytes.count)]
        }
    }
}

extension Request {
    /// The changes that it carries.
    fileprivate var changes: [SealedChange] {
        switch self {
        case .push(let batches): batches.flatMap(\.changes)
        case .repair(let request): request.offers.flatMap(\.changes).map(\.change)
        default: []
        }
    }
}
