/// Where a root is placed: a compare-and-set fact. A ticket's queue is its placement.
public struct Placement: Hashable, Sendable {
    /// The scope it leaves; nil when the root is new.
    public let from: Scope?
    /// The scope it enters.
    public let to: Scope

    /// Assembles a placement.
    public init(from: Scope?, to: Scope) {
        self.from = from
        self.to = to
    }

    /// Reads the structure section of a placement change.
    public init(structure: [UInt8]) throws(ProtocolError) {
        var reader = ByteReader(structure)
        let origin = try reader.string()
        let destination = try reader.string()
        try reader.finish()
        from = Scope(origin)
        guard let to = Scope(destination), from != nil || origin.isEmpty else {
            throw .malformed("a placement names no valid scope")
        }
        self.to = to
    }

    /// The structure section of a placement change: two sized strings, the first empty for a new root.
    public var structure: [UInt8] {
        var writer = ByteWriter()
        writer.write(string: from?.description ?? "")
        writer.write(string: to.description)
        return writer.bytes
    }
}

/// The human number of a ticket, written by the server in the transaction that accepts the ticket.
public struct TicketNumber: Hashable, Sendable {
    /// Positive, ascending in the order of acceptance; gaps are allowed.
    public let number: UInt64

    /// Takes a number.
    public init(number: UInt64) { self.number = number }

    /// Reads the structure section of a ticket number change.
    public init(structure: [UInt8]) throws(ProtocolError) {
        var reader = ByteReader(structure)
        number = try reader.counter()
        try reader.finish()
    }

    /// The structure section: one varint.
    public var structure: [UInt8] {
        var writer = ByteWriter()
        writer.write(varint: number)
        return writer.bytes
    }
}
