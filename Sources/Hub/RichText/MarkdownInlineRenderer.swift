/// Writes the runs of one block, in normal form, as Markdown.
struct MarkdownInlineRenderer {
    /// The Markdown of `inlines`.
    ///
    /// - Parameter startsLine: true when the text begins a line, where some characters would begin a block.
    static func markdown(of inlines: [RichText.Inline], startsLine: Bool) -> String {
        var renderer = MarkdownInlineRenderer(startsLine: startsLine)
        var index = 0
        while index < inlines.count {
            let link = inlines[index].link
            let end = inlines[index...].firstIndex { $0.link != link } ?? inlines.count
            renderer.append(inlines[index..<end], link: link)
            index = end
        }
        renderer.turn(to: [])
        return String(renderer.output)
    }

    private var output = String.UnicodeScalarView()
    private var style: RichText.Style = []
    private var startsLine: Bool
    private var followsLineBreak = false

    private init(startsLine: Bool) { self.startsLine = startsLine }

    private mutating func append(_ runs: ArraySlice<RichText.Inline>, link: Link?) {
        guard let link, let first = runs.first else {
            runs.forEach { append($0) }
            return
        }
        turn(to: first.style)
        if runs.count == 1, first.content == .text(link.description) {
            write("<\(link)>")
            return
        }
        write("[")
        runs.forEach { append($0) }
        let needsBrackets = link.description.unicodeScalars.contains { $0 == "(" || $0 == ")" }
        write(needsBrackets ? "](<\(link)>)" : "](\(link))")
    }

    private mutating func append(_ run: RichText.Inline) {
        turn(to: run.style)
        switch run.content {
        case .text(let text):
            writeText(Array(text.unicodeScalars))
        case .code(let code):
            writeCode(code)
        case .mention(let user, let name):
            write("@[")
            for scalar in name.unicodeScalars {
                if scalar == "[" || scalar == "]" || scalar == "\\" { output.append("\\") }
                output.append(scalar)
            }
            write("](user:\(user))")
        case .lineBreak:
            // A second line break needs something on its line, or it would end the paragraph.
            write(followsLineBreak ? "\\\n" : "\n")
            startsLine = true
            followsLineBreak = true
        }
    }

    private mutating func write(_ text: String) {
        output.append(each: text.unicodeScalars)
        startsLine = false
        followsLineBreak = false
    }

    /// Writes the signs that turn the styles that differ on or off.
    private mutating func turn(to next: RichText.Style) {
        let changed = style.symmetricDifference(next)
        guard !changed.isEmpty else { return }
        let asterisks = (changed.contains(.strong) ? 2 : 0) + (changed.contains(.emphasis) ? 1 : 0)
        write(String(repeating: "*", count: asterisks) + (changed.contains(.strikethrough) ? "~~" : ""))
        style = next
    }

    private mutating func writeCode(_ code: String) {
        let fence = String(repeating: "`", count: MarkdownRenderer.longestBacktickRun(in: code) + 1)
        let (first, last) = (code.unicodeScalars.first, code.unicodeScalars.last)
        let isBlank = code.utf8.allSatisfy { $0 == 0x20 }
        let needsSpaces = !isBlank && first == " " && last == " " || first == "`" || last == "`"
        let padding = needsSpaces ? " " : ""
        write(fence + padding + code + padding + fence)
    }

    // MARK: Text

    private mutating func writeText(_ scalars: [Unicode.Scalar]) {
        var index = 0
        if startsLine { index = writeLineStart(scalars) }
        while index < scalars.count {
            let scalar = scalars[index]
            if needsEscape(scalar, before: index > 0 ? scalars[index - 1] : nil, after: scalars[(index + 1)...]) {
                output.append("\\")
            }
            output.append(scalar)
            index += 1
        }
        startsLine = false
        followsLineBreak = false
    }

    /// Writes what would begin a block at the start of a line; gives the number of scalars written.
    private mutating func writeLineStart(_ scalars: [Unicode.Scalar]) -> Int {
        if let first = scalars.first, "#>-+=".unicodeScalars.contains(first) {
            output.append("\\")
            output.append(first)
            return 1
        }
        let digits = scalars.prefix { ("0"..."9").contains($0) }
        guard !digits.isEmpty, digits.count < scalars.count else { return 0 }
        let mark = scalars[digits.count]
        guard mark == "." || mark == ")" else { return 0 }
        output.append(each: digits)
        output.append("\\")
        output.append(mark)
        return digits.count + 1
    }

    private func needsEscape(
        _ scalar: Unicode.Scalar, before: Unicode.Scalar?, after: ArraySlice<Unicode.Scalar>
    ) -> Bool {
        let next = after.first
        switch scalar {
        case "\\", "`", "*", "[", "]": return true
        // Within a word an underscore is a letter of it.
        case "_": return !(before?.isWordScalar ?? false) || !(next?.isWordScalar ?? false)
        case "~": return before == nil || next == nil || before == "~" || next == "~"
        // What could begin a tag or an entity for other readers of Markdown.
        case "<": return next.map { $0.properties.isAlphabetic || $0 == "/" || $0 == "!" || $0 == "?" } ?? true
        case "&": return next.map { $0.isASCII && $0.properties.isAlphabetic || $0 == "#" } ?? true
        // An address would become a link that the text does not have.
        case ":": return after.starts(with: "//".unicodeScalars) && (before == "p" || before == "P" || isS(before))
        default: return false
        }
    }

    private func isS(_ scalar: Unicode.Scalar?) -> Bool { scalar == "s" || scalar == "S" }
}
