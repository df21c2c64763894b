/// Cuts text into sentences.
enum Sentences {
    /// The sentences of a text in order, blanks at their ends left out. A line is a sentence of its own where it does not
    /// end like one, so that items of lists stay apart. O(text).
    static func cut(_ text: String) -> [Substring] {
        var sentences: [Substring] = []
        for line in text.split(whereSeparator: \.isNewline) {
            var start = line.startIndex
            var index = line.startIndex
            while index < line.endIndex {
                let next = line.index(after: index)
                if next == line.endIndex || isEnd(line[index], before: line[next], after: line[start..<index]) {
                    let sentence = trimmed(line[start..<next])
                    if !sentence.isEmpty { sentences.append(sentence) }
                    start = next
                }
                index = next
            }
        }
        return sentences
    }

    /// How many words a text has, parted by blanks.
    static func wordCount(_ text: some StringProtocol) -> Int { text.split(whereSeparator: \.isWhitespace).count }

    private static func isEnd(_ stop: Character, before next: Character, after text: Substring) -> Bool {
        // Scripts with wide stops put no space behind them.
        if "。！？".contains(stop) { return true }
        return ".!?…".contains(stop) && next.isWhitespace && !(stop == "." && isAbbreviation(text))
    }

    private static func isAbbreviation(_ text: Substring) -> Bool {
        let word = text.suffix(while: { !$0.isWhitespace })
        // A single letter or digit before the stop is an initial or the number of a list's item.
        if word.count <= 1 { return true }
        return ["e.g", "i.e", "etc", "vs", "approx", "Mr", "Mrs", "Dr"].contains { $0 == word }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.firstIndex { !$0.isWhitespace } ?? text.endIndex
        guard let end = text.lastIndex(where: { !$0.isWhitespace }), start <= end else { return "" }
        return text[start...end]
    }
}

extension StringProtocol {
    /// The longest end whose characters all satisfy a condition.
    fileprivate func suffix(while condition: (Character) -> Bool) -> SubSequence {
        var start = endIndex
        while start > startIndex, condition(self[index(before: start)]) { start = index(before: start) }
        return self[start...]
    }
}
