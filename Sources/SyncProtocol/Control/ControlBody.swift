import Foundation

/// Control facts travel as JSON with sorted keys in the structure section of their change.
public enum ControlBody {
    /// The bytes of a fact; equal facts give equal bytes.
    public static func encode(_ fact: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(fact))
        } catch {
            preconditionFailure("facts are made of strings and numbers, which always encode")
        }
    }

    /// Reads a fact.
    public static func decode<Fact: Decodable>(_ type: Fact.Type, from bytes: [UInt8]) throws(ProtocolError) -> Fact {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw .malformed("a control fact is not of the expected form")
        }
    }
}
