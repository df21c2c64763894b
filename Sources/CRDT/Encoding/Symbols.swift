/// What a number of the document format is about. Numbers of one column are alike, so each column learns by itself.
enum Column: Int, CaseIterable, Sendable {
    case actor, number, parents, parentDistance, followers, followerKind, time, timeRun, stamp, stampDelta
    case shape, operationCount, opcode, container, containerTag, key, length
    case valueTag, integer, bits, element, offset, deletedCount, rangeCount, bias, fieldCount, total
}

/// The numbers of a document, as they are written.
struct Symbols {
    private var columns: ContiguousArray<UInt8> = []
    private var values: ContiguousArray<UInt64> = []

    mutating func put(_ value: UInt64, _ column: Column) {
        columns.append(UInt8(column.rawValue))
        values.append(value)
    }

    mutating func put(_ value: Int, _ column: Column) { put(UInt64(value), column) }
    mutating func put(_ value: UInt32, _ column: Column) { put(UInt64(value), column) }

    /// How many numbers there are.
    var count: Int { values.count }

    /// Replaces a number.
    mutating func set(_ value: UInt64, at position: Int) { values[position] = value }

    /// A number of either sign.
    mutating func putSigned(_ value: Int64, _ column: Column) {
        put(UInt64(bitPattern: value << 1 ^ value >> 63), column)
    }

    /// The numbers as LEB128, one after another.
    func plain() -> [UInt8] {
        var writer = ByteWriter()
        for value in values { writer.variable(value) }
        return writer.bytes
    }

    /// The numbers by their chances.
    func packed() -> [UInt8] {
        var (encoder, models) = (BitEncoder(), NumberModels())
        for (column, value) in zip(columns, values) {
            if column == UInt8(Column.shape.rawValue) {
                models.put(shape: Int(value), &encoder)
            } else {
                models.put(value, Int(column), &encoder)
            }
        }
        return encoder.finish()
    }
}

/// Reads the numbers of a document.
struct SymbolReader {
    private let isPacked: Bool
    private var plain: ByteReader
    private var packed: BitDecoder
    private var models: NumberModels

    init(_ bytes: ArraySlice<UInt8>, isPacked: Bool) {
        self.isPacked = isPacked
        byteCount = bytes.count
        plain = ByteReader(isPacked ? [] : bytes)
        packed = BitDecoder(isPacked ? bytes : [])
        models = NumberModels(columns: isPacked ? Column.allCases.count : 0)
    }

    /// How many bytes there are.
    let byteCount: Int

    mutating func value(_ column: Column) throws(CRDTError) -> UInt64 {
        guard isPacked else { return try plain.variable() }
        guard !packed.isExhausted else { throw .malformed("it ends too early") }
        return column == .shape ? models.shape(&packed) : models.value(column.rawValue, &packed)
    }

    mutating func value(_ column: Column, atMost limit: Int) throws(CRDTError) -> Int {
        let value = try value(column)
        guard value <= UInt64(limit) else { throw .malformed("a number exceeds its limit") }
        return Int(value)
    }

    mutating func signed(_ column: Column) throws(CRDTError) -> Int64 {
        let value = try value(column)
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// Throws unless everything was read.
    func finish() throws(CRDTError) { try plain.finish() }
}
