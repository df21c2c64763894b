import CRDT

/// A history as a version control system knows them: hundreds of writers who branch off, edit for a while and merge.
struct BranchyHistory {
    /// The changes in an order in which each comes after what it has seen.
    private(set) var changes: [Change] = []
    /// What the text reads as when all are there.
    private(set) var endContent = ""

    /// Makes a history of `count` changes by `writers` writers, of whom about one in twenty works at a time.
    init(count: Int, writers: Int, seed: UInt64) throws {
        var random = Generator(seed: seed)
        var main = Session(agent: 0)
        main.edit { $0.text("t").insert(String(repeating: "The quick brown fox jumps. ", count: 40), at: 0) }
        var sessions: [Int: (session: Session, left: Int)] = [:]
        var numbers: [Int: Session] = [:]
        if let first = main.document.change(main.document.heads[0]) { changes.append(first) }
        let concurrent = max(2, writers / 20)
        while changes.count < count {
            if sessions.count < concurrent {
                let writer = 1 + random.below(writers)
                if sessions[writer] == nil {
                    var session = numbers[writer] ?? Session(agent: writer)
                    session.document = main.document
                    sessions[writer] = (session, 1 + random.below(30))
                }
            }
            let working = sessions.keys.sorted()
            let writer = working[random.below(working.count)]
            guard var (session, left) = sessions.removeValue(forKey: writer) else { continue }
            let length = session.document.text("t").count
            let position = random.below(length)
            let patch =
                random.below(4) == 0
                ? TracePatch(position: position, deleted: min(length - position, 1 + random.below(8)), inserted: "")
                : TracePatch(position: position, deleted: 0, inserted: "word \(random.below(1000)) ")
            if let change = session.edit(patch) { changes.append(change) }
            left -= 1
            if left > 0 {
                sessions[writer] = (session, left)
            } else {
                main.document.merge(since: session.document)
                numbers[writer] = session
            }
        }
        for writer in sessions.keys.sorted() {
            if let session = sessions[writer]?.session { main.document.merge(since: session.document) }
        }
        endContent = main.document.text("t").string
    }
}

extension Document {
    /// Takes over what another document has and this has not, walking back from its heads.
    fileprivate mutating func merge(since other: Document) {
        var missing: [Change] = []
        var seen: Set<ChangeReference> = []
        var stack = other.heads
        while let next = stack.popLast() {
            guard !contains(next), seen.insert(next).inserted, let change = other.change(next) else { continue }
            missing.append(change)
            stack += change.heads
        }
        // Changes wait for what they have seen, so their order does not matter.
        for change in missing.reversed() { try? absorb(change, stamp: other.stamp(of: change.reference)) }
    }
}
