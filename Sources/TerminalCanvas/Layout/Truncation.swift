/// What stands where a text was cut.
private let ellipsis = "…"

/// The start of a text that fits into so many columns, whole clusters only, ended by an ellipsis when something is cut.
///
/// Costs as much as what fits, however long the text.
public func truncated(_ text: String, to columns: Int) -> String {
    TextLine(text).truncated(to: columns).text
}

extension TextLine {
    /// The start of the line that fits into so many columns, ended by an ellipsis when something is cut.
    public func truncated(to columns: Int) -> TextLine {
        guard columns > 0 else { return TextLine() }
        var used = 0
        // Where the text is cut if it turns out not to fit: one column earlier, for the ellipsis.
        var cut: (span: Int, index: String.Index) = (0, spans.first?.text.startIndex ?? "".startIndex)
        for (number, span) in spans.enumerated() {
            var clusters = Clusters(span.text)
            while let cluster = clusters.next() {
                if used + cluster.columns > columns {
                    return TextLine(Array(spans[..<cut.span]) + [shortened(spans[cut.span], before: cut.index)])
                }
                used += cluster.columns
                if used < columns { cut = (number, clusters.index) }
            }
        }
        return self
    }

    private func shortened(_ span: Span, before index: String.Index) -> Span {
        Span(span.text[..<index] + ellipsis, span.style, link: span.link)
    }
}
