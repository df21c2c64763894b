/// A page in words, for those who hear it and for programs that read it: headings, labels, tables, no shapes.
///
/// What is added is cleaned as the words on a canvas are: nothing on a page makes a terminal do something.
public struct PlainPage: Hashable, Sendable {
    /// What was added so far; each line ends with a line feed.
    public private(set) var text = ""

    /// Starts an empty page.
    public init() {}

    /// Adds a heading after an empty line, unless it is the first.
    public mutating func heading(_ words: String) {
        if !text.isEmpty { text += "\n" }
        line(words)
    }

    /// Adds a line; line ends within it become spaces.
    public mutating func line(_ words: String) { text += Self.cleaned(words) + "\n" }

    /// Adds a label and what it says, such as `Status: open`; nothing when there is nothing to say.
    public mutating func field(_ label: String, _ value: String?) {
        if let value, !value.isEmpty { line("\(label): \(value)") }
    }

    /// Adds people's words as they are, each line after two blanks, so that none passes for a line of the page.
    public mutating func quote(_ words: String) {
        for range in TextWrap.ranges(of: words, columns: .max) { text += "  " + Self.cleaned(words[range]) + "\n" }
    }

    /// Adds a table as lines of `label: value` pairs, one line for each row, its number first.
    ///
    /// Columns would be read aloud without their heads; so each value carries its own.
    public mutating func rows(_ labels: [String], _ rows: [[String]], startingAt first: Int = 1) {
        for (number, row) in rows.enumerated() {
            let pairs = zip(labels, row).compactMap { label, value in
                value.isEmpty ? nil : label.isEmpty ? value : "\(label): \(value)"
            }
            line("\(first + number). " + pairs.joined(separator: ", "))
        }
    }

    /// Adds figures over time as a table: a chart for those who do not see it.
    ///
    /// - Parameter summary: The one sentence that says what the chart shows.
    public mutating func chart(_ summary: String, _ points: [(label: String, value: String)]) {
        line(summary)
        for point in points { line("  \(point.label): \(point.value)") }
    }

    private static func cleaned(_ words: some StringProtocol) -> String {
        var result = ""
        for cluster in Clusters(words) { result.unicodeScalars.append(contentsOf: cluster.scalars) }
        return result
    }
}
