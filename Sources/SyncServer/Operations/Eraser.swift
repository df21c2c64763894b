import CRDT
import Foundation
import GRDB
public import Hub
import Replica
import SyncProtocol

/// Drops words from the log and every replica, by order of whoever has the folder: a person's right to be forgotten, a
/// leaked password.
public struct Eraser {
    /// What an erasure did.
    public struct Report: Hashable, Sendable, Encodable {
        /// The tickets and other roots that it touched.
        public internal(set) var roots: [Identifier] = []
        /// Changes whose words were dropped.
        public internal(set) var changes = 0
        /// Changes that held no words any more.
        public internal(set) var known = 0
        /// Attachments that nothing refers to any more and that were removed.
        public internal(set) var attachments = 0
    }

    /// The reasons that may be given.
    public static let reasons = ["right_to_be_forgotten", "leaked_secret", "other"]

    private let replica: ServerReplica
    private let blobs: BlobFolder

    /// Prepares an erasure in a folder, whether it is being served or not.
    public init(_ folder: WorkspaceFolder) throws {
        replica = try folder.openReplicaOfServer()
        blobs = BlobFolder(folder.blobsPath)
    }

    /// Erases what the names refer to.
    ///
    /// - Parameters:
    ///   - names: Tickets (`#12`, `~k3f`, an identifier, the conversation's name at its source), for all their words,
    ///     or messages, as `show` names them.
    ///   - reason: One of `reasons`.
    /// - Throws: `ServerError.invalidInput` for a reason that does not exist; `ReplicaError.notFound` when a name
    ///   refers to nothing: nothing was erased then.
    public func erase(_ names: [String], reason: String, at now: Instant) throws -> Report {
        guard Self.reasons.contains(reason) else {
            throw ServerError.invalidInput("--reason takes \(Self.reasons.joined(separator: ", "))")
        }
        try replica.catchUp(now: ServerClock.now)
        var targets: [Identifier: Set<ChangeReference>] = [:]
        for name in names {
            let (root, changes) = try self.targets(of: name)
            targets[root, default: []].formUnion(changes)
        }
        var report = Report()
        var hashes: Set<[UInt8]> = []
        for (root, changes) in targets.sorted(by: { $0.key < $1.key }) {
            let held = try holding(changes, of: root)
            report.roots.append(root)
            report.known += changes.count - held.count
            report.changes += held.count
            hashes.formUnion(held.values.flatMap(\.self))
            guard !held.isEmpty else { continue }
            try replica.store.write(at: now) { writer in
                try writer.erase(held.keys.sorted(), root: root, reason: reason)
            }
        }
        let held = hashes.filter(blobs.holds)
        // The log drops the attachments with the words.
        try replica.catchUp(now: ServerClock.now)
        report.attachments = held.count { !blobs.holds($0) }
        return report
    }

    /// The root that a name belongs to, and the changes that hold its words.
    private func targets(of name: String) throws -> (Identifier, Set<ChangeReference>) {
        guard let message = OperationID(reference: name) else {
            let root = try replica.store.ticketIdentifier(name)
            return (root, try words(of: root))
        }
        guard let root = try root(of: message.change) else {
            throw ReplicaError.notFound("no message has this name; copy it from `conv-agent show --json`")
        }
        var changes: Set<ChangeReference> = [message.change]
        for (document, entry) in try replica.store.documents(of: root).documents {
            for change in entry.document.changes() {
                let operations = entry.document.operations(of: change.reference)
                // What the assistant noted down about the conversation may quote the message.
                let isQuote = entry.kind == .ticket || document == root.internalDiscussion
                let holdsWords = operations.contains { operation in
                    Self.edits(operation, message) || (isQuote && Hub.isAssistantsNote(operation, in: entry.kind))
                }
                if holdsWords { changes.insert(change.reference) }
            }
        }
        return (root, changes)
    }

    /// Every change of a root that holds what people wrote; what figures rest on stays.
    private func words(of root: Identifier) throws -> Set<ChangeReference> {
        var changes: Set<ChangeReference> = []
        for entry in try replica.store.documents(of: root).documents.values {
            for change in entry.document.changes() {
                let operations = entry.document.operations(of: change.reference)
                let isFigures = entry.kind == .ticket && operations.allSatisfy(Self.isFigure)
                if !isFigures { changes.insert(change.reference) }
            }
        }
        return changes
    }

    /// Registers of a ticket that hold choices among fixed words, identifiers and instants.
    private static let figures: Set<String> = [
        "channel", "status", "resolver", "snoozed_until", "priority", "owner", "person", "company", "assurance",
        "previous_person", "spam", "locked", "merged_into", "follow_up_of", "log", "tags", "segment", "assistant",
    ]

    private static func isFigure(_ operation: CRDT.Operation) -> Bool {
        if case .set(let container, let key, _, _) = operation, container.steps.isEmpty { return figures.contains(key) }
        guard case .key(let key)? = operation.container.steps.first?.name else { return false }
        return figures.contains(key)
    }

    private static func edits(_ operation: CRDT.Operation, _ message: OperationID) -> Bool {
        operation.container.steps.contains { $0.name == .element(message) }
    }

    private func root(of change: ChangeReference) throws -> Identifier? {
        try replica.store.database.read { db in
            let sql = """
                SELECT root FROM change JOIN actor ON actor.id = change.actor WHERE actor.actor = ? AND number = ?
                """
            let arguments: StatementArguments = [change.actor.data, Int64(clamping: change.number)]
            return try Data.fetchOne(db, sql: sql, arguments: arguments).map { try Identifier(data: $0) }
        }
    }

    /// Those of `changes` whose words are still there, with the attachments that they refer to.
    private func holding(
        _ changes: Set<ChangeReference>, of root: Identifier
    ) throws -> [ChangeReference: [[UInt8]]] {
        try replica.store.database.read { db in
            let sql = "SELECT header, content FROM change WHERE root = ? AND state = 0"
            let rows = try Row.fetchCursor(db, sql: sql, arguments: [root.data])
            var holding: [ChangeReference: [[UInt8]]] = [:]
            while let row = try rows.next() {
                let change = try SealedChange(header: [UInt8](row[0] as Data), content: [UInt8](row[1] as Data))
                guard changes.contains(change.reference), case .present = change.envelope.content else { continue }
                holding[change.reference] = change.envelope.blobs
            }
            return holding
        }
    }
}
