public import CRDT
import Foundation
import GRDB
public import Hub
public import SyncProtocol

/// Writes changes of this replica's own: signed later, visible at once, waiting in the outbox until a server takes them.
///
/// Everything that one `ReplicaStore.write` does is one transaction and, unless it is told otherwise, one action: the
/// server takes all of it or nothing.
public struct ChangeWriter {
    /// How a change came about, where it is not simply this user's.
    public struct Origin: Sendable {
        /// The source's time.
        public var occurred: Instant?
        /// For whom a bot writes.
        public var onBehalfOf: OnBehalfOf?
        /// Keyed hash of the outside event, 16 bytes.
        public var external: [UInt8]?
        /// Hashes of the attachments that the change refers to.
        public var blobs: [[UInt8]]

        /// Describes an origin; by default a change is simply this user's, now.
        public init(
            occurred: Instant? = nil, onBehalfOf: OnBehalfOf? = nil, external: [UInt8]? = nil, blobs: [[UInt8]] = []
        ) {
            self.occurred = occurred
            self.onBehalfOf = onBehalfOf
            self.external = external
            self.blobs = blobs
        }
    }

    private let store: ReplicaStore
    private let db: Database
    private let now: Instant
    private let authors: Authors
    private let seen: UInt64
    private var randomness: any RandomNumberGenerator
    private var number: UInt64
    private var clock: Stamp
    private var documents: [Identifier: Document] = [:]
    private var previous: [Identifier: [UInt8]] = [:]
    private let actorRow: Int64
    private(set) var touched: Set<Identifier> = []

    /// Groups the changes that follow; nil: each stands alone.
    public var action: Identifier?

    init(_ store: ReplicaStore, _ db: Database, now: Instant, randomness: any RandomNumberGenerator) throws {
        self.store = store
        self.db = db
        self.now = now
        self.randomness = randomness
        guard let row = try Row.fetchOne(db.cachedStatement(sql: "SELECT number, clock FROM replica")) else {
            preconditionFailure("a replica has one row about itself")
        }
        number = row[0]
        clock = Stamp(stored: row[1])
        authors = Authors(try store.directory(db))
        seen = try ReplicaStore.cursor(db).sequence
        actorRow = try ActorRow.id(of: store.member.actor, db)
    }

    /// A new identifier of now.
    public mutating func newIdentifier() -> Identifier { Identifier(at: now, using: &randomness) }

    /// A document as this replica sees it, unsent work included.
    public mutating func document(_ id: Identifier, root: Identifier) throws -> Document {
        if let document = documents[id] { return document }
        for (id, entry) in try RootDocuments.load(root, authors: authors, db).documents where documents[id] == nil {
            documents[id] = entry.document
        }
        let document = documents[id] ?? Document()
        documents[id] = document
        return document
    }

    /// Everything that this replica holds of a root, what this transaction has written included.
    public func documents(of root: Identifier) throws -> RootDocuments {
        try RootDocuments.load(root, authors: authors, db)
    }

    /// Edits a document; nothing is written when `body` makes no operation.
    ///
    /// - Returns: The change's name; nil when there was none.
    @discardableResult
    public mutating func edit(
        _ kind: DocumentKind, _ id: Identifier, root: Identifier, origin: Origin = Origin(),
        _ body: (inout Transaction) throws -> Void
    ) throws -> ChangeReference? {
        var document = try document(id, root: root)
        let heads = document.heads
        let time = tick()
        documents[id] = nil
        let change = try document.edit(actor: store.member.actor, number: number + 1, time: time, body)
        documents[id] = document
        guard let change, case .present(let bytes) = change.content else { return nil }
        precondition(change.heads == heads, "an edit builds on what the document holds")
        let salt = Content.salt(using: &randomness)
        let envelope = Envelope(
            kind: ChangeKind(kind), workspace: store.member.workspace, root: root, document: id,
            reference: change.reference, previous: try previousChange(of: id, root: root), time: time,
            heads: change.heads, seen: seen, action: action, external: origin.external, occurred: origin.occurred,
            onBehalfOf: origin.onBehalfOf, blobs: origin.blobs, structure: change.structure,
            content: .present(salt: salt, bytes: bytes)
        )
        let sealed = SealedChange(envelope)
        previous[id] = sealed.id.short
        try insert(sealed)
        return change.reference
    }

