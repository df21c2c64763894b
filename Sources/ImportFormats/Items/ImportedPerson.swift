public import Hub

/// A person as the source names them.
public struct ImportedPerson: Hashable, Sendable {
    /// The source's name of the person: an id, or a lowercased mail address.
    public var externalID: String
    /// The display name.
    public var name: String?
    /// The mail address, lowercased; claimed by the source, verified by nobody.
    public var email: String?

    /// Names a person.
    public init(externalID: String, name: String? = nil, email: String? = nil) {
        self.externalID = externalID
        self.name = name
        self.email = email
    }
}

/// The author of a message: a person (or machine) and the part that it takes in this conversation.
public struct ImportedAuthor: Hashable, Sendable {
    /// Who.
    public var person: ImportedPerson
    /// The part: customer, teammate, AI, observer (the source's "other"), system (results of tools).
    public var kind: Author.Kind

    /// Names an author.
    public init(person: ImportedPerson, kind: Author.Kind) {
        self.person = person
        self.kind = kind
    }
}
