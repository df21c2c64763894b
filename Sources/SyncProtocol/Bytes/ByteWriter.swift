public import CRDT
public import Hub

/// Builds the binary forms of `schemas/wire.md`: big-endian integers, LEB128 varints, length-prefixed byte strings.
public struct ByteWriter: Sendable {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []

    /// Starts empty; `capacity` is a hint in bytes.
    public init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    /// Writes one byte.
    public mutating func write(byte: UInt8) { bytes.append(byte) }

    /// Writes an unsigned LEB128 varint (1 to 10 bytes).
    public mutating func write(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Writes eight bytes, big-endian.
    public mutating func write(fixed value: UInt64) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Writes bytes without a length.
    public mutating func write(raw value: some Sequence<UInt8>) { bytes.append(contentsOf: value) }

    /// Writes a varint length and the bytes.
    public mutating func write(sized value: some Collection<UInt8>) {
        write(varint: UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// Writes a varint length and the UTF-8 of `value`.
    public mutating func write(string value: String) {
        var value = value
        value.withUTF8 { buffer in
            write(varint: UInt64(buffer.count))
            bytes.append(contentsOf: buffer)
        }
    }

    /// Writes the 16 bytes of an identifier.
    public mutating func write(_ identifier: Identifier) {
        write(fixed: identifier.high)
        write(fixed: identifier.low)
    }

    /// Writes the 16 bytes of an actor.
    public mutating func write(_ actor: ActorID) {
        write(fixed: actor.high)
        write(fixed: actor.low)
    }

    /// Writes an actor and a varint number.
    public mutating func write(_ reference: ChangeReference) {
        write(reference.actor)
        write(varint: reference.number)
    }
}
