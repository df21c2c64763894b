public import CRDT

/// A customer whom the directory knows: a read view of the person's document.
public struct Person: Hashable, Sendable {
    /// The person's identifier.
    public let id: Identifier
    /// The name.
    public let name: String?
    /// The mail addresses that somebody gave, ascending.
    public let emails: [String]
    /// Those of which a channel proved that they are the person's, ascending.
    public let verifiedEmails: [String]
    /// The telephone numbers, ascending.
    public let phones: [String]
    /// The accounts in other systems.
    public let externals: [ExternalAccount]
    /// The company they write for.
    public let company: Identifier?
    /// The language and region they prefer, as BCP 47.
    public let locale: String?
    /// What they say about themselves.
    public let claimed: Traits
    /// What was proved about them.
    public let verified: Traits
    /// The person that this record was merged into; taking that back makes it stand alone again.
    public let mergedInto: Identifier?
    /// What the team noted about them.
    public let note: String?

    /// Reads a person's document.
    public init(id: Identifier, document: Document) {
        let root = document.root
        self.id = id
        name = root.string(DirectoryKey.name)
        emails = root.strings(inSet: DirectoryKey.emails)
        verifiedEmails = root.strings(inSet: DirectoryKey.verifiedEmails)
        phones = root.strings(inSet: DirectoryKey.phones)
        externals = root.strings(inSet: DirectoryKey.externals).compactMap(ExternalAccount.init(stored:))
        company = root.identifier(DirectoryKey.company)
        locale = root.string(DirectoryKey.locale)
        claimed = Traits(root.map(DirectoryKey.claimed).readable)
        verified = Traits(root.map(DirectoryKey.verified).readable)
        mergedInto = root.identifier(DirectoryKey.mergedInto)
        note = root.string(DirectoryKey.note)
    }
}
