public import Hub

/// For whom a bot writes: a visitor, a sender of mail, a Slack user, who hold no keys of their own.
public struct OnBehalfOf: Hashable, Sendable {
    /// How sure the channel is of the identity.
    public let assurance: Assurance
    /// The kind of author.
    public let kind: Author.Kind
    /// The channel's name of the person.
    public let id: String

    /// Assembles the attribution.
    public init(assurance: Assurance, kind: Author.Kind, id: String) {
        self.assurance = assurance
        self.kind = kind
        self.id = id
    }

    /// Whether what was written came from outside: from a channel or an import. What the workspace's own assistant says
    /// did not, and leaves on channels like a teammate's words.
    public var isFromOutside: Bool { author != .assistant }

    /// The author that events name.
    public var author: Author { Author(kind: kind, id: id) }
}
