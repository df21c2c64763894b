import CRDT

/// How the cost of an undo step grows with the history of the document, where marks and moves are part of it.
enum UndoWorkload {
    private static let stepCount = 400
    private static let keys = ["bold", "italic", "link", "comment"]

    static func run(_ count: Int) throws -> Findings {
        var findings = Findings()
        findings.set("n", count)
        findings.set("undo_text_us", try text(count))
        findings.set("undo_list_us", try list(count))
        return findings
    }

    /// What one step of undo or redo takes after `count` changes of a text, every fourth of which sets a mark. The steps
    /// take back marks, insertions and deletions all over the text.
    static func text(_ count: Int) throws -> Double {
        var random = Generator(seed: 17)
        var session = Session(agent: 0)
        var changes: [ChangeReference] = []
        var length = 0
        for number in 0..<count {
            let start = random.below(max(1, length - 24))
            let change = session.edit { transaction in
                let text = transaction.text("t")
                switch number % 4 {
                case 1 where length > 48:
                    text.mark(start..<start + 12, keys[number / 4 % 4], .integer(Int64(number)), expand: .after)
                case 3 where length > 48:
                    text.delete(start..<start + 4)
                    length -= 4
                default:
                    text.insert("some words ", at: start)
                    length += 11
                }
            }
            if let change { changes.append(change.reference) }
        }
        return try step(&session, changes, &random) { $0.text("t").spans }
    }

    /// The same for a list of `count` changes that insert, move, delete and write elements.
    static func list(_ count: Int) throws -> Double {
        var random = Generator(seed: 19)
        var session = Session(agent: 0)
        var changes: [ChangeReference] = []
        var length = 0
        for number in 0..<count {
            let (source, target) = (random.below(max(1, length)), random.below(max(1, length)))
            let change = session.edit { transaction in
                let list = transaction.list("l")
                switch number % 8 {
                case 3 where length > 8: list.move(from: source, to: target)
                case 5 where length > 8: list.set(at: source, .integer(Int64(number)))
                case 7 where length > 8:
                    list.delete(at: source)
                    length -= 1
                default:
                    list.insert(.integer(Int64(number)), at: target)
                    length += 1
                }
            }
            if let change { changes.append(change.reference) }
        }
        return try step(&session, changes, &random) { $0.list("l").values }
    }

    /// Takes changes from all over history back and makes them again; microseconds a step.
    private static func step<Reading: Equatable>(
        _ session: inout Session, _ changes: [ChangeReference], _ random: inout Generator,
        _ read: (Document) -> Reading
    ) throws -> Double {
        let chosen = (0..<stepCount).map { _ in changes[random.below(changes.count)] }
        let before = read(session.document)
        // The first undo of a mark makes the index of all marks, which those after it find.
        let mark = changes[changes.count - 3]
        var steps = 0
        if let undone = session.edit({ $0.undo(mark) }) { session.record { $0.undo(undone.reference) } }
        let time = Measurement.milliseconds {
            for change in chosen {
                guard let undone = session.edit({ $0.undo(change) }) else { continue }
                session.record { $0.undo(undone.reference) }
                steps += 2
            }
        }
        guard read(session.document) == before else { throw BenchmarkError("what was undone and redone differs") }
        return time * 1000 / Double(max(1, steps))
    }
}
