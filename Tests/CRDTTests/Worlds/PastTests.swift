import CRDT
import Testing

/// Versions that are read from what a document keeps, against those that are made by applying their changes again.
struct PastTests {
    @Test(arguments: 0..<4)
    func `every version reads as a replay of its changes does`(batch: Int) throws {
        for seed in Seeds.share(batch, of: 25, base: 31_000) {
            var random = SeededGenerator(seed: seed)
            let (document, versions) = try world(&random)
            for version in versions {
                let replayed = document.view(at: version)
                let problems = differences(document.reading(at: version), replayed, document.containers)
                #expect(problems.isEmpty, "CRDT_SEED=\(seed): \(version)")
            }
        }
    }

    @Test(arguments: 0..<4)
    func `a difference leads from one version to the other`(batch: Int) throws {
        for seed in Seeds.share(batch, of: 25, base: 32_000) {
            var random = SeededGenerator(seed: seed)
            let (document, versions) = try world(&random)
            for _ in 0..<4 {
                let (old, new) = (random.pick(versions), random.pick(versions))
                var picture = Picture()
                picture.show(document.diff(from: [], to: old))
                let patch = document.diff(from: old, to: new)
                picture.show(patch)
                let (before, after) = (document.view(at: old), document.view(at: new))
                // Patches tell which records came: on the way back none do.
                let isForward = old.allSatisfy { after.contains($0) }
                let problems = picture.differences(to: after).filter { isForward || !$0.hasPrefix("/talk:records:") }
                #expect(problems.isEmpty, "CRDT_SEED=\(seed): from \(old) to \(new)")
                let changes = after.changes().map(\.reference).filter { !before.contains($0) }
                #expect(patch.changes == changes, "CRDT_SEED=\(seed): changes from \(old) to \(new)")
            }
        }
    }

    @Test func `the past says who wrote what was deleted since`() throws {
        var exchange = Exchange(2) { $0.text("body").insert("one three", at: 0) }
        let change = try #require(exchange.edit(1) { $0.text("body").insert("two ", at: 4) })
        exchange[0].merge(exchange[1])
        let heads = exchange[0].document.heads
        exchange.edit(0) { $0.text("body").delete(0..<13) }
        let text = try exchange.settled().reading(at: heads).text("body")
        #expect(text.string == "one two three")
        #expect(text.authorship.map(\.range) == [0..<4, 4..<8, 8..<13])
        #expect(text.authorship[1].change == change.reference)
    }

    @Test func `letters that were deleted one by one are read at every version`() {
        var peer = Peer(1)
        peer.edit { $0.text("body").insert("abcdefgh", at: 0) }
        var expected = [(peer.document.heads, "abcdefgh")]
        for offset in [6, 5, 4, 1, 1, 1] {
            peer.edit { $0.text("body").delete(offset..<offset + 1) }
            expected.append((peer.document.heads, peer.document.text("body").string))
        }
        for (heads, text) in expected { #expect(peer.document.reading(at: heads).text("body").string == text) }
    }

    /// A document of three writers with all types and erasures, perhaps loaded, and some of its versions.
    private func world(_ random: inout SeededGenerator) throws -> (Document, [[ChangeReference]]) {
        var edits = RandomEdits()
        var peers = (1...3).map { Peer(UInt64($0)) }
        var versions: [[ChangeReference]] = [[]]
        let isAlone = random.oneIn(4)
        for _ in 0..<16 {
            let (one, other) = (isAlone ? 0 : random.below(3), random.below(3))
            if random.oneIn(3), !isAlone { peers[one].merge(peers[other]) }
            let time = UInt64(1 + random.below(4))
            peers[one].edit(at: time, stamp: random.oneIn(5) ? .pending : nil) { edits.run(&$0, &random) }
            if random.oneIn(2) { versions.append(peers[one].document.heads) }
        }
        synchronize(&peers)
        var document = peers[0].document
        versions.append(document.heads)
        if random.oneIn(3) { document.erase([random.pick(document.changes()).reference]) }
        if random.oneIn(2) { document = try Document(encoded: document.encoded()) }
        return (document, versions)
    }

    private func differences(
        _ reading: DocumentReading, _ replayed: Document, _ containers: [ContainerID]
    ) -> [ContainerID] {
        containers.filter { id in
            switch id.kind {
            case .map:
                let (past, expected) = (reading.map(id), replayed.map(id))
                return past.keys != expected.keys || past.keys.contains { past.values($0) != expected.values($0) }
            case .text:
                let (past, expected) = (reading.text(id), replayed.text(id))
                return past.spans != expected.spans || past.elements != expected.elements
                    || past.authorship.map(\.range) != expected.authorship.map(\.range)
                    || past.authorship.map(\.change) != expected.authorship.map(\.change)
            case .list:
                let (past, expected) = (reading.list(id), replayed.list(id))
                return past.elements != expected.elements
                    || past.elements.contains { past.values(of: $0.id) != expected.values(of: $0.id) }
            case .set: return reading.set(id).values != replayed.set(id).values
            case .counter: return reading.counter(id).value != replayed.counter(id).value
            case .records:
                let (past, expected) = (reading.records(id).records, replayed.records(id).records)
                return past.map(\.id) != expected.map(\.id) || past.map(\.fields) != expected.map(\.fields)
            }
        }
    }
}
