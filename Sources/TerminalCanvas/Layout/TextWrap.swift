/// Breaks text into lines that fit a width.
///
/// Lines break after spaces, between East Asian letters, and inside of a word only when the word alone is too long; a
/// cluster is never broken. Spaces at a break hang beyond the side and are not drawn.
public enum TextWrap {
    /// The ranges of the lines of a text, its own line ends included; each range is without what hangs at its end.
    ///
    /// There is at least one range, and one after a line end that closes the text. `O(n)`, or as much as the first
    /// `linesMax` lines cost.
    public static func ranges(of text: String, columns: Int, linesMax: Int = .max) -> [Range<String.Index>] {
        let columns = max(1, columns)
        var lines: [Range<String.Index>] = []
        var (start, end) = (text.startIndex, text.startIndex)
        // The columns up to `end`, and those up to where the line may break.
        var used = 0
        var opportunity: (end: String.Index, next: String.Index, used: Int)?
        var clusters = Clusters(text)
        var wasWide = false
        while lines.count < linesMax {
            let index = clusters.index
            guard let cluster = clusters.next() else { break }
            let after = clusters.index
            if isLineEnd(text, index) {
                lines.append(start..<max(start, end))
                let next = isPair(text, index) ? text.utf8.index(after: after) : after
                if next != after { _ = clusters.next() }
                (start, end, used, opportunity, wasWide) = (next, next, 0, nil, false)
                continue
            }
            if cluster.isSpace {
                used += 1
                opportunity = (opportunity?.next == index ? opportunity?.end ?? end : end, after, used)
                if used <= columns { end = after }
                wasWide = false
                continue
            }
            let isWide = cluster.columns == 2
            if isWide || wasWide, index != start, opportunity?.next != index { opportunity = (end, index, used) }
            wasWide = isWide
            if used + cluster.columns > columns, index != start {
                if let place = opportunity {
                    lines.append(start..<max(start, place.end))
                    (start, used) = (place.next, used - place.used)
                } else {
                    lines.append(start..<index)
                    (start, used) = (index, 0)
                }
                opportunity = nil
            }
            used += cluster.columns
            end = after
        }
        if lines.count < linesMax { lines.append(start..<max(start, end)) }
        return lines
    }

    /// The lines of a text of one look.
    public static func lines(
        of text: String, columns: Int, _ style: Style = .plain, linesMax: Int = .max
    ) -> [TextLine] {
        ranges(of: text, columns: columns, linesMax: linesMax).map { TextLine(String(text[$0]), style) }
    }

    /// The lines of a text of several looks; all but the first start with so many blanks.
    public static func lines(
        of line: TextLine, columns: Int, hanging: Int = 0, linesMax: Int = .max
    ) -> [TextLine] {
        let hanging = min(hanging, max(0, columns - 1))
        let text = line.text
        var ranges = self.ranges(of: text, columns: columns, linesMax: hanging > 0 ? 1 : linesMax)
        if hanging > 0, linesMax > 1, let first = ranges.first {
            let rest = text[first.upperBound...].drop { $0 == " " }
            if !rest.isEmpty {
                let narrow = self.ranges(of: String(rest), columns: columns - hanging, linesMax: linesMax - 1)
                let offset = text.utf8.distance(from: text.startIndex, to: rest.startIndex)
                let base = String(rest)
                ranges += narrow.map { range in
                    let lower = base.utf8.distance(from: base.startIndex, to: range.lowerBound) + offset
                    let length = base.utf8.distance(from: range.lowerBound, to: range.upperBound)
                    let start = text.utf8.index(text.startIndex, offsetBy: lower)
                    return start..<text.utf8.index(start, offsetBy: length)
                }
            }
        }
        let indent = TextLine(String(repeating: " ", count: hanging))
        return ranges.enumerated().map { index, range in
            let piece = slice(line, of: text, range)
            return index > 0 && hanging > 0 ? indent + piece : piece
        }
    }

    private static func slice(_ line: TextLine, of text: String, _ range: Range<String.Index>) -> TextLine {
        var spans: [Span] = []
        var start = text.startIndex
        for span in line.spans {
            let end = text.utf8.index(start, offsetBy: span.text.utf8.count)
            let (lower, upper) = (max(start, range.lowerBound), min(end, range.upperBound))
            if lower < upper { spans.append(Span(String(text[lower..<upper]), span.style, link: span.link)) }
            start = end
        }
        return TextLine(spans)
    }

    private static func isLineEnd(_ text: String, _ index: String.Index) -> Bool {
        let byte = text.utf8[index]
        if byte == 0x0A || byte == 0x0D { return true }
        guard byte == 0xE2 || byte == 0xC2 else { return false }
        return ["\u{2028}", "\u{2029}", "\u{85}"].contains(text.unicodeScalars[index])
    }

    private static func isPair(_ text: String, _ index: String.Index) -> Bool {
        guard text.utf8[index] == 0x0D else { return false }
        let after = text.utf8.index(after: index)
        return after != text.utf8.endIndex && text.utf8[after] == 0x0A
    }
}
