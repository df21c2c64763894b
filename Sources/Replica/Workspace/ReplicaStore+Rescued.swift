import CRDT
import Foundation
import GRDB
public import Hub
import SyncProtocol

/// Unsent work on something that the replica may not hold any more; never sent by itself.
public struct RescuedDraft: Hashable, Sendable {
    /// Names it on this machine.
    public let id: Int64
    /// What it was written on.
    public let root: Identifier
    /// The kind of document; nil when this build does not know it.
    public let kind: DocumentKind?
    /// Why it was not sent: `scope_closed`, `device_revoked`, `equivocation` (another copy of the device wrote under its
    /// number), `damaged_replica` (it was read from a damaged file).
    public let reason: String
    /// When it was written.
    public let written: Instant
    /// The words in it, in their order.
    public let texts: [String]
}

extension ReplicaStore {
    /// The rescued drafts, oldest first. O(drafts).
    public func rescuedDrafts() throws -> [RescuedDraft] {
        try database.read { db in
            let sql = "SELECT id, reason, header, content FROM rescued ORDER BY id"
            return try Row.fetchAll(db, sql: sql).map { row in
                let change = try SealedChange(header: [UInt8](row[2] as Data), content: [UInt8](row[3] as Data))
                return RescuedDraft(change, id: row[0], reason: row[1])
            }
        }
    }

    /// Keeps changes of a replica that was lost as rescued drafts.
    func keep(_ changes: [SealedChange], reason: String) throws {
        try database.write { db in
            for change in changes {
                let envelope = change.envelope
                try db.execute(
                    sql: """
                        INSERT INTO rescued (root, document, kind, number, reason, header, content)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        envelope.root.data, envelope.document.data, envelope.kind.rawValue,
                        Int64(clamping: envelope.reference.number), reason, Data(change.header),
                        Data(change.encodedContent),
                    ]
                )
            }
        }
    }
}

extension RescuedDraft {
    /// Reads what a person wrote in a change.
    init(_ change: SealedChange, id: Int64, reason: String) {
        let operations = (try? change.envelope.change.operations()) ?? []
        self.init(
            id: id, root: change.envelope.root, kind: change.envelope.kind.document, reason: reason,
            written: Instant(milliseconds: Int64(clamping: change.envelope.time.milliseconds)),
            texts: operations.flatMap(\.words)
        )
    }
}

extension CRDT.Operation {
    /// What a person wrote with it.
    fileprivate var words: [String] {
        switch self {
        case .append(_, _, let fields):
            if case .string(let body) = fields["body"] { [body] } else { [] }
        case .textInsert(_, let text, _, _, _): [text]
        case .set(_, _, .string(let text), _): [text]
        default: []
        }
    }
}
