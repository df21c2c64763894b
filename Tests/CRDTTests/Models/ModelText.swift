import CRDT

/// Rich text by definition: a scalar is an element of the tree, a mark covers what lies between its anchors.
struct ModelText {
    private struct Mark {
        let write: ModelWrite
        let key: String
        let start: TextPosition
        let end: TextPosition
    }

    /// All elements in order, deleted ones included.
    private(set) var order: [OperationID] = []
    /// What was written and not erased, deleted or not.
    private(set) var scalars: [OperationID: Unicode.Scalar] = [:]
    /// The changes that deleted an element.
    private(set) var deletions: [OperationID: Set<ChangeReference>] = [:]
    /// The marks with the positions in `order` that they cover.
    private var marks: [(mark: Mark, range: Range<Int>)] = []

    /// The elements that read as something, in order.
    private(set) var elements: [OperationID] = []
    /// The text.
    private(set) var string = ""
    /// The text under equal marks.
    private(set) var spans: [Span] = []

    init(_ container: ContainerID, _ history: ModelHistory) {
        var sequence = ModelSequence()
        var marks: [Mark] = []
        for operation in history.operations[container, default: []] {
            switch operation {
            case .textInsert(_, let text, let count, let place, let id):
                let written = Array(text.unicodeScalars)
                var place = place
                let origin = place.side == .left ? place.parent : place.rightOrigin
                for offset in 0..<count {
                    let element = OperationID(change: id.change, index: id.index + UInt32(offset))
                    sequence.insert(element, place)
                    if !written.isEmpty { scalars[element] = written[offset] }
                    place = Place(parent: element, side: .right, rightOrigin: origin)
                }
            case .mark(_, let key, let value, let start, let end, let id):
                marks.append(Mark(write: ModelWrite(id: id, value: value), key: key, start: start, end: end))
            default: break
            }
        }
        for case .textDelete(_, let ranges, let id) in history.operations[container, default: []] {
            for range in ranges {
                for offset in 0..<range.count {
                    let index = range.start.index + UInt32(offset)
                    let element = OperationID(change: range.start.change, index: index)
                    deletions[element, default: []].insert(id.change)
                }
            }
        }
        order = sequence.order
        enter(marks)
        read(history)
    }

    private mutating func enter(_ marks: [Mark]) {
        let positions = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        func boundary(_ anchor: TextPosition) -> Int {
            guard let element = anchor.element else { return anchor.bias == .before ? 0 : order.count }
            return positions[element, default: order.count] + (anchor.bias == .before ? 1 : 0)
        }
        self.marks = marks.map { mark in
            let start = boundary(mark.start)
            return (mark, start..<max(start, boundary(mark.end)))
        }
    }

    private mutating func read(_ history: ModelHistory) {
        for (position, element) in order.enumerated() {
            guard let scalar = scalars[element], deletions[element] == nil else { continue }
            elements.append(element)
            string.unicodeScalars.append(scalar)
            Self.append(scalar, values(writes(at: position, history)), to: &spans)
        }
    }

    /// The mark of each key, by its bytes, that counts at a position of `order` among those of some changes.
    func writes(
        at position: Int, _ history: ModelHistory, of isCounted: (ChangeReference) -> Bool = { _ in true }
    ) -> [[UInt8]: ModelWrite] {
        let covering = marks.filter { $0.range.contains(position) && isCounted($0.mark.write.id.change) }.map(\.mark)
        return Dictionary(grouping: covering) { Array($0.key.utf8) }
            .compactMapValues { history.standing($0.map(\.write)).first }
    }

    /// What marks say. Of two spellings of one name, which one dictionary cannot hold, the one of greater bytes is read.
    func values(_ writes: [[UInt8]: ModelWrite]) -> [String: Value] {
        var values: [String: Value] = [:]
        for (bytes, write) in writes.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let key = String(decoding: bytes, as: UTF8.self)
            if write.value != .null, write.value != .erased { values[key] = write.value }
        }
        return values
    }

    /// Appends a scalar under marks.
    static func append(_ scalar: Unicode.Scalar, _ marks: [String: Value], to spans: inout [Span]) {
        guard let last = spans.last, last.marks == marks else {
            return spans.append(Span(text: String(Character(scalar)), marks: marks))
        }
        var text = last.text.unicodeScalars
        text.append(scalar)
        spans[spans.count - 1] = Span(text: String(text), marks: marks)
    }
}
