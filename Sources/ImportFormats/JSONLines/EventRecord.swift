import Hub

/// A line of `events.jsonl`: one message, in the order of arrival across conversations.
struct EventRecord: Decodable {
    struct Writer: Decodable {
        var id: String
        var role: String
        var name: String?
        var email: String?
    }

    /// Readers whom a message helped, or a pair of those and the others.
    struct Votes: Decodable {
        var helpful: Int
        var unhelpful: Int

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let helpful = try? container.decode(Int.self) {
                (self.helpful, unhelpful) = (helpful, 0)
                return
            }
            let pair = try container.decode([Int].self)
            guard pair.count == 2 else {
                throw DecodingError.typeMismatch(
                    [Int].self,
                    .init(codingPath: decoder.codingPath, debugDescription: "votes are a count or a pair of counts")
                )
            }
            (helpful, unhelpful) = (pair[0], pair[1])
        }
    }

    var at: String
    var type: String?
    var channel: String
    var conversation: String
    var message: String
    var author: Writer
    var text: String
    var subject: String?
    var html: String?
    var votes: Votes?
    var isSolution: Bool?

    private enum CodingKeys: String, CodingKey {
        case at, type, channel, conversation, message, author, text, subject, html, votes
        case isSolution = "marked_solution"
    }

    /// The message as the hub takes it.
    /// - Throws: `RecordProblem` when a field holds what it should not.
    func imported() throws(RecordProblem) -> ImportedMessage {
        guard (type ?? "message") == "message" else {
            throw RecordProblem(.unknownType, "The field type is not \"message\", the only event that is imported.")
        }
        let named = [
            ("channel", channel), ("conversation", conversation), ("message", message), ("author.id", author.id),
        ]
        for (field, value) in named {
            if value.isEmpty { throw .missing(field) }
            if value.hasNUL { throw .nul(field) }
        }
        let words = [("text", text), ("subject", subject), ("html", html), ("author.name", author.name)]
        for (field, value) in words where value?.hasNUL == true { throw .nul(field) }
        guard let instant = Instant(text: at) else { throw .date("at") }
        let kind = try Author.Kind(role: author.role, field: "author.role")
        let person = ImportedPerson(externalID: author.id, name: author.name, email: author.email)
        var imported = ImportedMessage(
            externalID: message, at: instant, author: ImportedAuthor(person: person, kind: kind), text: text
        )
        imported.html = html
        imported.votes = votes.map { ImportedVotes(helpful: $0.helpful, unhelpful: $0.unhelpful) }
        return imported
    }
}

extension Author.Kind {
    /// The kind that a source's role names.
    init(role: String, field: String) throws(RecordProblem) {
        switch role {
        case "customer": self = .customer
        case "teammate": self = .teammate
        case "ai": self = .ai
        case "other", "observer": self = .observer
        case "tool", "system": self = .system
        case "automation": self = .automation
        default:
            throw RecordProblem(
                .unknownRole, "The field \(field) is none of customer, teammate, other, ai, tool, system, automation."
            )
        }
    }
}

extension String {
    /// True when the text holds U+0000, which databases and terminals cut texts at.
    var hasNUL: Bool { utf8.contains(0) }
}
