public import CRDT
public import Hub

/// A change as the log holds it: with the sequence and stamp that the server gave it and the batch that signs it.
public struct StampedChange: Hashable, Sendable {
    /// The log sequence.
    public let sequence: UInt64
    /// `min(author's time, receipt)`: ranks writes that have not seen each other.
    public let stamp: Stamp
    /// When the server received it.
    public let received: Instant
    /// The short hash of the batch's header, 16 bytes.
    public let batch: [UInt8]
    /// The change.
    public let change: SealedChange

    /// Assembles a stamped change.
    public init(sequence: UInt64, stamp: Stamp, received: Instant, batch: [UInt8], change: SealedChange) {
        self.sequence = sequence
        self.stamp = stamp
        self.received = received
        self.batch = batch
        self.change = change
    }

    init(reading reader: inout ByteReader) throws(ProtocolError) {
        sequence = try reader.counter()
        stamp = Stamp(rawValue: try reader.fixed())
        received = Instant(milliseconds: Int64(bitPattern: try reader.fixed()))
        batch = try reader.raw(16)
        change = try SealedChange(reading: &reader)
    }

    func write(to writer: inout ByteWriter) {
        writer.write(varint: sequence)
        writer.write(fixed: stamp.rawValue)
        writer.write(fixed: UInt64(bitPattern: received.milliseconds))
        writer.write(raw: batch)
        change.write(to: &writer)
    }
}

/// A content-free row in the place of a refused or duplicate change, so that numbers stay dense.
public struct VoidRow: Hashable, Sendable {
    /// The writer and the number that was used up.
    public let reference: ChangeReference
    /// The id of the refused change.
    public let id: ChangeID
    /// Why: a refusal's code or `duplicate`.
    public let code: String

    /// Assembles a void.
    public init(reference: ChangeReference, id: ChangeID, code: String) {
        self.reference = reference
        self.id = id
        self.code = code
    }
}
