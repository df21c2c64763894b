public import CRDT
public import Hub

/// What a server's receipt covers: the changes that it delivered up to one checkpoint, and the chains there.
///
/// A replica keeps it with the signature. After a server has lost a tail, the receipt proves that the server had
/// accepted these changes at these places with these stamps.
public struct Delivery: Hashable, Sendable {
    /// One delivered change.
    public struct Entry: Hashable, Sendable {
        /// The change.
        public let id: ChangeID
        /// Its log sequence.
        public let sequence: UInt64
        /// Its stamp.
        public let stamp: Stamp
        /// When the server received it.
        public let received: Instant

        /// The entry of a delivered change.
        public init(_ change: StampedChange) {
            id = change.change.id
            sequence = change.sequence
            stamp = change.stamp
            received = change.received
        }

        init(reading reader: inout ByteReader) throws(ProtocolError) {
            guard let id = ChangeID(bytes: try reader.raw(32)) else { throw .malformed("a change id is not 32 bytes") }
            self.id = id
            sequence = try reader.counter()
            stamp = Stamp(rawValue: try reader.fixed())
            received = Instant(milliseconds: Int64(bitPattern: try reader.fixed()))
        }

        func write(to writer: inout ByteWriter) {
            writer.write(raw: id.bytes)
            writer.write(varint: sequence)
            writer.write(fixed: stamp.rawValue)
            writer.write(fixed: UInt64(bitPattern: received.milliseconds))
        }
    }

    /// The history that the sequences belong to.
    public let history: Identifier
    /// The log sequence of the checkpoint.
    public let sequence: UInt64
    /// The chains of the scopes that moved.
    public let chains: [Scope: ScopeChain]
    /// The changes, in the order of delivery.
    public let entries: [Entry]

    /// Collects what was delivered.
    public init(history: Identifier, sequence: UInt64, chains: [Scope: ScopeChain], entries: [Entry]) {
        self.history = history
        self.sequence = sequence
        self.chains = chains
        self.entries = entries
    }

    /// The bytes that replicas keep and signatures cover.
    public var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 64 + entries.count * 56)
        writer.write(history)
        writer.write(varint: sequence)
        ScopeChain.write(chains, to: &writer)
        writer.write(varint: UInt64(entries.count))
        for entry in entries { entry.write(to: &writer) }
        return writer.bytes
    }

    /// Reads what `encoded` wrote.
    public init(encoded: [UInt8]) throws(ProtocolError) {
        var reader = ByteReader(encoded)
        history = try reader.identifier()
        sequence = try reader.counter()
        chains = try ScopeChain.read(&reader)
        var entries: [Entry] = []
        for _ in 0..<(try reader.count(ofSize: 49)) { entries.append(try Entry(reading: &reader)) }
        self.entries = entries
        try reader.finish()
    }

    /// Signs with the server's key; about 22 µs.
    public func signed(by key: SigningKey) -> [UInt8] { key.sign(Hash.blake2b(encoded), in: .receipt) }

    /// True when `signature` is by the holder of `key`; about 65 µs.
    public func isSigned(_ signature: [UInt8], by key: PublicKey) -> Bool {
        key.verifies(signature, of: Hash.blake2b(encoded), in: .receipt)
    }
}

extension ScopeChain {
    static func write(_ chains: [Scope: ScopeChain], to writer: inout ByteWriter) {
        writer.write(varint: UInt64(chains.count))
        for (scope, chain) in chains.sorted(by: { $0.key < $1.key }) {
            writer.write(string: scope.description)
            chain.write(to: &writer)
        }
    }

    static func read(_ reader: inout ByteReader) throws(ProtocolError) -> [Scope: ScopeChain] {
        var chains: [Scope: ScopeChain] = [:]
        for _ in 0..<(try reader.count(ofSize: 35)) {
            guard let scope = Scope(try reader.string()) else { throw .malformed("a chain names no valid scope") }
            chains[scope] = try ScopeChain(reading: &reader)
        }
        return chains
    }

    init(reading reader: inout ByteReader) throws(ProtocolError) {
        self.init(sequence: try reader.counter(), hash: try reader.raw(Hash.byteCount))
    }

    func write(to writer: inout ByteWriter) {
        writer.write(varint: sequence)
        writer.write(raw: hash)
    }
}
