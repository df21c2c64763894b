import CRDT
import Testing

/// Writers who type at once, each at a place of their own for a while, and look at each other's work now and then: what
/// a history of several people reads like.
struct ConcurrentTypingTests {
    private struct Writer {
        let actor: ActorID
        var document = Document()
        var number: UInt64 = 0
        var cursor = 0

        init(_ name: UInt64) { actor = ActorID(high: 0, low: name) }

        /// Makes one change of a keystroke, and tells what the text must read as then.
        mutating func press(
            _ random: inout SeededGenerator, at time: UInt64
        ) -> (change: Change?, expected: String) {
            var plain = Array(document.text("body").string.unicodeScalars)
            if random.oneIn(15) || cursor > plain.count { cursor = random.below(plain.count + 1) }
            let (isBackspace, letter) = (cursor > 0 && random.oneIn(5), random.pick(["a", "e", "n", " ", "ö"]))
            number += 1
            let at = cursor
            let stamp = Stamp(milliseconds: time)
            let change = document.edit(actor: actor, number: number, time: stamp, stamp: stamp) { transaction in
                let text = transaction.text("body")
                if isBackspace { text.delete(at - 1..<at) } else { text.insert(letter, at: at) }
            }
            if isBackspace {
                plain.remove(at: at - 1)
                cursor = at - 1
            } else {
                plain.insert(contentsOf: letter.unicodeScalars, at: at)
                cursor = at + 1
            }
            return (change, String(String.UnicodeScalarView(plain)))
        }
    }

    @Test(arguments: 0..<2)
    func `every prefix of a concurrent history reads as the definitions say`(batch: Int) throws {
        for seed in Seeds.share(batch, of: 4, base: 24_000) {
            var random = SeededGenerator(seed: seed)
            var writers = (1...3).map { Writer(UInt64($0)) }
            var changes: [Change] = []
            while changes.count < 150 {
                let writer = random.below(writers.count)
                if random.oneIn(3) { _ = writers[writer].document.merge(random.pick(writers).document) }
                for _ in 0...random.below(12) {
                    let (change, expected) = writers[writer].press(&random, at: UInt64(changes.count))
                    if let change { changes.append(change) }
                    #expect(writers[writer].document.text("body").string == expected, "CRDT_SEED=\(seed): typed")
                }
            }
            var replica = Document()
            for (count, change) in changes.enumerated() {
                try replica.absorb(change, stamp: change.time)
                let problems = try ModelHistory(replica).differences(to: replica)
                #expect(problems.isEmpty, "CRDT_SEED=\(seed): after \(count + 1) changes")
                guard count % 10 == 9 else { continue }
                var replayed = Document()
                for change in changes[...count].shuffled(using: &random) {
                    try replayed.absorb(change, stamp: change.time)
                }
                #expect(replayed.canonicalBytes() == replica.canonicalBytes(), "CRDT_SEED=\(seed): replayed")
                let loaded = try Document(encoded: replica.encoded())
                #expect(loaded.canonicalBytes() == replica.canonicalBytes(), "CRDT_SEED=\(seed): opened")
            }
        }
    }
}
