import Foundation

/// Prints what a command found: JSON of a fixed shape for programs, or text for people.
enum Output {
    /// Prints one JSON value, keys in order.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        write(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
    }

    /// Prints a text as it is.
    static func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

    /// Prints a line.
    static func line(_ text: String = "") { write(text + "\n") }
}
