import CRDT
import Testing

/// Damaged bytes are refused or taken, by all replicas alike, and never stop the program.
struct DecoderFuzzTests {
    /// A history, and for each of its changes the document that its writer saw and one that holds all but the change
    /// and what built on it.
    private struct Corpus {
        var changes: [Change] = []
        var cases: [(change: Change, before: Document, besides: Document, concurrent: [Change])] = []

        init(seed: UInt64) throws {
            var random = SeededGenerator(seed: seed)
            var edits = RandomEdits()
            var peers = [Peer(1), Peer(2)]
            for _ in 0..<10 {
                let (one, other) = random.oneIn(2) ? (0, 1) : (1, 0)
                if let change = peers[one].edit({ edits.run(&$0, &random) }) { changes.append(change) }
                if random.oneIn(3) { peers[other].merge(peers[one]) }
            }
            synchronize(&peers)
            let document = peers[0].document
            for change in changes {
                let before = document.view(at: change.heads)
                let concurrent = document.changes().filter { other in
                    other.reference != change.reference && !before.contains(other.reference)
                        && !document.hasSeen(other.reference, change.reference)
                }
                var besides = before
                for other in concurrent { try besides.apply(other) }
                cases.append((change, before, besides, concurrent))
            }
        }
    }

    @Test(arguments: 0..<4)
    func `damaged changes are refused or taken by all replicas alike`(batch: Int) throws {
        var taken = 0
        for seed in Seeds.share(batch, of: 12, base: 9_000) {
            let corpus = try Corpus(seed: seed)
            guard !corpus.cases.isEmpty else { continue }
            var mutation = Mutation(random: SeededGenerator(seed: seed))
            for _ in 0..<250 {
                let (change, before, besides, concurrent) = mutation.random.pick(corpus.cases)
                let damaged = mutation.damage(change, others: corpus.changes)
                _ = try? damaged.operations()
                var (early, late) = (before, besides)
                let isTaken = (try? early.apply(damaged)) != nil
                let isTakenLate = (try? late.apply(damaged)) != nil
                if damaged.heads == change.heads {
                    #expect(isTaken == isTakenLate, "CRDT_SEED=\(seed): replicas decide differently")
                }
                guard isTaken, isTakenLate, early.contains(damaged.reference), late.contains(damaged.reference) else {
                    let isUntouched = early.heads == before.heads && early.changeCount == before.changeCount
                    #expect(isUntouched, "CRDT_SEED=\(seed): a refused change left something")
                    continue
                }
                taken += 1
                for other in concurrent { try early.apply(other) }
                #expect(early.canonicalBytes() == late.canonicalBytes(), "CRDT_SEED=\(seed): replicas differ")
                try use(late, damaged.reference, seed: seed)
            }
        }
        if batch != 0 || Seeds.given == nil { #expect(taken > 100) }
    }

    /// Does with a document that took something damaged what a program does.
    private func use(_ document: Document, _ reference: ChangeReference, seed: UInt64) throws {
        var document = document
        let loaded = try Document(encoded: document.encoded())
        #expect(loaded.canonicalBytes() == document.canonicalBytes(), "CRDT_SEED=\(seed): saved and loaded it differs")
        #expect(!document.operations(of: reference).isEmpty)
        document.edit(actor: ActorID(high: 3, low: 3), number: 1, time: .pending) { $0.undo(reference) }
        document.erase([reference])
        _ = document.canonicalBytes()
    }

    @Test(arguments: 0..<4)
    func `damaged documents are refused or read`(batch: Int) throws {
        for seed in Seeds.share(batch, of: 8, base: 9_500) {
            let corpus = try Corpus(seed: seed)
            guard let document = corpus.cases.last?.besides else { continue }
            let bytes = document.encoded()
            var mutation = Mutation(random: SeededGenerator(seed: seed))
            for _ in 0..<250 {
                let payload = mutation.damage(Array(bytes.dropFirst(9)))
                guard let read = try? Document(encoded: DamagedDocument.sealing(payload, like: bytes)) else { continue }
                let canonical = read.canonicalBytes()
                let again = try Document(encoded: read.encoded())
                #expect(again.canonicalBytes() == canonical, "CRDT_SEED=\(seed): saved and loaded it differs")
            }
        }
    }

    @Test func `every cut and every wrong byte of a saved document is noticed`() throws {
        let document = try #require(try Corpus(seed: 1).cases.last?.besides)
        let bytes = document.encoded()
        for count in bytes.indices {
            #expect(throws: CRDTError.self) { _ = try Document(encoded: Array(bytes.prefix(count))) }
        }
        for position in bytes.indices {
            var damaged = bytes
            damaged[position] ^= 0x10
            #expect(throws: CRDTError.self) { _ = try Document(encoded: damaged) }
        }
    }

    @Test func `lengths beyond the bytes are refused before anything is allocated`() throws {
        var peer = Peer(1)
        let change = try #require(peer.edit { $0.text("t").insert("a", at: 0) })
        for position in change.structure.indices {
            for length: [UInt8] in [[0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]] {
                var structure = change.structure
                structure.replaceSubrange(position...position, with: length)
                let damaged = Change(
                    reference: change.reference, heads: [], time: change.time, structure: structure,
                    content: change.content
                )
                var document = Document()
                #expect(throws: CRDTError.self) { try document.apply(damaged) }
                #expect(document.isEmpty)
            }
        }
    }

    @Test func `a format of tomorrow is told apart from damage`() throws {
        var peer = Peer(1)
        let change = try #require(peer.edit { $0.root.set("a", 1) })
        var bytes = peer.document.encoded()
        bytes[4] = 200
        #expect(throws: CRDTError.unsupportedVersion(200)) { _ = try Document(encoded: bytes) }
        let newer = Change(
            reference: change.reference, heads: [], time: change.time, structure: [201], content: change.content
        )
        var document = Document()
        #expect(throws: CRDTError.unsupportedVersion(201)) { try document.apply(newer) }
    }
}
