/// What a number of the document format is about. Numbers of one column are alike, so each column learns by itself.
enum Column: Int, CaseIterable, Sendable {
    case actor, number, parents, parentDistance, followers, followerKind, time, timeRun, stamp, stampDelta
    case form, operationCount, opcode, container, containerTag, key, length
    case valueTag, integer, bits, element, side, offset, deletedCount, rangeCount, bias, fieldCount, total
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
        for (column, value) in zip(columns, values) { models.put(value, Int(column), &encoder) }
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
        plain = ByteReader(isPacked ? [] : bytes)
        packed = BitDecoder(isPacked ? bytes : [])
        models = NumberModels(isUsed: isPacked)
    }

    mutating func value(_ column: Column) throws(CRDTError) -> UInt64 {
        guard isPacked else { return try plain.variable() }
        guard !packed.isExhausted else { throw .malformed("it ends too early") }
        return models.value(column.rawValue, &packed)
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

/// Chances of the numbers of every column: of how many bits a number has, given how many the one before had, and of
/// its upper bits.
struct NumberModels {
    /// How many of the upper bits are learned.
    private static let learnedBits = 3
    private static let lengthSlots = 128
    private static let classes = 8
    private static let columnSlots = classes * lengthSlots + 65 * (1 << learnedBits)

    private var models: ContiguousArray<BitModel>
    private var classes: ContiguousArray<UInt8>

    init(isUsed: Bool = true) {
        models = ContiguousArray(
            repeating: BitModel(), count: isUsed ? Column.allCases.count * Self.columnSlots : 0
        )
        classes = ContiguousArray(repeating: 0, count: isUsed ? Column.allCases.count : 0)
    }

    private mutating func note(_ length: Int, _ column: Int) {
        classes[column] = UInt8(length < 4 ? length : min(7, 3 + length / 4))
    }

    mutating func put(_ value: UInt64, _ column: Int, _ encoder: inout BitEncoder) {
        let length = 64 - value.leadingZeroBitCount
        let base = column * Self.columnSlots + Int(classes[column]) * Self.lengthSlots
        var node = 1
        for shift in stride(from: 6, through: 0, by: -1) {
            let bit = UInt32(length >> shift & 1)
            encoder.put(bit, &models[base + node])
            node = node << 1 | Int(bit)
        }
        note(length, column)
        guard length > 1 else { return }
        let upper = column * Self.columnSlots + Self.classes * Self.lengthSlots + length * (1 << Self.learnedBits)
        node = 1
        for shift in stride(from: length - 2, through: 0, by: -1) {
            let bit = UInt32(truncatingIfNeeded: value >> UInt64(shift) & 1)
            if node < 1 << Self.learnedBits {
                encoder.put(bit, &models[upper + node])
                node = node << 1 | Int(bit)
            } else {
                encoder.put(bit, zero: 1, scaleBits: 1)
            }
        }
    }

    mutating func value(_ column: Int, _ decoder: inout BitDecoder) -> UInt64 {
        let base = column * Self.columnSlots + Int(classes[column]) * Self.lengthSlots
        var node = 1
        for _ in 0..<7 { node = node << 1 | Int(decoder.bit(&models[base + node])) }
        let length = min(64, node - 128)
        note(length, column)
        guard length > 1 else { return UInt64(length) }
        let upper = column * Self.columnSlots + Self.classes * Self.lengthSlots + length * (1 << Self.learnedBits)
        var value: UInt64 = 1
        node = 1
        for _ in 0..<(length - 1) {
            let bit: UInt32
            if node < 1 << Self.learnedBits {
                bit = decoder.bit(&models[upper + node])
                node = node << 1 | Int(bit)
            } else {
                bit = decoder.bit(zero: 1, scaleBits: 1)
            }
            value = value << 1 | UInt64(bit)
        }
        return value
    }
}
