/// What a client asks; each case is one endpoint under `/v1`.
public enum Request: Hashable, Sendable {
    /// `POST /v1/hello`
    case hello(HelloRequest)
    /// `POST /v1/authenticate`
    case authenticate(AuthenticateRequest)
    /// `POST /v1/join`
    case join(JoinRequest)
    /// `POST /v1/enrol`: a device that was copied asks for its new incarnation.
    case enrol(EnrolRequest)
    /// `POST /v1/push`: signed batches.
    case push([Batch])
    /// `POST /v1/pull`: what follows a cursor, bounded; `GET /v1/stream` gives the same without an end.
    case pull(SyncCursor)
    /// `POST /v1/repair`: the receipts and changes that a restored server lacks.
    case repair(RepairRequest)
    /// `POST /v1/presence`: what somebody does just now, which is kept nowhere.
    case presence(PresenceSign)
    /// `POST /v1/upload`: a piece of a file that changes refer to.
    case upload(BlobPiece)
    /// `POST /v1/download`: asks for a piece of a file that changes refer to.
    case download(BlobQuestion)

    /// The endpoint's path below `/v1/`.
    public var endpoint: Endpoint {
        switch self {
        case .hello: .hello
        case .authenticate: .authenticate
        case .join: .join
        case .enrol: .enrol
        case .push: .push
        case .pull: .pull
        case .repair: .repair
        case .presence: .presence
        case .upload: .upload
        case .download: .download
        }
    }

    /// The endpoints.
    public enum Endpoint: String, Sendable, CaseIterable {
        case hello, authenticate, join, enrol, push, pull, repair, presence, upload, download

        /// Whether a token must come with it.
        public var needsToken: Bool {
            switch self {
            case .hello, .authenticate, .join: false
            case .enrol, .push, .pull, .repair, .presence, .upload, .download: true
            }
        }
    }
}

extension Request {
    /// The body of the request.
    public var encoded: [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .hello(let hello):
            writer.write(varint: UInt64(hello.versions.lowerBound))
            writer.write(varint: UInt64(hello.versions.upperBound))
            writer.write(hello.workspace)
            writer.write(hello.actor)
        case .authenticate(let request):
            writer.write(request.workspace)
            writer.write(request.actor)
            writer.write(sized: request.challenge)
            writer.write(raw: request.signature)
        case .join(let request): request.write(to: &writer)
        case .enrol(let request): request.write(to: &writer)
        case .push(let batches):
            writer.write(varint: UInt64(batches.count))
            for batch in batches { batch.write(to: &writer) }
        case .pull(let cursor): cursor.write(to: &writer)
        case .repair(let request): request.write(to: &writer)
        case .presence(let sign): sign.write(to: &writer)
        case .upload(let piece): piece.write(to: &writer)
        case .download(let question): question.write(to: &writer)
        }
        return writer.bytes
    }

    /// Reads the body of a request to `endpoint`.
    public init(_ endpoint: Endpoint, body: [UInt8]) throws(ProtocolError) {
        var reader = ByteReader(body)
        switch endpoint {
        case .hello:
            let low = UInt16(clamping: try reader.varint())
            let high = UInt16(clamping: try reader.varint())
            guard low <= high else { throw .malformed("a version range is upside down") }
            let workspace = try reader.identifier()
            self = .hello(HelloRequest(versions: low...high, workspace: workspace, actor: try reader.actor()))
        case .authenticate:
            self = .authenticate(
                AuthenticateRequest(
                    workspace: try reader.identifier(), actor: try reader.actor(), challenge: try reader.sized(),
                    signature: try reader.raw(64)
                )
            )
        case .join: self = .join(try JoinRequest(reading: &reader))
        case .enrol: self = .enrol(try EnrolRequest(reading: &reader))
        case .push:
            var batches: [Batch] = []
            for _ in 0..<(try reader.count(ofSize: 98)) { batches.append(try Batch(reading: &reader)) }
            self = .push(batches)
        case .pull: self = .pull(try SyncCursor(reading: &reader))
        case .repair: self = .repair(try RepairRequest(reading: &reader))
        case .presence: self = .presence(try PresenceSign(reading: &reader))
        case .upload: self = .upload(try BlobPiece(reading: &reader))
        case .download: self = .download(try BlobQuestion(reading: &reader))
        }
        try reader.finish()
    }
}
