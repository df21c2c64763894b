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
    /// Why it was not sent: `scope_closed`, `device_revoked`, or `equivocation` where a copy of the device has used its
    /// number.
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
            let sql = "SELECT id, root, reason, header, content FROM rescued ORDER BY id"
            return try Row.fetchAll(db, sql: sql).map { row in
                let change = try SealedChange(header: [UInt8](row[3] as Data), content: [UInt8](row[4] as Data))
                let operations = (try? change.envelope.change.operations()) ?? []
                return RescuedDraft(
                    id: row[0], root: try Identifier(data: row[1]), kind: change.envelope.kind.document, reason: row[2],
                    written: Instant(milliseconds: Int64(change.envelope.time.milliseconds)),
                    texts: operations.flatMap(\.words)
                )
            }
        }
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
