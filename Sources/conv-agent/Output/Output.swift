import Foundation
import Glibc
import Hub

/// Prints what a command found: JSON of a fixed shape for programs, or text for people.
enum Output {
    /// Prints one JSON value, keys in order.
    static func json(_ value: some Encodable) throws { write(try text(ofJSON: value)) }

    /// One JSON value, keys in order, with everything escaped that a terminal would obey.
    static func text(ofJSON value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return Plain.json(String(decoding: try encoder.encode(value), as: UTF8.self)) + "\n"
    }

    /// Prints a text as it is. A full disk behind the output ends the program with a sentence and a code.
    static func write(_ text: String) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            Terminal.printError("conv-agent: the output cannot be written; make room where it goes")
            exit(1)
        }
    }

    /// Prints a line.
    static func line(_ text: String = "") { write(text + "\n") }
}
