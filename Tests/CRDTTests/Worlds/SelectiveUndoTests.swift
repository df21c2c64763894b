import CRDT
import Testing

/// Undo of any change, whatever came after it and beside it, against the definition.
struct SelectiveUndoTests {
    @Test(arguments: 0..<4)
    func `undo of any change brings back what its writer found, and redo takes that back`(batch: Int) throws {
        for seed in Seeds.share(batch, of: 40, base: 21_000) {
            var random = SeededGenerator(seed: seed)
            var edits = RandomEdits()
            var peers = (1...3).map { Peer(UInt64($0)) }
            for _ in 0..<12 {
                let (one, other) = (random.below(3), random.below(3))
                if random.oneIn(3) { peers[one].merge(peers[other]) }
                peers[one].edit(at: UInt64(1 + random.below(4))) { edits.run(&$0, &random) }
            }
            synchronize(&peers)
            var peer = peers[0]
            if random.oneIn(2) { peer.document = try Document(encoded: peer.document.encoded()) }
            let isErased = random.oneIn(4)
            if isErased { peer.erase([random.pick(peer.document.changes()).reference]) }
            let history = try ModelHistory(peer.document)
            for change in peer.document.changes() {
                try check(change.reference, in: peer, history, isErased: isErased, "CRDT_SEED=\(seed)")
            }
        }
    }

    private func check(
        _ change: ChangeReference, in peer: Peer, _ history: ModelHistory, isErased: Bool, _ name: String
    ) throws {
        var undoing = peer
        let undone = undoing.edit { $0.undo(change) }
        #expect(Reading(undoing.document) == Reading(ModelUndo(change, history)), "\(name): undo of \(change)")
        #expect(undoing.picture.differences(to: undoing.document).isEmpty, "\(name): patches of undo of \(change)")
        // What was erased cannot be written back.
        guard let undone, !isErased else { return }
        undoing.edit { $0.undo(undone.reference) }
        #expect(Reading(undoing.document) == Reading(peer.document), "\(name): redo of \(change)")
    }
}
