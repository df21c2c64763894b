import CRDT
import Testing

/// A saved document is the changes it was made of, whatever they are.
struct SavedHistoryTests {
    @Test(arguments: 0..<2)
    func `a saved history gives back every change and stamp`(batch: Int) throws {
        for seed in Seeds.share(batch, of: 30, base: 26_000) {
            var random = SeededGenerator(seed: seed)
            var edits = RandomEdits()
            var peers = (1...4).map { Peer(UInt64($0)) }
            for _ in 0..<60 {
                let (one, other) = (random.below(4), random.below(4))
                if random.oneIn(3) {
                    peers[one].merge(peers[other])
                } else {
                    let stamp = random.oneIn(4) ? Stamp.pending : Stamp(milliseconds: UInt64(random.below(9)))
                    peers[one].edit(at: UInt64(random.below(50)), stamp: stamp) { edits.run(&$0, &random) }
                }
            }
            synchronize(&peers)
            let document = peers[0].document
            let loaded = try Document(encoded: document.encoded())
            #expect(loaded.changes() == document.changes(), "CRDT_SEED=\(seed)")
            for change in document.changes() {
                let stamp = document.stamp(of: change.reference)
                #expect(loaded.stamp(of: change.reference) == stamp, "CRDT_SEED=\(seed)")
            }
            #expect(loaded.encoded() == document.encoded(), "CRDT_SEED=\(seed): saved again")
        }
    }

    @Test func `long runs of the same letter stay readable`() throws {
        var peer = Peer(1)
        peer.edit { $0.text("t").insert(String(repeating: "a", count: 3_000_000), at: 0) }
        let bytes = peer.document.encoded()
        #expect(bytes.count < 20_000)
        #expect(try Document(encoded: bytes).text("t").count == 3_000_000)
    }

    @Test func `who has seen whom agrees with a walk through the heads`() throws {
        for seed in Seeds.share(0, of: 20, base: 27_000) {
            var random = SeededGenerator(seed: seed)
            var peers = (1...5).map { Peer(UInt64($0)) }
            for _ in 0..<80 {
                let (one, other) = (random.below(5), random.below(5))
                if random.oneIn(2) {
                    peers[one].edit { $0.counter("c").add(1) }
                } else {
                    peers[one].merge(peers[other])
                }
            }
            synchronize(&peers)
            let document = peers[0].document
            let changes = document.changes()
            var seen: [ChangeReference: Set<ChangeReference>] = [:]
            for change in changes {
                seen[change.reference] = change.heads.reduce(into: Set(change.heads)) { $0.formUnion(seen[$1] ?? []) }
            }
            for later in changes {
                for earlier in changes {
                    let expected = seen[later.reference]?.contains(earlier.reference) ?? false
                    #expect(
                        document.hasSeen(later.reference, earlier.reference) == expected, "CRDT_SEED=\(seed)"
                    )
                }
            }
        }
    }
}
