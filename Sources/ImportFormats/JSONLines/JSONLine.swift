import Foundation

/// One line of a JSON lines file, checked for what would go wrong later.
enum JSONLine {
    /// Decodes a line.
    /// - Throws: `RecordProblem` when it is not UTF-8, not JSON, or not of that shape.
    static func decode<Record: Decodable>(
        _ type: Record.Type, from bytes: some Collection<UInt8>, with decoder: JSONDecoder
    ) throws(RecordProblem) -> Record {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw RecordProblem(.invalidUTF8, "The line is not UTF-8.")
        }
        do {
            return try decoder.decode(type, from: Data(bytes))
        } catch {
            throw RecordProblem(error)
        }
    }
}

/// What the lines of a JSON lines file are about.
enum JSONLineKind: Hashable {
    /// A message of a conversation.
    case event
    /// A conversation without its messages.
    case conversation
    /// A whole transcript of an AI agent.
    case transcript
    /// A message in a shared room.
    case room
    /// Computed facts: nothing to import.
    case facts
}

/// Tells the kind of a line by the names of its fields.
struct JSONLineProbe: Decodable {
    /// The kind; nil when the fields are of no known one.
    let kind: JSONLineKind?

    private enum CodingKeys: String, CodingKey {
        case author, channel, conversation, conversations, customer, labels, message, messages, source, text
        case byChannel = "by_channel"
        case openedAt = "opened_at"
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        if fields.contains(.conversation) && (fields.contains(.message) || fields.contains(.author)) {
            kind = .event
        } else if (try? fields.nestedUnkeyedContainer(forKey: .messages)) != nil {
            kind = .transcript
        } else if fields.contains(.openedAt) || (fields.contains(.customer) && fields.contains(.labels)) {
            kind = .conversation
        } else if fields.contains(.conversations) && (fields.contains(.source) || fields.contains(.byChannel)) {
            kind = .facts
        } else if fields.contains(.author) && fields.contains(.channel) && fields.contains(.text) {
            kind = .room
        } else {
            kind = nil
        }
    }
}
