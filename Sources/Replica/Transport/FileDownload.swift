public import Hub
public import SyncProtocol

/// Fetches single files from the server, when somebody asks for them.
public struct FileDownload: Sendable {
    private let login: DeviceLogin
    private let transport: any SyncTransport

    /// Prepares a device to ask; nothing is sent.
    public init(_ member: ReplicaStore.Member, key: SigningKey, transport: any SyncTransport) {
        login = DeviceLogin(member, key: key, transport: transport)
        self.transport = transport
    }

    /// The bytes of a file of a ticket. O(its size).
    ///
    /// - Throws: `TransportError` when no answer came; `ProtocolError`, `not_found` when the server has no such file for
    ///   this member; `ReplicaError.untrustworthy` when it gives something else.
    public func bytes(of file: AttachmentReference, in ticket: Identifier) async throws -> [UInt8] {
        guard let hash = Hexadecimal.decode(file.blob), hash.count == Hash.byteCount else {
            throw ReplicaError.notFound("the message names a file that nobody can have")
        }
        let token = try await login.token()
        var bytes: [UInt8] = []
        while true {
            let question = BlobQuestion(root: ticket, hash: hash, offset: UInt64(bytes.count))
            switch try await transport.exchange(.download(question), token: token) {
            case .piece(let piece) where !piece.isEmpty && bytes.count + piece.count <= file.byteCount: bytes += piece
            case .piece(let piece):
                guard piece.isEmpty, Hash.blake2b(bytes) == hash else {
                    throw ReplicaError.untrustworthy("a file is not the one that its message names")
                }
                return bytes
            case .failure(let error): throw error
            default: throw TransportError("the server gives no files")
            }
        }
    }
}
