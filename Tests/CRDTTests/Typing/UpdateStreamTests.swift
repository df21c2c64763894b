import CRDT
import Testing

struct UpdateStreamTests {
    @Test func `a stream gives every change back to the byte`() throws {
        for seed in Seeds.share(0, of: 20, base: 24_000) {
            var random = SeededGenerator(seed: seed)
            var edits = RandomEdits()
            var (typist, peer) = (Typist(7), Peer(2))
            for _ in 0..<150 { typist.step(&random) }
            peer.merge(typist.peer)
            var changes = typist.changes
            for _ in 0..<30 { if let change = peer.edit({ edits.run(&$0, &random) }) { changes.append(change) } }
            if let change = changes.last {
                var erased = change
                erased.content = .erased
                changes.append(erased)
            }
            if random.oneIn(2) { changes.shuffle(using: &random) }
            var (sending, receiving) = (UpdateStream(), UpdateStream())
            for change in changes {
                let update = sending.encode(change)
                #expect(try receiving.decode(update) == change, "CRDT_SEED=\(seed)")
            }
        }
    }

    @Test func `a keystroke that goes on takes two bytes`() throws {
        var peer = Peer(1)
        var stream = UpdateStream()
        for (offset, letter) in "hello".enumerated() {
            let change = try #require(
                peer.edit(at: UInt64(offset + 1)) { $0.text("t").insert(String(letter), at: offset) })
            let update = stream.encode(change)
            if offset > 1 { #expect(update.count == 2) }
        }
        let deletion = try #require(peer.edit(at: 6) { $0.text("t").delete(4..<5) })
        #expect(stream.encode(deletion).count == 1)
    }

    @Test(arguments: 0..<4)
    func `a damaged update is refused or read`(batch: Int) throws {
        for seed in Seeds.share(batch, of: 12, base: 25_000) {
            var random = SeededGenerator(seed: seed)
            var typist = Typist(7)
            for _ in 0..<40 { typist.step(&random) }
            var mutation = Mutation(random: random)
            for _ in 0..<60 {
                var (sending, receiving, document) = (UpdateStream(), UpdateStream(), Document())
                for change in typist.changes {
                    let update = sending.encode(change)
                    let isDamaged = mutation.random.oneIn(10)
                    guard let read = try? receiving.decode(isDamaged ? mutation.damage(update) : update) else { break }
                    _ = try? document.apply(read)
                }
                _ = document.canonicalBytes()
            }
        }
    }
}
