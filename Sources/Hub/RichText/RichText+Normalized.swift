extension RichText {
    /// The same text in normal form, of which there is one for all values that read alike.
    ///
    /// Empty blocks are gone, neighbouring runs of one style are one run, line ends stand as `lineBreak`, lines neither
    /// begin nor end with blanks, spaces at the edges of a style or a link do not carry it, and nesting is no deeper
    /// than `depthMax`. Linear time for a given depth.
    public var normalized: RichText { RichText(blocks: Self.normalized(blocks, depth: 0)) }

    private static func normalized(_ blocks: [Block], depth: Int) -> [Block] {
        var result: [Block] = []
        for block in blocks {
            switch block {
            case .paragraph(let inlines):
                let normal = InlineNormalizer.normalized(inlines, isSingleLine: false)
                if !normal.isEmpty { result.append(.paragraph(normal)) }
            case .heading(let level, let inlines):
                let normal = InlineNormalizer.normalized(inlines, isSingleLine: true)
                if !normal.isEmpty { result.append(.heading(level: min(6, max(1, level)), normal)) }
            case .list(let list) where depth < depthMax:
                guard !list.items.isEmpty else { continue }
                let items = list.items.map { normalized($0, depth: depth + 1) }
                result.append(.list(List(start: list.start.map { min(999_999_999, max(0, $0)) }, items: items)))
            case .list(let list):
                result += list.items.flatMap { normalized($0, depth: depth) }
            case .quote(let quoted) where depth < depthMax:
                let normal = normalized(quoted, depth: depth + 1)
                if !normal.isEmpty { result.append(.quote(normal)) }
            case .quote(let quoted):
                result += normalized(quoted, depth: depth)
            case .code(let language, let text):
                let lines = text.linesOfText.joined(separator: "\n")
                result.append(.code(language: language.flatMap(normalLanguage), text: lines))
            case .rule:
                result.append(.rule)
            }
        }
        return result
    }

    private static func normalLanguage(_ language: String) -> String? {
        let isPlain = language.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "`" && $0 != "\\" }
        return isPlain && !language.isEmpty ? language : nil
    }
}

/// Brings the runs of one block into normal form.
private enum InlineNormalizer {
    typealias Inline = RichText.Inline

    static func normalized(_ inlines: [Inline], isSingleLine: Bool) -> [Inline] {
        var runs = inlines.flatMap { split($0, isSingleLine: isSingleLine) }
        runs = trimmedLines(runs)
        stripEdges(of: &runs) {
            $0.link
        } clear: {
            $0.link = nil
        }
        for style: RichText.Style in [.strong, .emphasis, .strikethrough] {
            stripEdges(of: &runs) {
                $0.style.contains(style) ? style : nil
            } clear: {
                $0.style.remove(style)
            }
        }
        return merged(runs)
    }

    /// Cuts a run at line ends, and its blank edges off.
    private static func split(_ inline: Inline, isSingleLine: Bool) -> [Inline] {
        func run(_ content: RichText.Content) -> Inline { Inline(content, style: inline.style, link: inline.link) }
        switch inline.content {
        case .text(let text):
            var runs: [Inline] = []
            for (number, line) in text.linesOfText.enumerated() {
                if number > 0 { runs.append(run(isSingleLine ? .text(" ") : .lineBreak)) }
                runs += blankEdgesApart(line).map { run(.text($0)) }
            }
            return runs
        case .code(let code):
            let line = code.linesOfText.joined(separator: " ")
            return line.isEmpty ? [] : [run(.code(line))]
        case .mention(let user, let name):
            let line = name.linesOfText.joined(separator: " ")
            if MentionNotation.isUser(user), MentionNotation.isName(line) {
                return [run(.mention(user: user, name: line))]
            }
            return blankEdgesApart("@" + line).map { run(.text($0)) }
        case .lineBreak:
            return [run(isSingleLine ? .text(" ") : .lineBreak)]
        }
    }

    private static func blankEdgesApart(_ line: Substring) -> [String] {
        let scalars = line.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return line.isEmpty ? [] : [String(line)] }
        let end = scalars.index(after: last)
        return [scalars[..<first], scalars[first..<end], scalars[end...]].filter { !$0.isEmpty }.map { String($0) }
    }

    private static func blankEdgesApart(_ line: String) -> [String] { blankEdgesApart(line[...]) }

    /// Removes spaces and tabs at the edges of lines, and line breaks at the edges of the block.
    private static func trimmedLines(_ runs: [Inline]) -> [Inline] {
        var result: [Inline] = []
        for run in runs {
            if run.content == .lineBreak {
                trimEnd(of: &result)
                if !result.isEmpty { result.append(run) }
            } else if result.isEmpty || result.last?.content == .lineBreak, case .text(let text) = run.content {
                let rest = text.unicodeScalars.drop { $0 == " " || $0 == "\t" }
                if !rest.isEmpty { result.append(Inline(.text(String(rest)), style: run.style, link: run.link)) }
            } else {
                result.append(run)
            }
        }
        trimEnd(of: &result)
        while result.last?.content == .lineBreak { result.removeLast() }
        return result
    }

    private static func trimEnd(of runs: inout [Inline]) {
        while let last = runs.last, case .text(let text) = last.content {
            let scalars = text.unicodeScalars
            guard let end = scalars.lastIndex(where: { $0 != " " && $0 != "\t" }) else {
                runs.removeLast()
                continue
            }
            let rest = scalars[...end]
            if rest.endIndex != scalars.endIndex {
                runs[runs.count - 1] = Inline(.text(String(rest)), style: last.style, link: last.link)
            }
            return
        }
    }

    /// Takes a property from the blank runs at both ends of every stretch that has it.
    private static func stripEdges<Property: Equatable>(
        of runs: inout [Inline], _ property: (Inline) -> Property?, clear: (inout Inline) -> Void
    ) {
        var start = 0
        while start < runs.count {
            guard let value = property(runs[start]) else {
                start += 1
                continue
            }
            var end = start
            while end < runs.count, property(runs[end]) == value { end += 1 }
            let next = end
            while start < end, isBlank(runs[start]) {
                clear(&runs[start])
                start += 1
            }
            while end > start, isBlank(runs[end - 1]) {
                clear(&runs[end - 1])
                end -= 1
            }
            start = next
        }
    }

    private static func isBlank(_ run: Inline) -> Bool {
        switch run.content {
        case .text(let text): text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
        case .lineBreak: true
        case .code, .mention: false
        }
    }

    private static func merged(_ runs: [Inline]) -> [Inline] {
        var result: [Inline] = []
        var index = 0
        while index < runs.count {
            let first = runs[index]
            index += 1
            guard var words = words(of: first) else {
                result.append(first)
                continue
            }
            // One growing string for a whole stretch keeps this linear.
            while index < runs.count, let more = self.words(of: runs[index]), more.isCode == words.isCode,
                runs[index].style == first.style, runs[index].link == first.link
            {
                words.text += more.text
                index += 1
            }
            let content: RichText.Content = words.isCode ? .code(words.text) : .text(words.text)
            result.append(Inline(content, style: first.style, link: first.link))
        }
        return result
    }

    private static func words(of run: Inline) -> (text: String, isCode: Bool)? {
        switch run.content {
        case .text(let text): (text, false)
        case .code(let code): (code, true)
        case .mention, .lineBreak: nil
        }
    }
}
