/// Text under the same marks.
public struct Span: Hashable, Sendable {
    /// The text.
    public let text: String
    /// The marks by key; a removed mark is absent.
    public let marks: [String: Value]

    /// Assembles a span.
    public init(text: String, marks: [String: Value]) {
        self.text = text
        self.marks = marks
    }
}

/// Reads a text of a document as it was when the view was taken. Offsets and lengths are in Unicode scalars.
public struct TextView: Sendable {
    let document: Document
    let container: Int?

    /// The text. O(length).
    public var string: String { state?.string ?? "" }
    /// Length in scalars.
    public var count: Int { state?.count ?? 0 }
    /// Length in UTF-16 code units. O(length).
    public var utf16Count: Int { string.utf16.count }

    /// The text as spans of equal marks. O(length + marks · (log + marks of one key that overlap)).
    public var spans: [Span] {
        guard let state else { return [] }
        let scalars = state.string.unicodeScalars
        var start = scalars.startIndex
        return state.markedRanges(document.body.history).map { marked in
            let end = scalars.index(start, offsetBy: marked.range.count)
            defer { start = end }
            return Span(text: String(scalars[start..<end]), marks: marked.marks)
        }
    }

    /// Who wrote what: the changes that inserted the text, in order and without gaps. O(runs + changes · log).
    public var authorship: [(range: Range<Int>, change: ChangeReference)] {
        guard let state else { return [] }
        let history = document.body.history
        var result: [(range: Range<Int>, change: ChangeReference)] = []
        var newest = UInt32.max
        var offset = 0
        state.sequence.forEachRun { run in
            guard !run.isHidden else { return }
            history.forEachRange(of: run.start..<run.end) { elements in
                let range = offset..<offset + Int(elements.count)
                if elements.start.change == newest {
                    result[result.count - 1].range = result[result.count - 1].range.lowerBound..<range.upperBound
                } else {
                    newest = elements.start.change
                    result.append((range, history.reference(newest)))
                }
                offset = range.upperBound
            }
        }
        return result
    }

    /// The stable position at an offset, which must be within the text. O(log runs).
    public func position(at offset: Int, _ bias: TextPosition.Bias) -> TextPosition {
        precondition(offset >= 0 && offset <= count, "an offset is within the text")
        guard let state else { return TextPosition(element: nil, bias: bias) }
        let anchor = state.anchor(at: offset, bias)
        let element = anchor.unit == .none ? nil : document.body.history.identifier(anchor.unit)
        return TextPosition(element: element, bias: bias)
    }

    /// Where a stable position is now. Where its character was deleted, the place is meant; a character that is not
    /// here (yet) counts as the end. O(log runs).
    public func offset(of position: TextPosition) -> Int {
        guard let state else { return 0 }
        guard let identifier = position.element else { return position.bias == .before ? 0 : count }
        guard let unit = document.body.history.localUnit(identifier), state.sequence.find(unit) != nil else {
            return count
        }
        return state.offset(of: TextState.Anchor(unit: unit, bias: position.bias))
    }

    /// The identifiers of all scalars, in order. O(length).
    public var elements: [OperationID] {
        guard let state else { return [] }
        let history = document.body.history
        var result: [OperationID] = []
        result.reserveCapacity(state.count)
        state.sequence.forEachRun { run in
            guard !run.isHidden else { return }
            history.forEachRange(of: run.start..<run.end) { elements in
                let change = history.reference(elements.start.change)
                for index in elements.start.index..<elements.start.index + elements.count {
                    result.append(OperationID(change: change, index: index))
                }
            }
        }
        return result
    }

    /// What the text is; nil when it was never written.
    var state: TextState? {
        container.map { document.body.state.texts[document.body.state.containers[$0].slot] }
    }
}
