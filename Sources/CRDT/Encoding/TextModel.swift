/// The chances of the next letter's bits by what came before it: the last letter, two, four, and the word so far. They are mixed by weights that learn which contexts to trust, given how many have been met before.
///
/// The chances of half a letter under one context lie in a bucket of sixteen words, which is one line of a processor's
/// cache: the first word tells which context it is. In memory of its own, since checks of every access would cost more
/// than the model: each index is a hash that is cut to its table's size. Whoever makes a model gives its memory back by
/// `deallocate()`.
struct TextModel {
    private static let contexts = 4
    private static let bucketWords = 16
    private static let countMax: UInt32 = 30
    private static let even: UInt32 = 0x8000_0000
    /// Chances in 22 bits above a count of how often they were asked for.
    private let slots: UnsafeMutablePointer<UInt32>
    private let bucketBits: UInt32
    private let weights: UnsafeMutablePointer<Int32>
    private let hashes: UnsafeMutablePointer<UInt64>
    private let buckets: UnsafeMutablePointer<Int>
    private let inputs: UnsafeMutablePointer<Int32>
    private let stretches: UnsafeMutablePointer<Int32>
    /// How far a chance moves, in 16 bits behind the point, by its count.
    private let rates: UnsafeMutablePointer<Int64>
    private var recent: UInt64 = 0
    private var word: UInt64 = 0
    /// The bits of the letter so far, below a 1, and those of its half.
    private var node: UInt32 = 1
    private var half = 1
    private var chance: Int32 = 0
    private var weightSet = 0

    /// Prepares for `letters` letters.
    init(letters: Int) {
        var bits: UInt32 = 8
        while bits < 16, 1 << bits < letters / 8 { bits += 1 }
        bucketBits = bits
        slots = Self.memory(Self.contexts << Int(bits) * Self.bucketWords, of: Self.even)
        weights = Self.memory(64 * Self.contexts, of: 65536 / 3)
        hashes = Self.memory(Self.contexts, of: 0)
        buckets = Self.memory(Self.contexts, of: 0)
        inputs = Self.memory(Self.contexts, of: 0)
        stretches = Logistic.stretches()
        rates = Self.memory(Int(Self.countMax) + 1, of: 0)
        for count in 0...Int(Self.countMax) { rates[count] = 65536 * 2 / Int64(2 * count + 3) }
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
        buckets.deallocate()
        inputs.deallocate()
        stretches.deallocate()
        rates.deallocate()
    }

    private mutating func startLetter() {
        node = 1
        hash(recent & 0xFF, 0)
        hash(recent & 0xFFFF, 1)
        hash(recent & 0xFFFF_FFFF, 2)
        hash(word, 3)
        startHalf()
    }

    private mutating func hash(_ context: UInt64, _ number: Int) {
        hashes[number] = (context &+ UInt64(number + 1)) &* 0x9E37_79B9_7F4A_7C15
    }

    /// Looks up the buckets of the next four bits.
    private mutating func startHalf() {
        let (slots, hashes, buckets, node, bucketBits) = (slots, hashes, buckets, UInt64(node), bucketBits)
        half = 1
        for number in 0..<Self.contexts {
            let hash = (hashes[number] ^ node &* 0x2C1B_3C6D_9E37_79B1) &* 0xD6E8_FEB8_6659_FD93
            let bucket = (number << Int(bucketBits) + Int(hash >> UInt64(64 - bucketBits))) * Self.bucketWords
            buckets[number] = bucket
            let check = UInt32(truncatingIfNeeded: hash >> 16)
            guard slots[bucket] != check else { continue }
            slots[bucket] = check
            for slot in bucket + 1..<bucket + Self.bucketWords { slots[slot] = Self.even }
        }
    }

    /// The chance in 12 bits that the next bit is 1.
    @inline(__always)
    private mutating func predict() -> UInt32 {
        // In registers, since the compiler cannot know that what is written does not change them.
        let (slots, weights, buckets, inputs, stretches, half) = (slots, weights, buckets, inputs, stretches, half)
        var known = 0
        for number in 0..<Self.contexts {
            let slot = slots[buckets[number] + half]
            inputs[number] = stretches[Int(slot >> 20)]
            if slot & 1023 > 0 { known += 1 }
        }
        let weightSet = (known * 8 + (31 - node.leadingZeroBitCount)) * Self.contexts
        self.weightSet = weightSet
        var sum: Int64 = 0
        for number in 0..<Self.contexts { sum += Int64(inputs[number]) * Int64(weights[weightSet + number]) }
        chance = Logistic.squash(Int32(truncatingIfNeeded: sum >> 16))
        return UInt32(chance)
    }

    @inline(__always)
    private mutating func learn(_ bit: UInt32) {
        let (slots, weights, buckets, inputs, rates, half) = (slots, weights, buckets, inputs, rates, half)
        let weightSet = weightSet
        let error = (Int32(bit) << 12 - chance) * 6
        let target: Int64 = bit == 1 ? (1 << 22) - 1 : 0
        for number in 0..<Self.contexts {
            weights[weightSet + number] += (inputs[number] * error + 0x2000) >> 14
            let slot = slots[buckets[number] + half]
            let (chance, count) = (Int64(slot >> 10), slot & 1023)
            let next = chance + ((target - chance) * rates[Int(count)]) >> 16
            slots[buckets[number] + half] = UInt32(next) << 10 | min(count + 1, Self.countMax)
        }
        node = node << 1 | bit
        self.half = half << 1 | Int(bit)
        if node >= 256 {
            recent = recent << 8 | UInt64(node & 255)
            let isInWord = node & 255 >= 0x80 || UInt8(truncatingIfNeeded: node | 0x20) &- 0x61 < 26
            word = isInWord ? (word &+ UInt64(node | 0x20)) &* 0x2545_F491_4F6C_DD1D : 0
            startLetter()
        } else if self.half >= 16 {
            startHalf()
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
