import CRDT

/// Damage of the kinds that trip decoders.
struct Mutation {
    private static let lengths: [[UInt8]] = [
        [0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0xFE, 0xFF, 0xFF, 0xFF, 0x07], [0x80, 0x80, 0x80, 0x80, 0x08],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0x80, 0x00],
    ]
    var random: SeededGenerator

    /// Changes one to three things of some bytes.
    mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(3) { damageOnce(&bytes) }
        return bytes
    }

    private mutating func damageOnce(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return bytes.append(UInt8(random.below(256))) }
        let position = random.below(bytes.count)
        switch random.below(9) {
        case 0: bytes[position] ^= 1 << UInt8(random.below(8))
        case 1: bytes[position] = random.pick([0, 1, 2, 0x7F, 0x80, 0xFF])
        case 2: bytes[position] = UInt8(clamping: Int(bytes[position]) + random.pick([-1, 1]))
        case 3: bytes.remove(at: position)
        case 4: bytes.insert(UInt8(random.below(16)), at: position)
        case 5: bytes.replaceSubrange(position...position, with: random.pick(Self.lengths))
        case 6: bytes.removeSubrange(position...)
        case 7:
            let range = random.range(in: bytes.count)
            bytes.insert(contentsOf: bytes[range.prefix(32)], at: position)
        default: bytes.swapAt(position, random.below(bytes.count))
        }
    }

    /// Changes the structure, the content, or what is told beside them.
    mutating func damage(_ change: Change, others: [Change]) -> Change {
        var (heads, structure, content) = (change.heads, change.structure, change.content)
        let other = random.pick(others)
        switch random.below(10) {
        case 0: structure = other.structure
        case 1: content = random.oneIn(2) ? .erased : other.content
        case 2: heads = random.oneIn(2) ? other.heads : heads + [other.reference]
        case 3: if case .present(let bytes) = content { content = .present(damage(bytes)) }
        default: structure = damage(structure)
        }
        if random.oneIn(4) { content = .erased }
        return Change(
            reference: change.reference, heads: heads, time: change.time, structure: structure, content: content
        )
    }
}
