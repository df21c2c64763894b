internal import CRDT

extension TextEditor {
    /// Makes the text read as `text` with word-wise edits; marks on what stays are kept.
    func rewrite(as text: String) {
        var offset = 0
        for run in WordDifference.runs(from: view.string, to: text) {
            let count = run.text.unicodeScalars.count
            switch run.kind {
            case .same: offset += count
            case .deleted: delete(offset..<(offset + count))
            case .inserted:
                insert(run.text, at: offset)
                offset += count
            }
        }
    }

    /// Makes text and marks read as `spans`. Only ranges whose marks differ are marked.
    func rewrite(as spans: [CRDT.Span]) {
        rewrite(as: spans.map(\.text).joined())
        for (range, current, wanted) in Self.segments(view.spans, spans) where current != wanted {
            for key in Set(current.keys).union(wanted.keys).sorted() where current[key] != wanted[key] {
                if let value = wanted[key] {
                    mark(range, key, value, expand: .none)
                } else {
                    unmark(range, key)
                }
            }
        }
    }

    /// The finest cut of two lists of spans over one text, with the marks of each on every piece.
    private static func segments(
        _ left: [CRDT.Span], _ right: [CRDT.Span]
    ) -> [(Range<Int>, [String: Value], [String: Value])] {
        var segments: [(Range<Int>, [String: Value], [String: Value])] = []
        let lengths = (left.map { $0.text.unicodeScalars.count }, right.map { $0.text.unicodeScalars.count })
        var (i, j, leftEnd, rightEnd, start) = (0, 0, lengths.0.first ?? 0, lengths.1.first ?? 0, 0)
        while i < left.count, j < right.count {
            let end = min(leftEnd, rightEnd)
            if end > start { segments.append((start..<end, left[i].marks, right[j].marks)) }
            start = end
            if leftEnd == end {
                i += 1
                if i < left.count { leftEnd += lengths.0[i] }
            }
            if rightEnd == end {
                j += 1
                if j < right.count { rightEnd += lengths.1[j] }
            }
        }
        return segments
    }
}
