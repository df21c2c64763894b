/// Somebody who takes part in a discussion.
public struct Participant: Hashable, Sendable {
    /// What they take part as.
    public enum Role: String, Hashable, Sendable, Codable, CaseIterable {
        /// Asked.
        case requester
        /// Reads along on the customer's side.
        case cc
        /// Of the team.
        case teammate
        /// The AI assistant.
        case ai
        /// Neither customer nor team; stops no clock.
        case observer
    }

    /// Who.
    public let author: Author
    /// As what.
    public let role: Role

    /// Names a participant.
    public init(_ author: Author, role: Role) {
        self.author = author
        self.role = role
    }
}

extension Author {
    /// The form in which a discussion names somebody: `<kind> <id>`.
    var stored: String { "\(kind.rawValue) \(id)" }

    /// Reads the stored form; nil when it is something else.
    init?(stored: String) {
        guard let parts = CompoundString.parts(stored, count: 2), let kind = Kind(rawValue: parts[0]) else {
            return nil
        }
        self.init(kind: kind, id: parts[1])
    }
}
