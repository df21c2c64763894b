/// A text file with a head of `key: value` lines between two lines of `---`, as articles and guidance are written.
struct ContentFile {
    /// What the head says; a value is everything behind the first colon and space.
    let head: [String: String]
    /// Everything below the head, without blank lines at its ends.
    let body: String

    /// Reads a file; nil when it does not begin with a head.
    init?(_ text: String) {
        // Some editors put a byte order mark first.
        let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else { return nil }
        head = Dictionary(lines[1..<end].compactMap(Self.pair)) { first, _ in first }
        body = Self.trimmed(lines[(end + 1)...])
    }

    /// Cuts `key: value`; nil where the line is something else.
    static func pair(_ line: some StringProtocol) -> (key: String, value: String)? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let value = line[line.index(after: colon)...]
        guard value.isEmpty || value.first == " " else { return nil }
        return (String(line[..<colon]), String(value.drop { $0 == " " }))
    }

    /// Joins lines, without blank ones at the ends.
    static func trimmed(_ lines: some BidirectionalCollection<Substring>) -> String {
        var lines = Array(lines)
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        return lines.drop { $0.allSatisfy(\.isWhitespace) }.joined(separator: "\n")
    }

    /// `on` or `off`; nil when it says neither.
    var isOn: Bool? {
        switch head["switch"] {
        case "on": true
        case "off": false
        default: nil
        }
    }
}
