/// Finds where the addresses of links end.
enum MarkdownDestination {
    private static let parenthesisDepthMax = 32

    /// Reads `address)`, `<address>)` or either with a title, from behind the opening parenthesis.
    ///
    /// - Returns: the link and the position behind the closing parenthesis; nil when it is none that may be followed.
    ///   The time is bounded by the longest address.
    static func read(_ scalars: [Unicode.Scalar], from start: Int) -> (Link, end: Int)? {
        var index = start
        var address: ArraySlice<Unicode.Scalar>
        if index < scalars.count, scalars[index] == "<" {
            index += 1
            let addressStart = index
            while index < scalars.count, Link.mayHold(scalars[index]), index - start <= Link.byteCountMax { index += 1 }
            guard index < scalars.count, scalars[index] == ">" else { return nil }
            address = scalars[addressStart..<index]
            index += 1
        } else {
            index = addressEnd(scalars, from: start)
            address = scalars[start..<index]
        }
        guard let end = parenthesis(scalars, from: index), let link = Link(String(scalars: address)) else { return nil }
        return (link, end)
    }

    private static func addressEnd(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
        var index = start
        var depth = 0
        while index < scalars.count, Link.mayHold(scalars[index]), index - start <= Link.byteCountMax {
            if scalars[index] == "(" { depth += 1 }
            if scalars[index] == ")" { depth -= 1 }
            guard (0...parenthesisDepthMax).contains(depth) else { break }
            index += 1
        }
        return index
    }

    /// The position behind the closing parenthesis, over a title of up to 256 scalars that nobody sees.
    private static func parenthesis(_ scalars: [Unicode.Scalar], from start: Int) -> Int? {
        let limit = min(scalars.count, start + 256)
        var index = start
        while index < limit, scalars[index].isSpaceOrTab { index += 1 }
        if index > start, index < limit, scalars[index] == "\"" || scalars[index] == "'" {
            let quote = scalars[index]
            index += 1
            while index < limit, scalars[index] != quote, scalars[index] != "\n" { index += 1 }
            guard index < limit, scalars[index] == quote else { return nil }
            index += 1
            while index < limit, scalars[index].isSpaceOrTab { index += 1 }
        }
        return index < limit && scalars[index] == ")" ? index + 1 : nil
    }

    /// The end of an address that stands in the text by itself; nil when none starts here.
    ///
    /// Punctuation at its end belongs to the sentence, and so does a parenthesis that it did not open.
    static func bareEnd(_ scalars: [Unicode.Scalar], from start: Int) -> Int? {
        guard let scheme = ["https://", "http://"].first(where: { hasPrefix($0, scalars, at: start) }) else {
            return nil
        }
        let addressStart = start + scheme.unicodeScalars.count
        var end = addressStart
        var depth = 0
        while end < scalars.count, Link.mayHold(scalars[end]), !endsBare(scalars[end]) {
            if scalars[end] == "(" { depth += 1 }
            if scalars[end] == ")" { depth -= 1 }
            guard depth >= 0 else { break }
            end += 1
        }
        while end > addressStart, ".,;:!?'_~(".unicodeScalars.contains(scalars[end - 1]) { end -= 1 }
        return end > addressStart ? end : nil
    }

    private static func endsBare(_ scalar: Unicode.Scalar) -> Bool { "[]`*\"".unicodeScalars.contains(scalar) }

    private static func hasPrefix(_ prefix: String, _ scalars: [Unicode.Scalar], at start: Int) -> Bool {
        guard start + prefix.utf8.count <= scalars.count else { return false }
        return zip(prefix.unicodeScalars, scalars[start...]).allSatisfy { expected, scalar in
            scalar == expected || scalar.isASCII && scalar.properties.lowercaseMapping == String(expected)
        }
    }
}
