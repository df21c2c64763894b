import ArgumentParser
import Foundation
import Replica

/// Where the words of a message come from.
struct WordsOptions: ParsableArguments {
    @Argument(help: "The words, in Markdown; - reads them from standard input.")
    var text: String?

    @Flag(help: "Write the words in $VISUAL or $EDITOR.")
    var editor = false

    /// The longest message, in bytes of UTF-8.
    static let byteCountMax = 500_000

    func validate() throws {
        guard editor == (text == nil) else {
            throw ValidationError("give the words, or - to read them from standard input, or --editor")
        }
    }

    /// The words, without white space at the end.
    ///
    /// - Throws: `ReplicaError.invalidInput` when there are none or too many.
    func read() async throws -> String {
        let raw = try await editor ? Editor.edit("") : text == "-" ? Self.standardInput() : text ?? ""
        let words = raw.replacing("\r\n", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
        try Self.check(words)
        return words
    }

    /// Checks that a message has words, and not too many.
    ///
    /// - Throws: `ReplicaError.invalidInput`.
    static func check(_ words: String) throws {
        guard !words.isEmpty else { throw ReplicaError.invalidInput("there are no words; nothing was written") }
        guard words.utf8.count <= byteCountMax else {
            throw ReplicaError.invalidInput(
                "a message has at most \(byteCountMax) bytes; shorten it, or attach the long part as a file"
            )
        }
    }

    private static func standardInput() throws -> String {
        let data = try FileHandle.standardInput.read(upToCount: byteCountMax + 1) ?? Data()
        guard let text = String(data: data, encoding: .utf8) else {
            throw ReplicaError.invalidInput("standard input is not UTF-8; convert it first")
        }
        return text
    }
}

extension ArgumentHelp {
    /// How a ticket is named on every command line.
    static let ticket: ArgumentHelp = "The ticket: its number, its handle such as ~k3f, or its identifier."
}
