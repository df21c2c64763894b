public import Hub

/// How far a replica has come: what it sends to be served the rest. Cursors never expire.
public struct SyncCursor: Hashable, Sendable {
    /// The history that the sequences belong to; nil before the first pull. A restored server has another.
    public var history: Identifier?
    /// All rows up to here of the open scopes are applied.
    public var sequence: UInt64
    /// The scopes that the replica holds.
    public var scopes: [Scope: ScopeCursor]

    /// The cursor of an empty replica.
    public init() {
        history = nil
        sequence = 0
        scopes = [:]
    }
}

/// How far a replica has come in one scope.
public struct ScopeCursor: Hashable, Sendable {
    /// The log sequence of the grant by which the scope was opened; another one means that it must be opened anew.
    public var grant: UInt64
    /// While the past is still coming: the log sequence up to which it came, and where it ends.
    public var backfill: Backfill?

    /// The rest of a scope's past.
    public struct Backfill: Hashable, Sendable {
        /// Everything up to here came.
        public var position: UInt64
        /// The past ends here; what is later comes as rows.
        public var target: UInt64

        /// Assembles the rest.
        public init(position: UInt64, target: UInt64) {
            self.position = position
            self.target = target
        }
    }

    /// Assembles a scope's cursor.
    public init(grant: UInt64, backfill: Backfill?) {
        self.grant = grant
        self.backfill = backfill
    }
}

extension SyncCursor {
    init(reading reader: inout ByteReader) throws(ProtocolError) {
        self.init()
        if try reader.byte() == 1 { history = try reader.identifier() }
        sequence = try reader.counter()
        for _ in 0..<(try reader.count(ofSize: 4)) {
            guard let scope = Scope(try reader.string()) else { throw .malformed("a cursor names no valid scope") }
            var entry = ScopeCursor(grant: try reader.counter(), backfill: nil)
            if try reader.byte() == 1 {
                entry.backfill = .init(position: try reader.counter(), target: try reader.counter())
            }
            scopes[scope] = entry
        }
    }

    func write(to writer: inout ByteWriter) {
        writer.write(byte: history == nil ? 0 : 1)
        if let history { writer.write(history) }
        writer.write(varint: sequence)
        writer.write(varint: UInt64(scopes.count))
        for (scope, entry) in scopes.sorted(by: { $0.key < $1.key }) {
            writer.write(string: scope.description)
            writer.write(varint: entry.grant)
            writer.write(byte: entry.backfill == nil ? 0 : 1)
            if let backfill = entry.backfill {
                writer.write(varint: backfill.position)
                writer.write(varint: backfill.target)
            }
        }
    }

    /// The cursor's bytes, as requests carry and replicas store them.
    public var encoded: [UInt8] {
        var writer = ByteWriter()
        write(to: &writer)
        return writer.bytes
    }

    /// Reads what `encoded` wrote.
    public init(encoded: [UInt8]) throws(ProtocolError) {
        var reader = ByteReader(encoded)
        try self.init(reading: &reader)
        try reader.finish()
    }
}
