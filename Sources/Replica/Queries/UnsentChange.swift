public import CRDT
import Foundation
import GRDB
public import Hub
import SyncProtocol

/// A change of this replica's own that the log does not hold yet, or has refused.
public struct UnsentChange: Hashable, Sendable {
    /// The change.
    public let reference: ChangeReference
    /// What it edits: a kind of document, or `placement`, `erasure`, `directory`, `number`.
    public let kind: String
    /// The root that it belongs to.
    public let root: Identifier
    /// Where it stands.
    public let state: ChangeState
    /// Why it was refused; nil unless it is parked.
    public let code: String?
    /// When it was written.
    public let written: Instant
}

extension UnsentChange {
    /// The unsent and refused changes, of one root or of all, in the order of writing.
    static func fetch(of root: Identifier? = nil, limit: Int = 1000, _ db: Database) throws -> [UnsentChange] {
        let condition = root == nil ? "" : "root = ? AND "
        let statement = try db.cachedStatement(
            sql: "SELECT state, code, header FROM change WHERE \(condition)state <> 0 ORDER BY number LIMIT ?")
        let arguments: StatementArguments = root.map { [$0.data, limit] } ?? [limit]
        return try Row.fetchAll(statement, arguments: arguments).map { row in
            guard let state = ChangeState(rawValue: row[0]) else { preconditionFailure("a change has a known state") }
            let envelope = try SealedChange(header: [UInt8](row[2] as Data), content: Content.none.encoded).envelope
            return UnsentChange(
                reference: envelope.reference, kind: name(of: envelope.kind), root: envelope.root, state: state,
                code: row[1], written: Instant(milliseconds: Int64(clamping: envelope.time.milliseconds)))
        }
    }

    private static func name(of kind: ChangeKind) -> String {
        switch kind {
        case .placement: "placement"
        case .erasure: "erasure"
        case .directory: "directory"
        case .ticketNumber: "number"
        default: kind.document?.rawValue ?? "unknown"
        }
    }
}
