import CRDT
import Hub

extension Frame {
    fileprivate enum Tag: UInt8 {
        case batch = 1, scopeOpen, scopeClose, carried, change, into, out, void, checkpoint, keepalive, hidden
    }

    /// Reads frames until the message ends; a frame is a tag, a varint length and a body.
    public static func decode(_ bytes: [UInt8]) throws(ProtocolError) -> [Frame] {
        var reader = ByteReader(bytes)
        var frames: [Frame] = []
        while !reader.isAtEnd {
            let tag = try reader.byte()
            var body = ByteReader(try reader.sized())
            guard let tag = Tag(rawValue: tag) else {
                throw ProtocolError(
                    .upgradeRequired, "the server sends frames of a newer version; upgrade this program")
            }
            frames.append(try Frame(tag, reading: &body))
            try body.finish()
        }
        return frames
    }

    /// The bytes of `frames`, one behind the other.
    public static func encode(_ frames: [Frame]) -> [UInt8] {
        var writer = ByteWriter(capacity: frames.count * 512)
        for frame in frames {
            var body = ByteWriter()
            let tag = frame.write(to: &body)
            writer.write(byte: tag.rawValue)
            writer.write(sized: body.bytes)
        }
        return writer.bytes
    }

    private init(_ tag: Tag, reading reader: inout ByteReader) throws(ProtocolError) {
        switch tag {
        case .batch: self = .batch(try BatchHeader(reading: &reader))
        case .scopeOpen:
            self = .scopeOpen(
                try Self.scope(&reader), grant: try reader.counter(), chain: try ScopeChain(reading: &reader),
                target: try reader.counter()
            )
        case .scopeClose: self = .scopeClose(try Self.scope(&reader))
        case .carried:
            let scope = try Self.scope(&reader)
            self = .carried(try StampedChange(reading: &reader), in: scope)
        case .change, .into, .out, .void, .hidden:
            let scope = try Self.scope(&reader)
            let scopeSequence = try reader.counter()
            self = .row(Row(scope: scope, scopeSequence: scopeSequence, body: try Body(tag, reading: &reader)))
        case .checkpoint:
            self = .checkpoint(
                Checkpoint(
                    cursor: try SyncCursor(reading: &reader), chains: try ScopeChain.read(&reader),
                    signature: try reader.raw(64), hasMore: try reader.byte() == 1
                )
            )
        case .keepalive: self = .keepalive(Instant(milliseconds: Int64(bitPattern: try reader.fixed())))
        }
    }

    private func write(to writer: inout ByteWriter) -> Tag {
        switch self {
        case .batch(let header):
            header.write(to: &writer)
            return .batch
        case .scopeOpen(let scope, let grant, let chain, let target):
            writer.write(string: scope.description)
            writer.write(varint: grant)
            chain.write(to: &writer)
            writer.write(varint: target)
            return .scopeOpen
        case .scopeClose(let scope):
            writer.write(string: scope.description)
            return .scopeClose
        case .carried(let change, let scope):
            writer.write(string: scope.description)
            change.write(to: &writer)
            return .carried
        case .row(let row):
            writer.write(string: row.scope.description)
            writer.write(varint: row.scopeSequence)
            return row.body.write(to: &writer)
        case .checkpoint(let checkpoint):
            checkpoint.cursor.write(to: &writer)
            ScopeChain.write(checkpoint.chains, to: &writer)
            writer.write(raw: checkpoint.signature)
            writer.write(byte: checkpoint.hasMore ? 1 : 0)
            return .checkpoint
        case .keepalive(let instant):
            writer.write(fixed: UInt64(bitPattern: instant.milliseconds))
            return .keepalive
        }
    }

    private static func scope(_ reader: inout ByteReader) throws(ProtocolError) -> Scope {
        guard let scope = Scope(try reader.string()) else { throw .malformed("a frame names no valid scope") }
        return scope
    }
}

extension Frame.Body {
    fileprivate init(_ tag: Frame.Tag, reading reader: inout ByteReader) throws(ProtocolError) {
        switch tag {
        case .change: self = .change(try StampedChange(reading: &reader))
        case .into: self = .into(try StampedChange(reading: &reader))
        case .out:
            let root = try reader.identifier()
            let sequence = try reader.counter()
            let stamp = Stamp(rawValue: try reader.fixed())
            self = .out(root: root, sequence: sequence, stamp: stamp, placement: try Self.changeID(&reader))
        case .hidden:
            let id = try Self.changeID(&reader)
            let sequence = try reader.counter()
            self = .hidden(id, sequence: sequence, stamp: Stamp(rawValue: try reader.fixed()))
        default:
            let reference = try reader.reference()
            let id = try Self.changeID(&reader)
            let void = VoidRow(reference: reference, id: id, code: try reader.string())
            self = .void(void, sequence: try reader.counter(), stamp: Stamp(rawValue: try reader.fixed()))
        }
    }

    fileprivate func write(to writer: inout ByteWriter) -> Frame.Tag {
        switch self {
        case .change(let change):
            change.write(to: &writer)
            return .change
        case .into(let change):
            change.write(to: &writer)
            return .into
        case .out(let root, let sequence, let stamp, let placement):
            writer.write(root)
            writer.write(varint: sequence)
            writer.write(fixed: stamp.rawValue)
            writer.write(raw: placement.bytes)
            return .out
        case .hidden(let id, let sequence, let stamp):
            writer.write(raw: id.bytes)
            writer.write(varint: sequence)
            writer.write(fixed: stamp.rawValue)
            return .hidden
        case .void(let void, let sequence, let stamp):
            writer.write(void.reference)
            writer.write(raw: void.id.bytes)
            writer.write(string: void.code)
            writer.write(varint: sequence)
            writer.write(fixed: stamp.rawValue)
            return .void
        }
    }

    private static func changeID(_ reader: inout ByteReader) throws(ProtocolError) -> ChangeID {
        guard let id = ChangeID(bytes: try reader.raw(32)) else { throw .malformed("a change id is not 32 bytes") }
        return id
    }
}
