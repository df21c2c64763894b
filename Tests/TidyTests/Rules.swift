/// The rules of the house that a look at single lines can check.
enum Rules {
    /// The longest file.
    static let linesMax = 600
    /// From here on a file earns a warning: it probably holds two concepts.
    static let linesBeforeWarning = 400

    private static let programs: Set<String> = ["conv-server", "conv-agent", "conv-simulate"]
    private static let marksOfUnfinishedWork = ["TODO", "FIXME", "XXX"]

    /// Public declarations and cases of public enumerations that have no `///` line.
    static func undocumented(in file: SourceFile) -> [Finding] {
        var findings: [Finding] = []
        var scopes = DeclarationScopes()
        for index in file.code.indices {
            let line = file.code[index]
            let words = line.split { !$0.isLetter && $0 != "@" && $0 != "_" }
            let isPublicCase = scopes.isDirectlyInPublicEnumeration && declaresOneCase(index, words, in: file)
            if isPublicCase || declaresPublic(words), !isDocumented(index, in: file) {
                let message = "\(line.trimmed) is public and undocumented; say what goes in and comes out"
                findings.append(Finding(path: file.path, line: index + 1, message: message))
            }
            scopes.enter(line, words: words)
        }
        return findings
    }

    /// Calls, marks and escapes that the house does not allow.
    static func forbidden(in file: SourceFile) -> [Finding] {
        guard let module = file.module else { return [] }
        var findings: [Finding] = []
        func report(_ index: Int, _ message: String) {
            findings.append(Finding(path: file.path, line: index + 1, message: message))
        }
        for (index, line) in file.code.enumerated() {
            if line.contains("try!") { report(index, "try! turns an error into a crash; throw or handle it") }
            // A plain search first: it is many times faster than the pattern.
            if !programs.contains(module), line.contains("rint("), line.contains(/(?:^|[^\w.])(debugPrint|print)\(/) {
                report(index, "a library does not print; return the value or log it")
            }
            if marksOfUnfinishedWork.contains(where: file.lines[index].contains) {
                report(index, "unfinished work belongs in an issue, not in the source")
            }
            if line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)"),
                !hasComment(beside: index, in: file)
            {
                report(index, "an escape from the compiler's checks needs its reason beside it")
            }
        }
        return findings
    }

    /// Paths that exist on one machine only.
    static func machinePaths(path: String, text: String) -> [Finding] {
        let pattern = #/(?:^|[\s"'`=(:])(/(?:home|Users|root)(?:/|-)[\w.-]+)/#
        var findings: [Finding] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            // Only a slash can start a match, and a search for one is much faster than the pattern.
            guard line.utf8.contains(UInt8(ascii: "/")), let match = line.firstMatch(of: pattern) else { continue }
            let message = "\(match.output.1) is a path of one machine"
            findings.append(Finding(path: path, line: index + 1, message: message))
        }
        return findings
    }

    private static func declaresPublic(_ words: [Substring]) -> Bool {
        let attributes = words.prefix { $0.hasPrefix("@") }
        guard let first = words.dropFirst(attributes.count).first, first == "public" || first == "open" else {
            return false
        }
        let rest = words.dropFirst(attributes.count + 1)
        if first == "open" { return ["class", "func", "var", "subscript", "override"].contains(rest.first) }
        return rest.first != "import" && rest.first != "extension"
    }

    /// Whether a line declares a case that needs words of its own. A list of bare names such as `case open, pending`,
    /// with the lines that continue it, is left to the documentation of its enumeration.
    private static func declaresOneCase(_ index: Int, _ words: [Substring], in file: SourceFile) -> Bool {
        guard words.first == "case" || words.first == "indirect" else { return false }
        if file.code[index].contains("(") { return true }
        let run = file.code[...index].reversed().prefix { $0.trimmed.hasPrefix("case ") }
        return !run.contains { $0.contains(",") }
    }

    private static func isDocumented(_ index: Int, in file: SourceFile) -> Bool {
        var above = index - 1
        // Attributes, on one line or several, stand between the documentation and what it documents.
        while above >= 0, file.code[above].trimmed.hasPrefix("@") || file.code[above].trimmed == ")" { above -= 1 }
        return above >= 0 && file.lines[above].trimmed.hasPrefix("///")
    }

    private static func hasComment(beside index: Int, in file: SourceFile) -> Bool {
        file.lines[index].contains("//") || (index > 0 && file.lines[index - 1].trimmed.hasPrefix("//"))
    }
}

extension String {
    /// The text without spaces at either end.
    var trimmed: Substring {
        let start = firstIndex { $0 != " " } ?? endIndex
        guard let last = lastIndex(where: { $0 != " " }), start <= last else { return "" }
        return self[start...last]
    }
}
