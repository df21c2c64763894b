/// Reads the runs of one paragraph or heading of Markdown in linear time.
///
/// A first pass cuts the text into pieces and finds code, links and mentions; a second pairs the signs of emphasis for
/// each style by itself (`MarkdownStyles`); what pairs with nothing is text.
struct MarkdownInlineParser {
    /// One piece of a line.
    struct Piece {
        enum Kind {
            case text
            case leaf(RichText.Content)
            case sign(MarkdownSign)
            case bracket
        }

        var kind: Kind
        /// The scalars of a text, a sign or a bracket.
        var scalars: ArraySlice<Unicode.Scalar> = []
        var link: Link?
    }

    /// The runs of `scalars`, not yet in normal form.
    static func inlines(of scalars: [Unicode.Scalar]) -> [RichText.Inline] {
        var parser = MarkdownInlineParser(scalars)
        while parser.position < scalars.count { parser.readPiece() }
        parser.endText()
        return MarkdownStyles.inlines(of: parser.pieces)
    }

    private let scalars: [Unicode.Scalar]
    private var position = 0
    /// Where the text that is being read began.
    private var textStart = 0
    private var pieces: [Piece] = []
    /// The brackets that may still begin a link, by their indexes in `pieces`.
    private var openBrackets: [Int] = []
    /// The starts of the runs of backticks, ascending, by their length.
    private let backtickRuns: [Int: [Int]]

