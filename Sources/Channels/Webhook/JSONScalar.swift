public import CRDT

/// A trait as a page or a channel states it in JSON: a text, a number or a switch.
public enum JSONScalar: Hashable, Sendable {
    /// Words.
    case text(String)
    /// A switch.
    case bool(Bool)
    /// A whole number.
    case integer(Int64)
    /// Any other number.
    case number(Double)
}

extension JSONScalar {
    /// The scalar of a document's value; nil for what is none.
    init?(_ value: Value) {
        switch value {
        case .string(let text): self = .text(text)
        case .bool(let bool): self = .bool(bool)
        case .integer(let integer): self = .integer(integer)
        case .double(let double): self = .number(double)
        case .null, .bytes, .erased: return nil
        }
    }

    /// The value as documents hold it.
    public var value: Value {
        switch self {
        case .text(let text): .string(text)
        case .bool(let bool): .bool(bool)
        case .integer(let integer): .integer(integer)
        case .number(let double): .double(double)
        }
    }

    /// The value in words.
    public var text: String {
        switch self {
        case .text(let text): text
        case .bool(let bool): String(bool)
        case .integer(let integer): String(integer)
        case .number(let number): String(number)
        }
    }
}

extension JSONScalar: Codable {
    /// Reads one value.
    ///
    /// - Throws: `DecodingError` for what is no text, number or switch.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let bool = try? container.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? container.decode(Double.self) {
            self = Int64(exactly: number).map(JSONScalar.integer) ?? .number(number)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    /// Writes one value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .bool(let bool): try container.encode(bool)
        case .integer(let integer): try container.encode(integer)
        case .number(let number): try container.encode(number)
        }
    }
}
