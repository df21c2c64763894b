/// Packs the text of a document. What was there before at some length is told by its place; the rest is written letter
/// by letter, by chances that several models of what came before give together (Mahoney, "Adaptive weighing of context
/// models", 2005).
enum TextPacker {
    /// How long a text in so many bytes may be, so that few bytes cannot ask for any amount of memory.
    static func countMax(packedIn count: Int) -> Int { max(1 << 24, count * 1024) }
    /// The shortest repetition that is told by its place.
    private static let matchCountMin = 24

    /// The packed form.
    static func pack(_ text: [UInt8]) -> [UInt8] {
        var (encoder, numbers, model) = (BitEncoder(), NumberModels(), TextModel(count: text.count))
        defer { model.deallocate() }
        var newest: [UInt64: Int] = [:]
        var (position, literalStart) = (0, 0)
        func flush(to end: Int) {
            numbers.put(UInt64(end - literalStart), 0, &encoder)
            for index in literalStart..<end { model.put(text[index], &encoder) }
        }
        var nextKey = 0
        while position + matchCountMin <= text.count {
            let key = key(text, position)
            guard let source = newest[key], case let length = matchLength(text, source, position),
                length >= matchCountMin
            else {
                if position >= nextKey {
                    newest[key] = position
                    nextKey = position + 1
                }
                position += 1
                continue
            }
            flush(to: position)
            numbers.put(UInt64(length), 1, &encoder)
            numbers.put(UInt64(position - source), 2, &encoder)
            position += length
            literalStart = position
        }
        flush(to: text.count)
        return encoder.finish()
    }

    /// The text of `count` bytes that was packed.
    static func unpack(_ bytes: ArraySlice<UInt8>, count: Int) throws(CRDTError) -> [UInt8] {
        guard count <= countMax(packedIn: bytes.count) else { throw .malformed("a text is longer than it can be") }
        var (decoder, numbers, model) = (BitDecoder(bytes), NumberModels(), TextModel(count: count))
        defer { model.deallocate() }
        var text: [UInt8] = []
        text.reserveCapacity(count)
        while true {
            let literals = numbers.value(0, &decoder)
            guard literals <= UInt64(count - text.count) else { throw .malformed("a text is longer than it says") }
            for _ in 0..<literals {
                text.append(model.letter(&decoder))
                if decoder.isExhausted { throw .malformed("it ends too early") }
            }
            guard text.count < count else { return text }
            let (length, distance) = (numbers.value(1, &decoder), numbers.value(2, &decoder))
            guard length > 0, length <= UInt64(count - text.count), distance > 0, distance <= UInt64(text.count),
                !decoder.isExhausted
            else { throw .malformed("a repetition has no place in its text") }
            let source = text.count - Int(distance)
            for index in source..<source + Int(length) { text.append(text[index]) }
        }
    }

    private static func key(_ text: [UInt8], _ position: Int) -> UInt64 {
        var key: UInt64 = 0
        for index in position..<position + 16 { key = key &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(text[index]) &+ 1 }
        return key
    }

    private static func matchLength(_ text: [UInt8], _ source: Int, _ position: Int) -> Int {
        var length = 0
        while position + length < text.count, text[source + length] == text[position + length] { length += 1 }
        return length
    }
}

/// The chances of the next letter's bits.
///
/// In memory of its own, since checks of every access would cost more than the model: each index is a hash or a node that
/// is cut to its table's size. Whoever makes a model gives its memory back by `deallocate()`.
private struct TextModel {
    private static let orders = 5
    /// Chances in 22 bits above a count of how often they were asked for.
    private let slots: UnsafeMutablePointer<UInt32>
    private let slotBits: UInt32
    private let weights: UnsafeMutablePointer<Int32>
    private let hashes: UnsafeMutablePointer<UInt32>
    private let indexes: UnsafeMutablePointer<Int>
    private let inputs: UnsafeMutablePointer<Int32>
    private let stretches: UnsafeMutablePointer<Int32>
    private var recent: UInt64 = 0
    private var node: UInt32 = 1
    private var chance: Int32 = 0

    init(count: Int) {
        var bits: UInt32 = 12
        while bits < 20, 1 << bits < count * 4 { bits += 1 }
        slotBits = bits
        slots = Self.memory(Self.orders << Int(bits), of: 0x8000_0000)
        weights = Self.memory(256 * Self.orders, of: 65536 * 3 / 10)
        hashes = Self.memory(Self.orders, of: 0)
        indexes = Self.memory(Self.orders, of: 0)
        inputs = Self.memory(Self.orders, of: 0)
        stretches = Logistic.stretches()
        startLetter()
    }

