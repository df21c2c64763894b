import CRDT
import Hub

extension Envelope {
    /// The instants that calendars can compute with, in milliseconds: a hundred million days around 1970.
    private static let instants: ClosedRange<Int64> = -8_640_000_000_000_000...8_640_000_000_000_000

    /// The version of the envelope's layout.
    static let version: UInt8 = 1
    /// Heads beyond this many are refused: a change merges what it has seen, so few remain.
    static let headCountMax = 1024

    private struct Fields: OptionSet {
        let rawValue: UInt64
        static let previous = Fields(rawValue: 1)
        static let action = Fields(rawValue: 2)
        static let external = Fields(rawValue: 4)
        static let occurred = Fields(rawValue: 8)
        static let onBehalfOf = Fields(rawValue: 16)
        static let blobs = Fields(rawValue: 32)
        static let all: Fields = [.previous, .action, .external, .occurred, .onBehalfOf, .blobs]
    }

    private var fields: Fields {
        var fields: Fields = []
        if previous != nil { fields.insert(.previous) }
        if action != nil { fields.insert(.action) }
        if external != nil { fields.insert(.external) }
        if occurred != nil { fields.insert(.occurred) }
        if onBehalfOf != nil { fields.insert(.onBehalfOf) }
        if !blobs.isEmpty { fields.insert(.blobs) }
        return fields
    }

    /// Everything but the content, in the layout of `schemas/wire.md`.
    func encodedHeader() -> [UInt8] {
        var writer = ByteWriter(capacity: 128 + structure.count)
        writer.write(byte: Self.version)
        writer.write(byte: kind.rawValue)
        writer.write(varint: UInt64(schema))
        writer.write(workspace)
        writer.write(root)
        writer.write(document)
        writer.write(reference)
        writer.write(fixed: time.rawValue)
        writer.write(varint: seen)
        writer.write(varint: UInt64(heads.count))
        for head in heads { writer.write(head) }
        writer.write(varint: fields.rawValue)
        if let previous { writer.write(raw: previous) }
        if let action { writer.write(action) }
        if let external { writer.write(raw: external) }
        if let occurred { writer.write(fixed: UInt64(bitPattern: occurred.milliseconds)) }
        if let onBehalfOf {
            writer.write(string: onBehalfOf.assurance.rawValue)
            writer.write(string: onBehalfOf.kind.rawValue)
            writer.write(string: onBehalfOf.id)
        }
        if !blobs.isEmpty {
            writer.write(varint: UInt64(blobs.count))
            for blob in blobs { writer.write(raw: blob) }
        }
        writer.write(sized: structure)
        return writer.bytes
    }

    /// Reads a header and puts `content` to it.
    init(header: [UInt8], content: Content) throws(ProtocolError) {
        var reader = ByteReader(header)
        let version = try reader.byte()
        guard version == Self.version else {
            throw ProtocolError(.upgradeRequired, "a change has layout version \(version); upgrade this program")
        }
        kind = ChangeKind(rawValue: try reader.byte())
        guard let schema = UInt16(exactly: try reader.varint()) else {
            throw .malformed("a schema version is out of range")
        }
        self.schema = schema
        workspace = try reader.identifier()
        root = try reader.identifier()
        document = try reader.identifier()
        reference = try reader.reference()
        time = Stamp(rawValue: try reader.fixed())
        seen = try reader.counter()
        let headCount = try reader.count(ofSize: 17)
        guard headCount <= Self.headCountMax else { throw .malformed("a change has too many heads") }
        heads = []
        for _ in 0..<headCount { heads.append(try reader.reference()) }
        guard zip(heads, heads.dropFirst()).allSatisfy(<) else { throw .malformed("heads are not ascending") }
        let fields = Fields(rawValue: try reader.varint())
        guard fields.isSubset(of: .all) else {
            throw ProtocolError(.upgradeRequired, "a change has fields of a newer layout; upgrade this program")
        }
        previous = fields.contains(.previous) ? try reader.raw(16) : nil
        action = fields.contains(.action) ? try reader.identifier() : nil
        external = fields.contains(.external) ? try reader.raw(16) : nil
        occurred =
            fields.contains(.occurred) ? Instant(milliseconds: Int64(bitPattern: try reader.fixed())) : nil
        guard occurred.map({ Self.instants.contains($0.milliseconds) }) ?? true else {
            throw .malformed("a time of the source is out of range")
        }
        onBehalfOf = fields.contains(.onBehalfOf) ? try OnBehalfOf(reading: &reader) : nil
        blobs = []
        if fields.contains(.blobs) {
            for _ in 0..<(try reader.count(ofSize: Hash.byteCount)) {
                blobs.append(try reader.raw(Hash.byteCount))
            }
        }
        structure = try reader.sized()
        try reader.finish()
        guard reference.number >= 1 else { throw .malformed("a change has number 0; numbers start at 1") }
        self.content = content
    }
}

extension OnBehalfOf {
    fileprivate init(reading reader: inout ByteReader) throws(ProtocolError) {
        let assurance = Assurance(rawValue: try reader.string())
        let kind = Author.Kind(rawValue: try reader.string())
        let id = try reader.string()
        guard let assurance, let kind else {
            throw ProtocolError(.upgradeRequired, "an attribution is of an unknown kind; upgrade this program")
        }
        self.init(assurance: assurance, kind: kind, id: id)
    }
}
