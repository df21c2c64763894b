public import CRDT
public import Hub

/// A change with everything that travels beside it: what the log stores, signatures cover and replicas exchange.
///
/// It names an immutable root and never a scope; where a root is placed is a fact of its own. The layout in bytes
/// stands in `schemas/wire.md`.
public struct Envelope: Hashable, Sendable {
    /// What the change is about.
    public var kind: ChangeKind
    /// The version of the document's schema.
    public var schema: UInt16
    /// The workspace.
    public var workspace: Identifier
    /// What is placed in scopes as one: a ticket with its discussions, an article, a user.
    public var root: Identifier
    /// The document.
    public var document: Identifier
    /// The writer and its dense counter.
    public var reference: ChangeReference
    /// The short id of the same writer's previous accepted change of the document; nil for its first.
    public var previous: [UInt8]?
    /// The writer's hybrid time.
    public var time: Stamp
    /// The document's heads that the change builds on.
    public var heads: [ChangeReference]
    /// The highest log sequence applied when the change was written: a hint.
    public var seen: UInt64
    /// Groups changes that stand or fall together.
    public var action: Identifier?
    /// Keyed hash (16 bytes) of the outside event that caused the change; a second one has no effect.
    public var external: [UInt8]?
    /// The source's time, for writers that bring in what happened elsewhere, and computed deadlines.
    public var occurred: Instant?
    /// For whom a bot writes.
    public var onBehalfOf: OnBehalfOf?
    /// Hashes (32 bytes) of the attachments it refers to.
    public var blobs: [[UInt8]]
    /// Operations, positions, lengths and references.
    public var structure: [UInt8]
    /// Text and values, or their hash once erased.
    public var content: Content

    /// Assembles an envelope.
    public init(
        kind: ChangeKind, schema: UInt16 = 1, workspace: Identifier, root: Identifier, document: Identifier,
        reference: ChangeReference, previous: [UInt8]?, time: Stamp, heads: [ChangeReference] = [], seen: UInt64 = 0,
        action: Identifier? = nil, external: [UInt8]? = nil, occurred: Instant? = nil,
        onBehalfOf: OnBehalfOf? = nil, blobs: [[UInt8]] = [], structure: [UInt8], content: Content
    ) {
        self.kind = kind
        self.schema = schema
        self.workspace = workspace
        self.root = root
        self.document = document
        self.reference = reference
        self.previous = previous
        self.time = time
        self.heads = heads
        self.seen = seen
        self.action = action
        self.external = external
        self.occurred = occurred
        self.onBehalfOf = onBehalfOf
        self.blobs = blobs
        self.structure = structure
        self.content = content
    }

    /// The change that a document applies.
    public var change: Change {
        let bytes: Change.Content =
            switch content {
            case .present(_, let bytes): .present(bytes)
            case .erased: .erased
            }
        return Change(reference: reference, heads: heads, time: time, structure: structure, content: bytes)
    }
}
