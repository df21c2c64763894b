import CRDT

/// What someone sees who only ever reads patches.
struct Picture {
    /// By the keys' bytes: two spellings of one character are two keys.
    private var registers: [ContainerID: [[UInt8]: Value]] = [:]
    private var texts: [ContainerID: [Unicode.Scalar]] = [:]
    private var lists: [ContainerID: [ListElement]] = [:]
    private var sets: [ContainerID: Set<Value>] = [:]
    private var counters: [ContainerID: Int64] = [:]
    private var records: [ContainerID: Set<OperationID>] = [:]
    private var problems: [String] = []

    /// Draws what a patch tells.
    mutating func show(_ patch: Patch) {
        for entry in patch.entries { show(entry) }
    }

    private mutating func show(_ entry: Patch.Entry) {
        switch entry {
        case .register(let container, let key, let value):
            let bytes = Array(key.utf8)
            registers[container, default: [:]][bytes] = value == .null ? Value?.none : value
        case .text(let container, let offset, let deleted, let inserted):
            guard offset + deleted <= texts[container, default: []].count else {
                return problems.append("a patch edits beyond the text \(container)")
            }
            texts[container, default: []].replaceSubrange(offset..<offset + deleted, with: inserted.unicodeScalars)
        case .marks(let container, let range):
            if range.upperBound > texts[container, default: []].count {
                problems.append("a patch marks beyond the text \(container)")
            }
        case .list(let container, let offset, let deleted, let inserted):
            guard offset + deleted <= lists[container, default: []].count else {
                return problems.append("a patch edits beyond the list \(container)")
            }
            lists[container, default: []].replaceSubrange(offset..<offset + deleted, with: inserted)
        case .set(let container, let inserted, let removed):
            sets[container, default: []].formUnion(inserted)
            sets[container, default: []].subtract(removed)
        case .counter(let container, let value): counters[container] = value
        case .records(let container, let ids): records[container, default: []].formUnion(ids)
        }
    }

    /// Where the picture is not what the document reads as.
    func differences(to document: Document) -> [String] {
        problems
            + document.containers.compactMap { id in
                switch id.kind {
                case .map:
                    let map = document.map(id)
                    let drawn = registers[id, default: [:]]
                    let keys = map.keys
                    let isEqual =
                        keys.allSatisfy { drawn[Array($0.utf8)] == map.value($0) } && drawn.count == keys.count
                    return isEqual ? nil : "\(id): patches say \(drawn), it has \(map.keys)"
                case .text:
                    let drawn = texts[id, default: []]
                    let text = document.text(id).string
                    return drawn == Array(text.unicodeScalars) ? nil : "\(id): patches say \(drawn), it is \(text)"
                case .list:
                    let drawn = lists[id, default: []]
                    return drawn == document.list(id).elements ? nil : "\(id): patches say \(drawn)"
                case .set:
                    let drawn = sets[id, default: []]
                    return drawn == Set(document.set(id).values) ? nil : "\(id): patches say \(drawn)"
                case .counter:
                    let drawn = counters[id, default: 0]
                    return drawn == document.counter(id).value ? nil : "\(id): patches say \(drawn)"
                case .records:
                    let drawn = records[id, default: []]
                    return drawn == Set(document.records(id).records.map(\.id)) ? nil : "\(id): patches say \(drawn)"
                }
            }
    }
}
