public import CRDT

/// A change that wants to enter the log, with what the envelope says around it.
public struct Proposal: Sendable {
    /// The document's kind.
    public var kind: DocumentKind
    /// The document.
    public var document: Identifier
    /// What it is placed with.
    public var root: Identifier
    /// Where the root is placed now, or is asked to be placed.
    public var scope: String
    /// What the change does.
    public var operations: [Operation]
    /// Whether the log holds no change of the document yet.
    public var isFirstChange: Bool
    /// Whether the change names a time of its own.
    public var hasOccurred: Bool
    /// How sure the writer is of whom it writes for; nil when it writes for itself.
    public var onBehalfOf: Assurance?
    /// For whom it writes; nil when it writes for itself.
    public var speaksFor: Author?

    /// Describes a change.
    public init(
        kind: DocumentKind, document: Identifier, root: Identifier, scope: String, operations: [Operation],
        isFirstChange: Bool, hasOccurred: Bool = false, onBehalfOf: Assurance? = nil, speaksFor: Author? = nil
    ) {
        self.kind = kind
        self.document = document
        self.root = root
        self.scope = scope
        self.operations = operations
        self.isFirstChange = isFirstChange
        self.hasOccurred = hasOccurred
        self.onBehalfOf = onBehalfOf
        self.speaksFor = speaksFor
    }
}
