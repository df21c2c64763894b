import CRDT
import Testing

/// Keystrokes that go on with each other are kept as one, which nobody may notice.
struct TypingTests {
    private static func typist(seed: UInt64, steps: Int) -> Typist {
        var random = SeededGenerator(seed: seed)
        var typist = Typist(7)
        for _ in 0..<steps {
            if random.oneIn(20) { typist.hold(random.below(30), &random) } else { typist.step(&random) }
        }
        return typist
    }

    @Test(arguments: 0..<2)
    func `every version of a typed text reads as the plain text did`(batch: Int) throws {
        for seed in Seeds.share(batch, of: 6, base: 20_000) {
            var random = SeededGenerator(seed: seed)
            var (typist, replica) = (Typist(7), Document())
            for _ in 0..<400 {
                let known = typist.changes.count
                typist.step(&random)
                for change in typist.changes[known...] { try replica.apply(change) }
                let expected = String(String.UnicodeScalarView(typist.plain))
                #expect(typist.peer.document.text("body").string == expected, "CRDT_SEED=\(seed)")
                #expect(replica.text("body").string == expected, "CRDT_SEED=\(seed): a replica")
            }
        }
    }

    @Test(arguments: 0..<2)
    func `a change is given out to the byte as it was made`(batch: Int) throws {
        for seed in Seeds.share(batch, of: 20, base: 21_000) {
            let typist = Self.typist(seed: seed, steps: 200)
            let document = typist.peer.document
            #expect(document.changes() == typist.changes, "CRDT_SEED=\(seed)")
            let loaded = try Document(encoded: document.encoded())
            #expect(loaded.changes() == typist.changes, "CRDT_SEED=\(seed): loaded")
            for change in typist.changes { #expect(document.change(change.reference) == change, "CRDT_SEED=\(seed)") }
        }
    }

    @Test(arguments: 0..<2)
    func `what is erased within a stretch of typing is gone, and all else stays`(batch: Int) throws {
        for seed in Seeds.share(batch, of: 20, base: 22_000) {
            var random = SeededGenerator(seed: seed)
            var typist = Self.typist(seed: seed, steps: 120)
            var erased: Set<ChangeReference> = []
            for _ in 0..<6 { erased.insert(random.pick(typist.changes).reference) }
            for reference in erased { typist.erase(reference) }
            let document = typist.peer.document
            for change in typist.changes {
                let now = try #require(document.change(change.reference))
                #expect(now.structure == change.structure, "CRDT_SEED=\(seed): structure stays")
                #expect((now.content == .erased) == erased.contains(change.reference), "CRDT_SEED=\(seed)")
            }
            var other = Document()
            for change in typist.changes.shuffled(using: &random) { try other.apply(change) }
            other.erase(erased)
            #expect(other.canonicalBytes() == document.canonicalBytes(), "CRDT_SEED=\(seed): another order")
            let loaded = try Document(encoded: document.encoded())
            #expect(loaded.changes() == document.changes(), "CRDT_SEED=\(seed): changes")
            #expect(loaded.canonicalBytes() == document.canonicalBytes(), "CRDT_SEED=\(seed): loaded")
            #expect(loaded.encoded() == document.encoded(), "CRDT_SEED=\(seed): saved again")
        }
    }

    @Test(arguments: 0..<2)
    func `two who type at once agree, whichever way their keystrokes arrive`(batch: Int) throws {
        for seed in Seeds.share(batch, of: 20, base: 23_000) {
            var random = SeededGenerator(seed: seed)
            var (one, other) = (Typist(1), Typist(2))
            for _ in 0..<100 {
                one.step(&random)
                other.step(&random)
            }
            var (interleaved, batched) = (Document(), Document())
            for (left, right) in zip(one.changes, other.changes) {
                try interleaved.apply(left)
                try interleaved.apply(right)
            }
            for change in one.changes + other.changes { try interleaved.apply(change) }
            for change in other.changes + one.changes { try batched.absorb(change) }
            #expect(interleaved.canonicalBytes() == batched.canonicalBytes(), "CRDT_SEED=\(seed)")
            let loaded = try Document(encoded: interleaved.encoded())
            #expect(loaded.canonicalBytes() == batched.canonicalBytes(), "CRDT_SEED=\(seed): loaded")
            #expect(batched.encoded() == interleaved.encoded(), "CRDT_SEED=\(seed): saved bytes depend on the order")
        }
    }
}
