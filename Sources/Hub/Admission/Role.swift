/// What a member of a workspace may do in general; grants say where.
public enum Role: String, Hashable, Sendable, Codable, CaseIterable {
    /// Set the workspace up; everything.
    case owner
    /// Everything but taking the workspace away from its owner.
    case administrator
    /// Works on tickets, discussions, people and drafts of articles.
    case agent
    /// Reads, and keeps presets of its own.
    case viewer
    /// A channel, the assistant or another program.
    case bot

    /// Whether settings, guidance, publishing and the words of others are in reach.
    public var isAdministrative: Bool { self == .owner || self == .administrator }
}

/// What a role alone does not allow.
public enum SpecialGrant: String, Hashable, Sendable, Codable, CaseIterable {
    /// Brings in what happens on a channel, at the source's time.
    case ingest
    /// Pours in history, at the source's time.
    case `import`
}