    /// Places a new root in a scope, or moves it.
    public mutating func place(_ root: Identifier, in scope: Scope, origin: Origin = Origin()) throws {
        let placement = Placement(from: try self.scope(of: root), to: scope)
        guard placement.from != scope else { return }
        try control(.placement, root: root, structure: placement.structure, origin: origin)
    }

    /// Drops the words of changes of one root everywhere.
    public mutating func erase(_ changes: [ChangeReference], root: Identifier, reason: String) throws {
        try control(.erasure, root: root, structure: ControlBody.encode(Erasure(changes, reason: reason)))
    }

    /// States a fact of the directory; `name` is what people call the user or device, kept where it can be erased.
    public mutating func state(_ fact: DirectoryFact, name: String = "") throws {
        try control(
            .directory, root: store.member.workspace, structure: ControlBody.encode(fact), words: Array(name.utf8)
        )
    }

    /// Where a root is placed as this replica sees it, unsent moves included.
    public func scope(of root: Identifier) throws -> Scope? {
        let unsent = try db.cachedStatement(
            sql:
                "SELECT header FROM change WHERE root = ? AND kind = 32 AND state IN (1, 3) ORDER BY number DESC LIMIT 1"
        )
        if let header = try Data.fetchOne(unsent, arguments: [root.data]) {
            let change = try SealedChange(header: Array(header), content: Content.none.encoded)
            return try Placement(structure: change.envelope.structure).to
        }
        let placed = try db.cachedStatement(sql: "SELECT scope FROM placement WHERE root = ?")
        return try String.fetchOne(placed, arguments: [root.data]).flatMap(Scope.init)
    }

    func finish() throws {
        try db.cachedStatement(sql: "UPDATE replica SET number = ?, clock = ?")
            .execute(arguments: [Int64(number), clock.stored])
    }

    private mutating func control(
        _ kind: ChangeKind, root: Identifier, structure: [UInt8], words: [UInt8] = [], origin: Origin = Origin()
    ) throws {
        let salt = Content.salt(using: &randomness)
        let envelope = Envelope(
            kind: kind, workspace: store.member.workspace, root: root, document: root,
            reference: ChangeReference(actor: store.member.actor, number: number + 1), previous: nil, time: tick(),
            seen: seen, action: action, external: origin.external, occurred: origin.occurred,
            onBehalfOf: origin.onBehalfOf, structure: structure, content: .present(salt: salt, bytes: words)
        )
        try insert(SealedChange(envelope))
    }

    private mutating func insert(_ change: SealedChange) throws {
        let content = change.encodedContent
        // What the server would not take would lie in the outbox for ever, and everything behind it.
        let limits = Limits()
        guard change.header.count <= limits.changeByteCountMax,
            change.header.count + content.count <= limits.writtenByteCountMax
        else { throw ReplicaError.tooLarge }
        number += 1
        touched.insert(change.envelope.root)
        try db.cachedStatement(
            sql: """
                INSERT INTO change (actor, number, kind, root, document, state, header, content)
                VALUES (?, ?, ?, ?, ?, 1, ?, ?)
                """
        ).execute(
            arguments: [
                actorRow, Int64(number), change.envelope.kind.rawValue, change.envelope.root.data,
                change.envelope.document.data, Data(change.header), Data(content),
            ]
        )
    }

    /// The next hybrid time: now, or just after the last one given out.
    private mutating func tick() -> Stamp {
        let wall = Stamp(milliseconds: UInt64(clamping: now.milliseconds))
        clock = wall > clock ? wall : Stamp(rawValue: clock.rawValue + 1)
        return clock
    }

    private func previousChange(of id: Identifier, root: Identifier) throws -> [UInt8]? {
        if let known = previous[id] { return known }
        // The plus keeps SQLite from walking everything that the actor ever wrote; a root has few changes.
        let statement = try db.cachedStatement(
            sql: """
                SELECT header, content FROM change WHERE root = ? AND document = ? AND +actor = ? AND state <> 2
                    AND kind < 32 ORDER BY number DESC LIMIT 1
                """
        )
        guard let row = try Row.fetchOne(statement, arguments: [root.data, id.data, actorRow]) else { return nil }
        return try SealedChange(header: [UInt8](row[0] as Data), content: [UInt8](row[1] as Data)).id.short
    }
}
