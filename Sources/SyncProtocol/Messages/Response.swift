public import Hub

/// What a server answers.
public enum Response: Hashable, Sendable {
    /// To a hello.
    case hello(HelloResponse)
    /// To an authenticate: the token for further requests, and when it ends.
    case authenticated(token: [UInt8], expires: Instant)
    /// To a join.
    case joined(JoinResponse)
    /// To an enrol: the new incarnation is known.
    case enrolled
    /// To a push: one outcome for each change, in order.
    case outcomes([PushOutcome])
    /// To a pull: frames up to a checkpoint.
    case frames([Frame])
    /// To a repair.
    case repaired(RepairResponse)
    /// To a sign of presence.
    case noted
    /// To an upload: how many bytes of the file the server holds, from its beginning.
    case held(UInt64)
    /// To a download: some bytes, none behind the end.
    case piece([UInt8])
    /// To a question who writes: the customers who do, by the names under which they stand in messages; none after a
    /// while in which nothing changed.
    case writing([String])
    /// To anything.
    case failure(ProtocolError)
}

extension Response {
    private enum Tag: UInt8 {
        case hello = 1, authenticated, joined, outcomes, frames, repaired, failure, enrolled, noted, held, piece,
            writing
    }

    /// The body of the response.
    public var encoded: [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .hello(let hello):
            writer.write(byte: Tag.hello.rawValue)
            writer.write(varint: UInt64(hello.version))
            writer.write(sized: hello.challenge)
            writer.write(fixed: UInt64(bitPattern: hello.serverTime.milliseconds))
            writer.write(hello.history)
            hello.limits.write(to: &writer)
        case .authenticated(let token, let expires):
            writer.write(byte: Tag.authenticated.rawValue)
            writer.write(sized: token)
            writer.write(fixed: UInt64(bitPattern: expires.milliseconds))
        case .joined(let joined):
            writer.write(byte: Tag.joined.rawValue)
            writer.write(joined.user)
            writer.write(raw: joined.rootKey.bytes)
            writer.write(raw: joined.identityCertificate)
        case .enrolled: writer.write(byte: Tag.enrolled.rawValue)
        case .noted: writer.write(byte: Tag.noted.rawValue)
        case .held(let count):
            writer.write(byte: Tag.held.rawValue)
            writer.write(varint: count)
        case .piece(let bytes):
            writer.write(byte: Tag.piece.rawValue)
            writer.write(sized: bytes)
        case .writing(let customers):
            writer.write(byte: Tag.writing.rawValue)
            writer.write(varint: UInt64(customers.count))
            for customer in customers { writer.write(string: customer) }
        case .outcomes(let outcomes):
            writer.write(byte: Tag.outcomes.rawValue)
            writer.write(varint: UInt64(outcomes.count))
            for outcome in outcomes { outcome.write(to: &writer) }
        case .frames(let frames):
            writer.write(byte: Tag.frames.rawValue)
            writer.write(raw: Frame.encode(frames))
        case .repaired(let response):
            writer.write(byte: Tag.repaired.rawValue)
            response.write(to: &writer)
        case .failure(let error):
            writer.write(byte: Tag.failure.rawValue)
            writer.write(string: error.code.rawValue)
            writer.write(string: error.explanation)
        }
        return writer.bytes
    }

    /// Reads the body of a response.
    public init(body: [UInt8]) throws(ProtocolError) {
        var reader = ByteReader(body)
        guard let tag = Tag(rawValue: try reader.byte()) else {
            throw ProtocolError(.upgradeRequired, "the server's answer is of a newer version; upgrade this program")
        }
        switch tag {
        case .hello:
            self = .hello(
                HelloResponse(
                    version: UInt16(clamping: try reader.varint()), challenge: try reader.sized(),
                    serverTime: Instant(milliseconds: Int64(bitPattern: try reader.fixed())),
                    history: try reader.identifier(), limits: try Limits(reading: &reader)
                )
            )
        case .authenticated:
            let token = try reader.sized()
            self = .authenticated(
                token: token, expires: Instant(milliseconds: Int64(bitPattern: try reader.fixed()))
            )
        case .joined:
            let user = try reader.identifier()
            guard let key = PublicKey(bytes: try reader.raw(32)) else { throw .malformed("a key is not 32 bytes") }
            self = .joined(JoinResponse(user: user, rootKey: key, identityCertificate: try reader.raw(64)))
        case .enrolled: self = .enrolled
        case .noted: self = .noted
        case .held: self = .held(try reader.varint())
        case .piece: self = .piece(try reader.sized())
        case .writing:
            var customers: [String] = []
            for _ in 0..<(try reader.count(ofSize: 1)) { customers.append(try reader.string()) }
            self = .writing(customers)
        case .outcomes:
            var outcomes: [PushOutcome] = []
            for _ in 0..<(try reader.count(ofSize: 18)) { outcomes.append(try PushOutcome(reading: &reader)) }
            self = .outcomes(outcomes)
        case .frames:
            self = .frames(try Frame.decode(try reader.raw(reader.remaining)))
        case .repaired: self = .repaired(try RepairResponse(reading: &reader))
        case .failure:
            let code = ProtocolError.Code(rawValue: try reader.string()) ?? .unavailable
            self = .failure(ProtocolError(code, try reader.string()))
        }
        try reader.finish()
    }
}

extension Limits {
    fileprivate init(reading reader: inout ByteReader) throws(ProtocolError) {
        self.init(
            changeCountMax: Int(clamping: try reader.varint()), changeByteCountMax: Int(clamping: try reader.varint()),
            requestByteCountMax: Int(clamping: try reader.varint()), frameCountMax: Int(clamping: try reader.varint())
        )
        // What can be written has to fit into a request.
        guard changeCountMax > 0, requestByteCountMax >= Limits().requestByteCountMax else {
            throw .malformed("the server takes less than the protocol promises")
        }
    }

    fileprivate func write(to writer: inout ByteWriter) {
        for limit in [changeCountMax, changeByteCountMax, requestByteCountMax, frameCountMax] {
            writer.write(varint: UInt64(max(0, limit)))
        }
    }
}
