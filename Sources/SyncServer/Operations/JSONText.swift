import Foundation
import Hub

/// The JSON that commands and endpoints print: keys ascending, slashes as they are.
public enum JSONText {
    /// Encodes a value; instants are milliseconds, identifiers their 26 characters.
    public static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Plain.json(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
