import CRDT

/// Rich text by definition: a scalar is an element of the tree, a mark covers what lies between its anchors.
struct ModelText {
    private struct Mark {
        let write: ModelWrite
        let key: String
        let start: TextPosition
        let end: TextPosition
    }

    /// The elements that read as something, in order.
    private(set) var elements: [OperationID] = []
    /// The text.
    private(set) var string = ""
    /// The text under equal marks.
    private(set) var spans: [Span] = []

    init(_ container: ContainerID, _ history: ModelHistory) {
        var sequence = ModelSequence()
        var scalars: [OperationID: Unicode.Scalar] = [:]
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
        for case .textDelete(_, let ranges, _) in history.operations[container, default: []] {
            for range in ranges {
                for offset in 0..<range.count {
                    let index = range.start.index + UInt32(offset)
                    scalars[OperationID(change: range.start.change, index: index)] = nil
                }
            }
        }
        read(sequence.order, scalars, marks, history)
    }

    private mutating func read(
        _ order: [OperationID], _ scalars: [OperationID: Unicode.Scalar], _ marks: [Mark], _ history: ModelHistory
    ) {
        let positions = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        func boundary(_ anchor: TextPosition) -> Int {
            guard let element = anchor.element else { return anchor.bias == .before ? 0 : order.count }
            return positions[element, default: order.count] + (anchor.bias == .before ? 1 : 0)
        }
        let ranges = marks.map { ($0, boundary($0.start), boundary($0.end)) }
        for (position, element) in order.enumerated() {
            guard let scalar = scalars[element] else { continue }
            elements.append(element)
            string.unicodeScalars.append(scalar)
            let covering = ranges.filter { $0.1 <= position && position < $0.2 }.map(\.0)
            var values: [String: Value] = [:]
            // Of two spellings of one name, which one dictionary cannot hold, the one of greater bytes is read.
            for bytes in Set(covering.map { Array($0.key.utf8) }).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                let key = String(decoding: bytes, as: UTF8.self)
                let rivals = covering.filter { $0.key.utf8.elementsEqual(bytes) }.map(\.write)
                let value = history.standing(rivals).first?.value ?? .null
                if value != .null, value != .erased { values[key] = value }
            }
            if let last = spans.last, last.marks == values {
                var text = last.text.unicodeScalars
                text.append(scalar)
                spans[spans.count - 1] = Span(text: String(text), marks: values)
            } else {
                spans.append(Span(text: String(Character(scalar)), marks: values))
            }
        }
    }
}
