public import CRDT

/// What became of one pushed change; recorded, so that asking again gives the same answer.
public struct PushOutcome: Hashable, Sendable {
    /// The change.
    public let reference: ChangeReference
    /// What became of it.
    public let result: Result

    /// Assembles an outcome.
    public init(reference: ChangeReference, result: Result) {
        self.reference = reference
        self.result = result
    }

    /// What can become of a change.
    public enum Result: Hashable, Sendable {
        /// It is in the log.
        case accepted(sequence: UInt64, stamp: Stamp)
        /// The outside event that caused it already had its effect, at this sequence.
        case duplicate(sequence: UInt64)
        /// Refused; the number is used up, the author keeps the words.
        case parked(code: String, explanation: String)
        /// Another change stands under this number: two devices were cloned from one disk.
        case equivocation
        /// Earlier numbers of the actor are missing; nothing was recorded.
        case gap(expected: UInt64)
    }

    init(reading reader: inout ByteReader) throws(ProtocolError) {
        reference = try reader.reference()
        switch try reader.byte() {
        case 0: result = .accepted(sequence: try reader.counter(), stamp: Stamp(rawValue: try reader.fixed()))
        case 1: result = .duplicate(sequence: try reader.counter())
        case 2: result = .parked(code: try reader.string(), explanation: try reader.string())
        case 3: result = .equivocation
        case 4: result = .gap(expected: try reader.counter())
        default: throw .malformed("an outcome is of an unknown kind")
        }
    }

    func write(to writer: inout ByteWriter) {
        writer.write(reference)
        switch result {
        case .accepted(let sequence, let stamp):
            writer.write(byte: 0)
            writer.write(varint: sequence)
            writer.write(fixed: stamp.rawValue)
        case .duplicate(let sequence):
            writer.write(byte: 1)
            writer.write(varint: sequence)
        case .parked(let code, let explanation):
            writer.write(byte: 2)
            writer.write(string: code)
            writer.write(string: explanation)
        case .equivocation: writer.write(byte: 3)
        case .gap(let expected):
            writer.write(byte: 4)
            writer.write(varint: expected)
        }
    }
}
