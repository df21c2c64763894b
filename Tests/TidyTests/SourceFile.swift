import Foundation
import TestSupport

/// One Swift file: its text by lines, and the same lines with comments and string literals blanked out.
struct SourceFile {
    /// The path relative to the repository.
    let path: String
    /// The lines as they stand.
    let lines: [String]
    /// The lines with every character of a comment or string literal replaced by a space, so that a rule about code
    /// does not stumble over prose.
    let code: [String]

    /// Reads a file of the repository.
    init(path: String) throws {
        self.init(path: path, text: try String(contentsOf: Repository.root.appending(path: path), encoding: .utf8))
    }

    /// Takes a text as if it were the file at a path.
    init(path: String, text: String) {
        self.path = path
        lines = Self.split(text)
        code = Self.split(CodeMask.blank(text))
    }

    /// The module, for a file under `Sources/`.
    var module: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    private static func split(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}

/// A place where a rule of the house is broken.
struct Finding: Equatable, CustomStringConvertible {
    /// The file.
    let path: String
    /// The line, counted from one.
    let line: Int
    /// What is wrong and what to do.
    let message: String

    var description: String { "\(path):\(line): \(message)" }
}
