import CRDT

/// Random operations on one document that uses all types at once. Each keeps to the intention of its call, which is
/// checked against plain arrays on the spot.
struct RandomEdits {
    private static let words = [
        "a", "bc", "def", "é", "e\u{301}", "👩‍👩‍👧", "\r\n", "\u{0}", "ß", "日本語", "🇨🇭", "\u{10FFFF}", "hello world",
    ]
    private static let keys = ["status", "é", "e\u{301}", ""]
    private static let expansions: [MarkExpansion] = [.none, .before, .after, .both]

    /// Names of marks. What spans show is a dictionary, which takes the last two for one.
    var marks = ["bold", "link", "é", "e\u{301}"]
    /// What did not do what it was called for.
    private(set) var problems: [String] = []

    /// Makes one to five operations.
    mutating func run(_ transaction: inout Transaction, _ random: inout SeededGenerator) {
        for _ in 0...random.below(5) { operate(&transaction, &random) }
    }

    private mutating func operate(_ transaction: inout Transaction, _ random: inout SeededGenerator) {
        switch random.below(16) {
        case 0...5: edit(transaction.text(random.oneIn(4) ? "title" : "body"), &random)
        case 6...8: edit(transaction.list("items"), &random)
        case 9, 10: edit(transaction.root, &random)
        case 11: edit(transaction.map("nested").map("deeper"), &random)
        case 12: edit(transaction.set("tags"), &random)
        case 13: transaction.counter("count").add(random.pick([-3, 0, 1, 7, .max, .min]))
        case 14: edit(transaction.records("talk"), &random)
        default: undo(&transaction, &random)
        }
    }

    private func value(_ random: inout SeededGenerator) -> Value {
        switch random.below(7) {
        case 0: .null
        case 1: .bool(random.oneIn(2))
        case 2: .integer(random.pick([0, -1, .max, .min]))
        case 3: .double(random.pick([0, -0.0, .nan, .infinity, 1.5]))
        case 4: .bytes([UInt8](repeating: 7, count: random.below(4)))
        default: .string(random.pick(Self.words))
        }
    }

    private mutating func edit(_ text: TextEditor, _ random: inout SeededGenerator) {
        var plain = Array(text.string.unicodeScalars)
        let range = random.range(in: plain.count)
        let word = random.pick(Self.words)
        switch random.below(8) {
        case 0...2:
            let offset = random.oneIn(3) ? plain.count : range.lowerBound
            text.insert(word, at: offset)
            plain.insert(contentsOf: word.unicodeScalars, at: offset)
        case 3:
            let isForward = random.oneIn(2)
            for (index, scalar) in word.unicodeScalars.enumerated() {
                let offset = range.lowerBound + (isForward ? index : 0)
                text.insert(String(scalar), at: offset)
                plain.insert(scalar, at: offset)
            }
        case 4:
            text.delete(range)
            plain.removeSubrange(range)
        case 5:
            text.replace(range, with: word)
            plain.replaceSubrange(range, with: word.unicodeScalars)
        case 6: text.mark(range, random.pick(marks), value(&random), expand: random.pick(Self.expansions))
        default: text.unmark(range, random.pick(marks), expand: random.pick(Self.expansions))
        }
        if Array(text.string.unicodeScalars) != plain { problems.append("an edit of text made another text") }
    }

    private mutating func edit(_ list: ListEditor, _ random: inout SeededGenerator) {
        var plain = list.elements
        if plain.isEmpty || random.oneIn(3) {
            let (offset, value) = (random.below(plain.count + 1), value(&random))
            plain.insert(ListElement(id: list.insert(value, at: offset), value: value), at: offset)
        } else {
            let (offset, target) = (random.below(plain.count), random.below(plain.count))
            switch random.below(5) {
            case 0:
                list.delete(at: offset)
                plain.remove(at: offset)
            case 1:
                let value = value(&random)
                list.set(at: offset, value)
                plain[offset] = ListElement(id: plain[offset].id, value: value)
            case 2: edit(list.map(plain[offset].id), &random)
            case 3: list.text(plain[offset].id).insert(random.pick(Self.words), at: 0)
            default:
                list.move(from: offset, to: target)
                plain.insert(plain.remove(at: offset), at: target)
            }
        }
        if list.elements != plain { problems.append("an edit of a list made another list") }
    }

    private mutating func edit(_ map: MapEditor, _ random: inout SeededGenerator) {
        let (key, value) = (random.pick(Self.keys), value(&random))
        if random.oneIn(4) { map.remove(key) } else { map.set(key, value) }
        if !random.oneIn(4) { return }
        map.set(key, value)
        if map.value(key) != value { problems.append("a map does not read what was written") }
    }

    private mutating func edit(_ set: SetEditor, _ random: inout SeededGenerator) {
        let value = value(&random)
        let isInsertion = random.oneIn(2)
        if isInsertion { set.insert(value) } else { set.remove(value) }
        if set.view.contains(value) != isInsertion { problems.append("a set holds what it should not, or lacks it") }
    }

    private mutating func edit(_ records: RecordsEditor, _ random: inout SeededGenerator) {
        let existing = records.view.records
        guard let record = existing.isEmpty || random.oneIn(2) ? nil : random.pick(existing) else {
            let id = records.append(["text": value(&random), "kind": 1])
            if records.view.record(id) == nil { problems.append("an appended record is not there") }
            return
        }
        edit(records.record(record.id), &random)
        if random.oneIn(3) { edit(records.record(record.id).set("reactions"), &random) }
    }

    private func undo(_ transaction: inout Transaction, _ random: inout SeededGenerator) {
        let changes = transaction.document.changes()
        if !changes.isEmpty { transaction.undo(random.pick(changes).reference) }
    }
}
