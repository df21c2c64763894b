/// Whom a ticket is about.
public enum CustomerContext: Hashable, Sendable {
    /// A person of the directory, and the company they write for.
    case known(person: Identifier, company: Identifier?)
    /// Nobody that the directory knows: only traits.
    case anonymous

    /// The person; nil when anonymous.
    public var person: Identifier? {
        if case .known(let person, _) = self { person } else { nil }
    }
    /// The company; nil when there is none.
    public var company: Identifier? {
        if case .known(_, let company) = self { company } else { nil }
    }
}