    private static func memory<Number: BitwiseCopyable>(
        _ count: Int, of value: Number
    ) -> UnsafeMutablePointer<Number> {
        let memory = UnsafeMutablePointer<Number>.allocate(capacity: count)
        memory.initialize(repeating: value, count: count)
        return memory
    }

    func deallocate() {
        slots.deallocate()
        weights.deallocate()
        hashes.deallocate()
        indexes.deallocate()
        inputs.deallocate()
        stretches.deallocate()
    }

    private mutating func startLetter() {
        node = 1
        for order in 0..<Self.orders {
            let context = order == 0 ? 0 : recent & ~0 >> UInt64(64 - 8 * order)
            let mixed = (context &+ UInt64(order + 1)) &* 0x9E37_79B9_7F4A_7C15
            hashes[order] = UInt32(truncatingIfNeeded: mixed >> 32)
        }
    }

    /// The chance in 12 bits that the next bit is 1.
    private mutating func predict() -> UInt32 {
        var sum: Int64 = 0
        let base = Int(node) * Self.orders
        for order in 0..<Self.orders {
            let hash = (hashes[order] ^ node &* 0x2C1B_3C6D) &* 0x9E37_79B1
            let index = order << Int(slotBits) + Int(hash >> (32 - slotBits))
            indexes[order] = index
            inputs[order] = stretches[Int(slots[index] >> 20)]
            sum += Int64(inputs[order]) * Int64(weights[base + order])
        }
        chance = Logistic.squash(Int32(truncatingIfNeeded: sum >> 16))
        return UInt32(chance)
    }

    private mutating func learn(_ bit: UInt32) {
        let error = (Int32(bit) << 12 - chance) * 6
        let base = Int(node) * Self.orders
        for order in 0..<Self.orders {
            weights[base + order] += (inputs[order] * error + 0x2000) >> 14
            let slot = slots[indexes[order]]
            let (chance, count) = (Int64(slot >> 10), Int64(slot & 1023))
            let target: Int64 = bit == 1 ? (1 << 22) - 1 : 0
            let next = chance + (target - chance) * 2 / (2 * count + 3)
            slots[indexes[order]] = UInt32(next) << 10 | UInt32(min(count + 1, 60))
        }
        node = node << 1 | bit
        if node >= 256 {
            recent = recent << 8 | UInt64(node & 255)
            startLetter()
        }
    }

    mutating func put(_ letter: UInt8, _ encoder: inout BitEncoder) {
        for shift in stride(from: 7, through: 0, by: -1) {
            let bit = UInt32(letter >> UInt8(shift) & 1)
            encoder.put(bit, zero: 4096 - predict(), scaleBits: 12)
            learn(bit)
        }
    }

    mutating func letter(_ decoder: inout BitDecoder) -> UInt8 {
        for _ in 0..<8 { learn(decoder.bit(zero: 4096 - predict(), scaleBits: 12)) }
        return UInt8(truncatingIfNeeded: recent)
    }
}

/// Chances in the domain where they add up: `stretch(p) = ln(p / (1 - p))`, in 8 bits behind the point, and its inverse.
/// By whole numbers alone, so that every machine reads what another wrote.
private enum Logistic {
    private static let knots: [Int32] = [
        1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047, 2549, 2994, 3348, 3607, 3785, 3901,
        3975, 4022, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094,
    ]

    /// The chance in 12 bits, never 0 or 1.
    static func squash(_ value: Int32) -> Int32 {
        if value > 2047 { return 4095 }
        if value < -2047 { return 1 }
        let weight = value & 127
        let index = Int(value >> 7) + 16
        return max(1, (knots[index] * (128 - weight) + knots[index + 1] * weight + 64) >> 7)
    }

    /// The inverse, for each chance in 12 bits.
    static func stretches() -> UnsafeMutablePointer<Int32> {
        let table = UnsafeMutablePointer<Int32>.allocate(capacity: 4096)
        table.initialize(repeating: 2047, count: 4096)
        var next = 0
        for value in Int32(-2047)...2047 {
            let chance = Int(squash(value))
            while next <= chance {
                table[next] = value
                next += 1
            }
        }
        return table
    }
}