    private init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
        backtickRuns = Self.backtickRuns(in: scalars)
    }

    private mutating func readPiece() {
        switch scalars[position] {
        case "\\": readEscape()
        case "\n": append(.leaf(.lineBreak), length: 1)
        case "`": readCode()
        case "*", "_", "~": readSign()
        case "@": readMention()
        case "[":
            append(.bracket, length: 1)
            openBrackets.append(pieces.count - 1)
        case "]": readLinkEnd()
        case "<": readAngleLink()
        case "h", "H": readBareLink()
        default: position += 1
        }
    }

    // MARK: Pieces

    private mutating func endText() {
        if textStart < position { pieces.append(Piece(kind: .text, scalars: scalars[textStart..<position])) }
        textStart = position
    }

    private mutating func append(_ kind: Piece.Kind, length: Int, link: Link? = nil) {
        endText()
        pieces.append(Piece(kind: kind, scalars: scalars[position..<position + length], link: link))
        position += length
        textStart = position
    }

    private func scalar(at index: Int) -> Unicode.Scalar? { scalars.indices.contains(index) ? scalars[index] : nil }

    private mutating func readEscape() {
        guard let next = scalar(at: position + 1), next == "\n" || next.isASCIIPunctuation else {
            position += 1
            return
        }
        if next == "\n" {
            append(.leaf(.lineBreak), length: 2)
        } else {
            endText()
            textStart = position + 1
            position += 2
        }
    }

    private mutating func readSign() {
        let symbol = scalars[position]
        var end = position
        while scalar(at: end) == symbol { end += 1 }
        let sign = MarkdownSign(
            symbol: symbol, count: end - position, before: scalar(at: position - 1), after: scalar(at: end)
        )
        if let sign { append(.sign(sign), length: end - position) } else { position = end }
    }

    // MARK: Code

    private static func backtickRuns(in scalars: [Unicode.Scalar]) -> [Int: [Int]] {
        var runs: [Int: [Int]] = [:]
        var start = 0
        while start < scalars.count {
            var end = start
            while end < scalars.count, scalars[end] == "`" { end += 1 }
            if end > start { runs[end - start, default: []].append(start) }
            start = max(end, start + 1)
        }
        return runs
    }

    /// The start of the first run of exactly `count` backticks at `position` or behind it.
    private func backtickRun(of count: Int, from position: Int) -> Int? {
        guard let starts = backtickRuns[count] else { return nil }
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] < position { low = middle + 1 } else { high = middle }
        }
        return low < starts.count ? starts[low] : nil
    }

    private mutating func readCode() {
        var contentStart = position
        while scalar(at: contentStart) == "`" { contentStart += 1 }
        let count = contentStart - position
        guard let end = backtickRun(of: count, from: contentStart) else {
            position = contentStart
            return
        }
        var content = scalars[contentStart..<end]
        let isBlank = content.allSatisfy { $0 == " " || $0 == "\n" }
        if !isBlank, let first = content.first, first == " " || first == "\n", let last = content.last,
            last == " " || last == "\n", content.count > 1
        {
            content = content.dropFirst().dropLast()
        }
        let line = String(scalars: content.lazy.map { $0 == "\n" ? " " : $0 })
        append(.leaf(.code(line)), length: end + count - position)
    }

    // MARK: Links and mentions

    private mutating func readMention() {
        guard scalar(at: position + 1) == "[", let (mention, end) = mention(from: position + 2) else {
            position += 1
            return
        }
        append(.leaf(mention), length: end - position)
    }

    /// Reads `name](user:identifier)`; both parts are bounded, and so is the time.
    private func mention(from start: Int) -> (RichText.Content, end: Int)? {
        var index = start
        var name: [Unicode.Scalar] = []
        while let scalar = scalar(at: index), scalar != "]" {
            guard scalar != "[", scalar != "\n", name.count < MentionNotation.scalarCountMax else { return nil }
            if scalar == "\\", let next = self.scalar(at: index + 1), next.isASCIIPunctuation {
                name.append(next)
                index += 2
            } else {
                name.append(scalar)
                index += 1
            }
        }
        for expected in "](user:".unicodeScalars {
            guard scalar(at: index) == expected else { return nil }
            index += 1
        }
        let userStart = index
        while let scalar = scalar(at: index), MentionNotation.isUserScalar(scalar),
            index - userStart < MentionNotation.scalarCountMax
        {
            index += 1
        }
        guard index > userStart, scalar(at: index) == ")" else { return nil }
        let user = String(scalars: scalars[userStart..<index])
        return (.mention(user: user, name: String(scalars: name)), index + 1)
    }

    private mutating func readLinkEnd() {
        guard let open = openBrackets.popLast(), scalar(at: position + 1) == "(",
            let (link, end) = MarkdownDestination.read(scalars, from: position + 2), holdsWords(after: open)
        else {
            position += 1
            return
        }
        endText()
        pieces[open].scalars = []
        for index in open + 1..<pieces.count { pieces[index].link = link }
        // A link holds no other link, so the brackets around this one begin none.
        openBrackets.removeAll()
        position = end
        textStart = end
    }

    /// True when there is something to read in the link that began with the bracket.
    private func holdsWords(after bracket: Int) -> Bool {
        let isTextPlain = scalars[textStart..<position].allSatisfy(\.properties.isWhitespace)
        return !isTextPlain
            || pieces[(bracket + 1)...].contains { piece in
                switch piece.kind {
                case .text: !piece.scalars.allSatisfy(\.properties.isWhitespace)
                case .leaf(.lineBreak): false
                case .leaf, .sign, .bracket: true
                }
            }
    }

    private mutating func readAngleLink() {
        var end = position + 1
        while let scalar = scalar(at: end), Link.mayHold(scalar), end - position <= Link.byteCountMax { end += 1 }
        guard scalar(at: end) == ">", let link = Link(String(scalars: scalars[position + 1..<end])) else {
            position += 1
            return
        }
        append(.leaf(.text(link.description)), length: end + 1 - position, link: link)
    }

    private mutating func readBareLink() {
        let isWithinWord = scalar(at: position - 1)?.isWordScalar ?? false
        guard !isWithinWord, let end = MarkdownDestination.bareEnd(scalars, from: position) else {
            position += 1
            return
        }
        if let link = Link(String(scalars: scalars[position..<end])) {
            append(.leaf(.text(link.description)), length: end - position, link: link)
        } else {
            position = end
        }
    }
}
