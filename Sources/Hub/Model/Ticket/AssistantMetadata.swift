/// What the assistant knew when it last spoke in a ticket. Whether it contained the ticket is a figure, not stored here.
public struct AssistantMetadata: Hashable, Sendable {
    /// The calibrated probability, 0…1, that its last answer was right.
    public var confidence: Double?
    /// Why it did not finish.
    public var fallbackReason: FallbackReason?
    /// The content and guidance that it used.
    public var references: [ContentReference]

    /// Describes a run.
    public init(
        confidence: Double? = nil, fallbackReason: FallbackReason? = nil, references: [ContentReference] = []
    ) {
        self.confidence = confidence
        self.fallbackReason = fallbackReason
        self.references = references
    }
}

/// One version of an article, snippet or guidance rule.
public struct ContentReference: Hashable, Sendable, Codable {
    /// The kind of document.
    public let kind: DocumentKind
    /// The document's id; for a rule `<pack>/<rule>`.
    public let id: String
    /// The version, as the document's history names it.
    public let version: String

    /// Refers to a version.
    public init(kind: DocumentKind, id: String, version: String) {
        self.kind = kind
        self.id = id
        self.version = version
    }

    /// The form in the set: `<kind> <id> <version>`.
    var stored: String { "\(kind.rawValue) \(CompoundString.word(id)) \(version)" }

    /// Reads the stored form; nil when it is something else.
    init?(stored: String) {
        guard let parts = CompoundString.parts(stored, count: 3), let kind = DocumentKind(rawValue: parts[0]) else {
            return nil
        }
        self.init(kind: kind, id: parts[1], version: parts[2])
    }
}
