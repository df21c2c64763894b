/// Chances of the numbers of every column: of how many bits a number has, given how many the last of its column and the
/// last of any column had, and of its upper bits.
///
/// Most numbers have few bits: three decisions tell up to six, six more tell the rest. The shape of a change is no such
/// number: each of its ten bits is told by itself, given those above it and the form of the change before.
struct NumberModels {
    /// How many of the upper bits are learned.
    private static let learnedBits = 3
    private static let classes = 8
    /// The length that says that more is told, and where the models of that begin.
    private static let longLength = 7
    private static let shortModels = classes * classes * 8
    private static let lengthModels = shortModels + classes * 64
    private static let columnSlots = lengthModels + 65 * (1 << learnedBits)
    private static let shapeBits = 10
    private static let shapeClasses = 4

    private var models: ContiguousArray<BitModel>
    private var former: ContiguousArray<UInt8>
    private var newest = 0

    init(columns: Int = Column.allCases.count) {
        let shapeModels = columns > Column.shape.rawValue ? Self.shapeClasses << Self.shapeBits : 0
        models = ContiguousArray(repeating: BitModel(), count: columns * Self.columnSlots + shapeModels)
        former = ContiguousArray(repeating: 0, count: columns)
    }

    private func shortBase(_ column: Int) -> Int {
        column * Self.columnSlots + (Int(former[column]) * Self.classes + newest) * 8
    }

    private func longBase(_ column: Int) -> Int {
        column * Self.columnSlots + Self.shortModels + Int(former[column]) * 64
    }

    private static func upperBase(_ column: Int, _ length: Int) -> Int {
        column * columnSlots + lengthModels + length * (1 << learnedBits)
    }

    /// Where the models of a shape begin.
    private var shapeBase: Int {
        models.count - Self.shapeClasses << Self.shapeBits + Int(former[Column.shape.rawValue]) << Self.shapeBits
    }

    private mutating func note(shape: Int) {
        former[Column.shape.rawValue] = UInt8(min(shape >> 7, Self.shapeClasses - 1))
        newest = 0
    }

    /// Writes the shape of a change.
    mutating func put(shape: Int, _ encoder: inout BitEncoder) {
        put(shape, bits: Self.shapeBits, shapeBase, &encoder)
        note(shape: shape)
    }

    /// Reads the shape of a change.
    mutating func shape(_ decoder: inout BitDecoder) -> UInt64 {
        let base = shapeBase
        var node = 1
        models.withUnsafeMutableBufferPointer { models in
            for _ in 0..<Self.shapeBits { node = node << 1 | Int(decoder.bit(&models[base + node])) }
        }
        let shape = node - 1 << Self.shapeBits
        note(shape: shape)
        return UInt64(shape)
    }

    private mutating func note(_ length: Int, _ column: Int) {
        newest = length < 4 ? length : min(7, 3 + length / 4)
        former[column] = UInt8(newest)
    }

    mutating func put(_ value: UInt64, _ column: Int, _ encoder: inout BitEncoder) {
        let length = 64 - value.leadingZeroBitCount
        put(min(length, Self.longLength), bits: 3, shortBase(column), &encoder)
        if length >= Self.longLength { put(length - Self.longLength, bits: 6, longBase(column), &encoder) }
        note(length, column)
        guard length > 1 else { return }
        let upper = Self.upperBase(column, length)
        var node = 1
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

    private mutating func put(_ value: Int, bits: Int, _ base: Int, _ encoder: inout BitEncoder) {
        var node = 1
        for shift in stride(from: bits - 1, through: 0, by: -1) {
            let bit = UInt32(value >> shift & 1)
            encoder.put(bit, &models[base + node])
            node = node << 1 | Int(bit)
        }
    }

    mutating func value(_ column: Int, _ decoder: inout BitDecoder) -> UInt64 {
        let (short, long) = (shortBase(column), longBase(column))
        let (value, length) = models.withUnsafeMutableBufferPointer { models in
            var node = 1
            for _ in 0..<3 { node = node << 1 | Int(decoder.bit(&models[short + node])) }
            var length = node - 8
            if length == Self.longLength {
                node = 1
                for _ in 0..<6 { node = node << 1 | Int(decoder.bit(&models[long + node])) }
                length = min(64, length + node - 64)
            }
            guard length > 1 else { return (UInt64(length), length) }
            let upper = Self.upperBase(column, length)
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
            return (value, length)
        }
        note(length, column)
        return value
    }
}
