/// Writes rich text. Offsets are in Unicode scalars and must be within the text.
public struct TextEditor {
    let core: TransactionCore
    let container: Int

    /// The text as it is now.
    public var view: TextView { TextView(document: core.document, container: container) }
    /// The text as it is now. O(length).
    public var string: String { view.string }
    /// Length in scalars.
    public var count: Int { core.textCount(container) }

    /// Inserts text before the scalar at `offset`; empty text does nothing. O(log runs + length).
    public func insert(_ text: String, at offset: Int) {
        var text = text
        text.withUTF8 { bytes in
            guard bytes.isEmpty else { return core.insert(bytes, at: offset, in: container) }
            precondition(offset >= 0 && offset <= count, "an offset is within the text")
        }
    }

    /// Deletes a range; an empty one does nothing. O(log runs + runs of the range).
    public func delete(_ range: Range<Int>) {
        if range.isEmpty { return check(range) }
        core.delete(range, in: container)
    }

    /// Replaces a range by text that takes the place after what it replaces.
    public func replace(_ range: Range<Int>, with text: String) {
        check(range)
        insert(text, at: range.upperBound)
        delete(range)
    }

    /// Sets a mark on a range; an empty range does nothing. O(log runs).
    ///
    /// - Parameters:
    ///   - range: What the mark covers now.
    ///   - key: The mark's name; marks of different names do not touch each other.
    ///   - value: What it says; null removes, see `unmark`.
    ///   - expand: At which ends text that is inserted there later is covered too.
    public func mark(_ range: Range<Int>, _ key: String, _ value: Value, expand: MarkExpansion) {
        check(range)
        guard !range.isEmpty else { return }
        let expandsBefore = expand == .before || expand == .both
        let expandsAfter = expand == .after || expand == .both
        let start = core.anchor(at: range.lowerBound, expandsBefore ? .before : .after, in: container)
        let end = core.anchor(at: range.upperBound, expandsAfter ? .after : .before, in: container)
        core.perform(container, .mark(key: key, value: value.storable, start: start, end: end))
    }

    /// Removes a mark from a range.
    ///
    /// - Parameter expand: The expansion of the mark that is removed. The removal expands where that does not (`none`
    ///   and `both` are swapped), so that what is left of the mark grows at its new ends as it does at its own: a link
    ///   does not take in what is typed beside it.
    public func unmark(_ range: Range<Int>, _ key: String, expand: MarkExpansion = .after) {
        mark(range, key, .null, expand: expand.reversed)
    }

    private func check(_ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "a range is within the text")
    }
}
