public import CRDT

/// The hash chain over the rows of one scope: ids and stamps, in scope order.
///
/// Two replicas with equal chains at one scope sequence have been served the same rows with the same stamps.
public struct ScopeChain: Hashable, Sendable {
    /// The last scope sequence; 0 before the first row.
    public private(set) var sequence: UInt64
    /// 32 bytes over everything up to it.
    public private(set) var hash: [UInt8]

    /// The chain of an empty scope.
    public static let empty = ScopeChain(sequence: 0, hash: [UInt8](repeating: 0, count: Hash.byteCount))

    /// Takes a chain up where it was left.
    public init(sequence: UInt64, hash: [UInt8]) {
        self.sequence = sequence
        self.hash = hash
    }

    /// Adds the next row: what it is, the id of its change, its stamp.
    public mutating func append(_ kind: RowKind, id: ChangeID, stamp: Stamp) {
        var writer = ByteWriter(capacity: 80)
        writer.write(raw: hash)
        writer.write(byte: kind.rawValue)
        writer.write(raw: id.bytes)
        writer.write(fixed: stamp.rawValue)
        hash = Hash.blake2b(writer.bytes)
        sequence += 1
    }
}

/// What a row of the log is.
public enum RowKind: UInt8, Sendable, Hashable, CaseIterable {
    /// A change of a root that is placed in the scope.
    case change = 0
    /// The root left the scope; content-free.
    case out = 1
    /// A placement that brought the root into the scope.
    case into = 2
    /// A refused or duplicate change; content-free.
    case void = 3
}
