public import CRDT
public import Hub

/// What somebody does just now: told to the server, shown to whom it concerns while it lasts, and kept nowhere.
///
/// It is no change: it has no number, no signature of its own and no place in any log, and whether it arrives is nobody's
/// concern. A server that does not know a kind answers as to any other and shows nothing; what a later version adds
/// behind the known members is passed over.
public struct PresenceSign: Hashable, Sendable {
    /// What is done.
    public enum Kind: Hashable, Sendable {
        /// Writes an answer to the customer.
        case writing
        /// Writes no more, or has sent it.
        case stopped
        /// Looks on, and asks to be answered once a customer writes.
        case awaitsWriting
        /// Looks on, and asks to be answered once no customer writes any more.
        case awaitsSilence
        /// Something that this version does not know.
        case unknown(UInt8)

        private static let known: [(Kind, UInt8)] = [
            (.writing, 1), (.stopped, 2), (.awaitsWriting, 3), (.awaitsSilence, 4),
        ]

        var byte: UInt8 {
            if case .unknown(let byte) = self { return byte }
            return Self.known.first { $0.0 == self }?.1 ?? 0
        }

        init(byte: UInt8) { self = Self.known.first { $0.1 == byte }?.0 ?? .unknown(byte) }
    }

    /// The ticket.
    public let root: Identifier
    /// What is done.
    public let kind: Kind

    /// States what is done in a ticket.
    public init(_ kind: Kind, in root: Identifier) {
        self.kind = kind
        self.root = root
    }

    func write(to writer: inout ByteWriter) {
        writer.write(byte: kind.byte)
        writer.write(root)
        writer.write(sized: [])
    }

    init(reading reader: inout ByteReader) throws(ProtocolError) {
        kind = Kind(byte: try reader.byte())
        root = try reader.identifier()
        _ = try reader.sized()
    }
}
