import CRDT
import Testing

/// What undo brings back, against the document replayed to just before the change.
struct FormerStateTests {
    @Test(arguments: 0..<4)
    func `undo of registers and sets brings back what a replay of history says`(batch: Int) throws {
        for seed in Seeds.share(batch, of: 25, base: 21_000) {
            var random = SeededGenerator(seed: seed)
            var peers = (1...3).map { Peer(UInt64($0)) }
            for _ in 0..<12 {
                let (one, other) = (random.below(3), random.below(3))
                if random.oneIn(3) { peers[one].merge(peers[other]) }
                peers[one].edit(at: UInt64(1 + random.below(4))) { transaction in
                    for _ in 0...random.below(3) { Self.write(&transaction, &random) }
                }
            }
            synchronize(&peers)
            if random.oneIn(2) { peers[0].document = try Document(encoded: peers[0].document.encoded()) }
            for change in peers[0].document.changes() { check(change, in: peers[0], seed) }
        }
    }

    private static func write(_ transaction: inout Transaction, _ random: inout SeededGenerator) {
        let value = Value.integer(Int64(random.below(3)))
        switch random.below(4) {
        case 0: transaction.set("tags").insert(value)
        case 1: transaction.set("tags").remove(value)
        case 2: transaction.root.remove(random.pick(["a", "b"]))
        default: transaction.root.set(random.pick(["a", "b"]), value)
        }
    }

    private func check(_ change: Change, in peer: Peer, _ seed: UInt64) {
        let document = peer.document
        let before = document.view(at: change.heads)
        var undone = peer
        undone.edit { $0.undo(change.reference) }
        let operations = document.operations(of: change.reference)
        for case .set(_, let key, _, _) in operations {
            let isStanding = document.root.values(key).first?.id.change == change.reference
            let expected = isStanding ? before.root.value(key) : document.root.value(key)
            #expect(undone.document.root.value(key) == expected, "CRDT_SEED=\(seed): \(change.reference) \(key)")
        }
        for operation in operations {
            guard let (value, isInsertion) = membership(operation),
                operations.count(where: { membership($0)?.value == value }) == 1
            else { continue }
            let was = before.set("tags").contains(value)
            let expected = was == isInsertion ? document.set("tags").contains(value) : was
            #expect(
                undone.document.set("tags").contains(value) == expected,
                "CRDT_SEED=\(seed): \(change.reference) \(value)"
            )
        }
    }

    /// The value that an operation puts into a set or takes out.
    private func membership(_ operation: CRDT.Operation) -> (value: Value, isInsertion: Bool)? {
        switch operation {
        case .setInsert(_, let value, _): (value, true)
        case .setRemove(_, let value, _, _): (value, false)
        default: nil
        }
    }
}
