import CRDT

/// Types like a person: on, a few letters back, on somewhere else; and remembers what the text must read as.
struct Typist {
    private(set) var peer: Peer
    private(set) var changes: [Change] = []
    private(set) var plain: [Unicode.Scalar] = []
    private var cursor = 0
    private var time: UInt64 = 1

    init(_ name: UInt64) { peer = Peer(name) }

    /// Makes one change.
    mutating func step(_ random: inout SeededGenerator) {
        time += random.oneIn(5) ? UInt64(random.below(100)) : 1
        if random.oneIn(12) || cursor > plain.count { cursor = random.below(plain.count + 1) }
        let (at, length) = (cursor, plain.count)
        switch random.below(10) {
        case 0 where at > 0:
            change { $0.delete(at - 1..<at) }
            plain.remove(at: at - 1)
            cursor = at - 1
        case 1 where at < length:
            change { $0.delete(at..<at + 1) }
            plain.remove(at: at)
        case 2:
            let word = random.pick(["ä", "word", "日本", "\n"])
            change { $0.insert(word, at: at) }
            plain.insert(contentsOf: word.unicodeScalars, at: at)
            cursor = at + word.unicodeScalars.count
        case 3 where length - at > 3:
            change { $0.replace(at..<at + 3, with: "x") }
            plain.replaceSubrange(at..<at + 3, with: ["x"])
        default:
            let letter = random.pick(["a", "e", "n", " "])
            change { $0.insert(letter, at: at) }
            plain.insert(contentsOf: letter.unicodeScalars, at: at)
            cursor = at + 1
        }
    }

    /// Deletes or types the same again and again, as a key that is held down.
    mutating func hold(_ count: Int, _ random: inout SeededGenerator) {
        let isBackspace = random.oneIn(2)
        for _ in 0..<count {
            time += 1
            let at = cursor
            if isBackspace, at > 0 {
                change { $0.delete(at - 1..<at) }
                plain.remove(at: at - 1)
                cursor = at - 1
            } else if !isBackspace {
                change { $0.insert("z", at: at) }
                plain.insert("z", at: at)
                cursor = at + 1
            }
        }
    }

    private mutating func change(_ body: (TextEditor) -> Void) {
        if let change = peer.edit(at: time, { body($0.text("body")) }) { changes.append(change) }
    }

    /// Drops the content of a change.
    mutating func erase(_ reference: ChangeReference) { peer.erase([reference]) }
}
