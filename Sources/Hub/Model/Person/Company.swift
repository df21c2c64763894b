public import CRDT

/// A company that customers write for: a read view of its document.
public struct Company: Hashable, Sendable {
    /// The company's identifier.
    public let id: Identifier
    /// The name.
    public let name: String?
    /// The mail domains whose senders belong to it, ascending.
    public let domains: [String]
    /// The accounts in other systems.
    public let externals: [ExternalAccount]
    /// The segment that its people's tickets start in.
    public let segment: String?
    /// What is known about it, such as its plan.
    public let verified: Traits
    /// What the team noted about it.
    public let note: String?

    /// Reads a company's document.
    public init(id: Identifier, document: Document) {
        let root = document.root
        self.id = id
        name = root.string(DirectoryKey.name)
        domains = root.strings(inSet: DirectoryKey.domains)
        externals = root.strings(inSet: DirectoryKey.externals).compactMap(ExternalAccount.init(stored:))
        segment = root.string(DirectoryKey.segment)
        verified = Traits(root.map(DirectoryKey.verified).readable)
        note = root.string(DirectoryKey.note)
    }
}
