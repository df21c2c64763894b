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

    /// The author that events name.
    public var author: Author { Author(kind: kind, id: id) }
}
