extension Value {
    /// What is stored when this is written: erasure is nothing that can be written.
    var storable: Value { self == .erased ? .null : self }

    /// Appends the content form; null takes no bytes, so that a removal stays one when content is erased.
    func write(to writer: inout ByteWriter) {
        switch self {
        case .null, .erased: break
        case .bool(let value): writer.byte(value ? 2 : 1)
        case .integer(let value):
            writer.byte(3)
            writer.signed(value)
        case .double(let value):
            writer.byte(4)
            writer.fixed(value.bitPattern)
        case .string(let value):
            writer.byte(5)
            writer.letters(value)
        case .bytes(let value):
            writer.byte(6)
            writer.raw(value)
        }
    }

    /// Reads the content form of exactly `count` bytes.
    static func read(_ count: Int, from reader: inout ByteReader) throws(CRDTError) -> Value {
        guard count > 0 else { return .null }
        let end = reader.position + count
        guard count <= reader.remaining else { throw .malformed("content is shorter than the structure says") }
        let value: Value
        switch try reader.byte() {
        case 1: value = .bool(false)
        case 2: value = .bool(true)
        case 3: value = .integer(try reader.signed())
        case 4: value = .double(Double(bitPattern: try reader.fixed()))
        case 5: value = .string(try reader.string(bytes: count - 1))
        case 6: value = .bytes(Array(try reader.raw(count - 1)))
        default: throw .malformed("a value is of an unknown kind")
        }
        guard reader.position == end else { throw .malformed("a value is of another length than the structure says") }
        return value
    }
}
