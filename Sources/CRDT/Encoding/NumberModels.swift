/// Chances of the numbers of every column: of how many bits a number has, given how many the last of its column and the
/// last of any column had, and of its upper bits.
struct NumberModels {
    /// How many of the upper bits are learned.
    private static let learnedBits = 3
    private static let lengthSlots = 128
    private static let classes = 8
    private static let lengthModels = classes * classes * lengthSlots
    private static let columnSlots = lengthModels + 65 * (1 << learnedBits)

    private var models: ContiguousArray<BitModel>
    private var former: ContiguousArray<UInt8>
    private var newest = 0

    init(columns: Int = Column.allCases.count) {
        models = ContiguousArray(repeating: BitModel(), count: columns * Self.columnSlots)
        former = ContiguousArray(repeating: 0, count: columns)
    }

    private func base(_ column: Int) -> Int {
        column * Self.columnSlots + (Int(former[column]) * Self.classes + newest) * Self.lengthSlots
    }

    private func upperBase(_ column: Int, _ length: Int) -> Int {
        column * Self.columnSlots + Self.lengthModels + length * (1 << Self.learnedBits)
    }

    private mutating func note(_ length: Int, _ column: Int) {
        newest = length < 4 ? length : min(7, 3 + length / 4)
        former[column] = UInt8(newest)
    }

    mutating func put(_ value: UInt64, _ column: Int, _ encoder: inout BitEncoder) {
        let length = 64 - value.leadingZeroBitCount
        let base = base(column)
        var node = 1
        for shift in stride(from: 6, through: 0, by: -1) {
            let bit = UInt32(length >> shift & 1)
            encoder.put(bit, &models[base + node])
            node = node << 1 | Int(bit)
        }
        note(length, column)
        guard length > 1 else { return }
        let upper = upperBase(column, length)
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
        let base = base(column)
        var node = 1
        for _ in 0..<7 { node = node << 1 | Int(decoder.bit(&models[base + node])) }
        let length = min(64, node - 128)
        note(length, column)
        guard length > 1 else { return UInt64(length) }
        let upper = upperBase(column, length)
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
