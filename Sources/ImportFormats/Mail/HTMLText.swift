import Hub

/// Makes plain text of HTML mail, for reading and searching; nothing of it is ever shown as HTML.
///
/// One pass over the bytes without recursion, after the tokenizer states of the HTML standard that mail makes use of.
struct HTMLText {
    private static let hiddenElements: Set<String> = ["script", "style", "head", "title", "template", "noscript"]
    private static let blocks: Set<String> = [
        "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "pre", "section",
        "table", "tr", "ul",
    ]

    private var output: [UInt8] = []
    private var quoteDepth = 0
    private var preDepth = 0
    private var hidden: String?
    private var isBlankPending = false
    private var isAtLineStart = true
    /// Empty lines in a row at the end of the output; more than one is never written.
    private var emptyLines = 1

    /// The text of an HTML document or fragment: blocks on their own lines, quotes after "> ", items after "- ".
    /// - Complexity: O(bytes).
    static func plainText(of html: String) -> String {
        var writer = HTMLText()
        var html = html
        html.withUTF8 { writer.read($0) }
        return String(decoding: writer.output, as: UTF8.self).trimmingBlanks
    }

    private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "<"), let next = readMarkup(bytes, at: position) {
                position = next
            } else if byte == UInt8(ascii: "&"), hidden == nil {
                let (text, next) = HTMLEntity.read(bytes, at: position)
                text.utf8.forEach { write($0) }
                position = next
            } else {
                if hidden == nil { write(byte) }
                position += 1
            }
        }
    }

    /// Reads a tag or comment; nil when the angle bracket is only a character.
    private mutating func readMarkup(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
        guard start + 1 < bytes.count else { return nil }
        let next = bytes[start + 1]
        if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
            let isComment = start + 3 < bytes.count && bytes[start + 2] == 45 && bytes[start + 3] == 45
            return isComment ? endOfComment(bytes, from: start + 4) : endOfTag(bytes, from: start + 1)
        }
        let isClosing = next == UInt8(ascii: "/")
        var end = start + (isClosing ? 2 : 1)
        var name: [UInt8] = []
        while end < bytes.count, name.count < 32, HTMLEntity.isLetterOrDigit(bytes[end]) {
            name.append(bytes[end] | 32)
            end += 1
        }
        guard let first = name.first, first >= UInt8(ascii: "a") else { return nil }
        let after = endOfTag(bytes, from: end)
        handle(tag: String(decoding: name, as: UTF8.self), isClosing: isClosing)
        return after
    }

    private func endOfComment(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var position = start
        while position + 2 < bytes.count {
            if bytes[position] == 45, bytes[position + 1] == 45, bytes[position + 2] == UInt8(ascii: ">") {
                return position + 3
            }
            position += 1
        }
        return bytes.count
    }

    private func endOfTag(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var quote: UInt8?
        var position = start
        while position < bytes.count {
            let byte = bytes[position]
            if quote != nil {
                if byte == quote { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                // Only after "=" does a quote begin a value.
                if bytes[position - 1] == UInt8(ascii: "=") { quote = byte }
            } else if byte == UInt8(ascii: ">") {
                return position + 1
            }
            position += 1
        }
        return bytes.count
    }

    private mutating func handle(tag: String, isClosing: Bool) {
        if let hidden {
            // A document without </head> would otherwise lose its body.
            if (isClosing && tag == hidden) || (hidden == "head" && tag == "body") { self.hidden = nil }
            return
        }
        if !isClosing, Self.hiddenElements.contains(tag) {
            hidden = tag
            return
        }
        switch tag {
        case "br":
            newline()
        case "p":
            breakLine()
            if emptyLines == 0 { newline() }
        case "td", "th":
            isBlankPending = isBlankPending || isClosing
        case "blockquote":
            breakLine()
            quoteDepth = max(0, quoteDepth + (isClosing ? -1 : 1))
        case "pre":
            breakLine()
            preDepth = max(0, preDepth + (isClosing ? -1 : 1))
        case "li":
            breakLine()
            if !isClosing { "- ".utf8.forEach { put($0) } }
        default:
            if Self.blocks.contains(tag) { breakLine() }
        }
    }

    private mutating func write(_ byte: UInt8) {
        switch byte {
        case 0, 13: break
        case 10 where preDepth > 0: newline()
        case 9, 10, 12, 32:
            if preDepth > 0 { put(byte) } else { isBlankPending = true }
        default: put(byte)
        }
    }

    private mutating func put(_ byte: UInt8) {
        if isAtLineStart {
            // Depth of quotes is the sender's; more than a few levels only cost space.
            for _ in 0..<min(quoteDepth, 10) { output.append(contentsOf: "> ".utf8) }
        } else if isBlankPending {
            output.append(32)
        }
        isBlankPending = false
        isAtLineStart = false
        emptyLines = 0
        output.append(byte)
    }

    private mutating func breakLine() {
        if !isAtLineStart { newline() }
    }

    private mutating func newline() {
        isBlankPending = false
        if isAtLineStart {
            guard emptyLines == 0 else { return }
            emptyLines = 1
        }
        isAtLineStart = true
        output.append(10)
    }
}
