public import CRDT
import Foundation
import GRDB
public import Hub
import SyncProtocol

extension ReplicaStore {
    /// Gives up refused changes that this replica wrote for somebody who has no use for them: whoever decided has decided
    /// anew, and nobody is to look at them and try again.
    ///
    /// - Parameter author: For whom they were written.
    /// - Returns: The roots that they were meant for.
    @discardableResult
    public func discardRefused(of author: Author, at now: Instant) throws -> Set<Identifier> {
        try discardRefused(at: now) { refused in
            refused.filter { $0.onBehalfOf?.author == author }.map(\.reference)
        }
    }

    /// Gives up refused changes that this replica wrote and makes anew, with everything of their actions.
    ///
    /// - Returns: The roots that they were meant for.
    @discardableResult
    public func discardRefused(_ changes: Set<ChangeReference>, at now: Instant) throws -> Set<Identifier> {
        try discardRefused(at: now) { refused in
            let actions = Set(refused.filter { changes.contains($0.reference) }.compactMap(\.action))
            return refused.filter { envelope in
                changes.contains(envelope.reference) || envelope.action.map(actions.contains) ?? false
            }.map(\.reference)
        }
    }

    /// - Parameter choose: Which of the refused changes are given up.
    private func discardRefused(
        at now: Instant, choose: ([Envelope]) -> [ChangeReference]
    ) throws -> Set<Identifier> {
        try database.write { db in
            let sql = "SELECT id, header FROM change WHERE state <> 0 AND state = 2"
            var rows: [ChangeReference: Int64] = [:]
            var refused: [Envelope] = []
            for row in try Row.fetchAll(db.cachedStatement(sql: sql)) {
                let envelope = try SealedChange(header: [UInt8](row[1] as Data), content: Content.none.encoded).envelope
                rows[envelope.reference] = row[0]
                refused.append(envelope)
            }
            let chosen = Set(choose(refused))
            for reference in chosen.sorted() {
                try db.cachedStatement(sql: "DELETE FROM change WHERE id = ?").execute(arguments: [rows[reference]])
            }
            let touched = Set(refused.lazy.filter { chosen.contains($0.reference) }.map(\.root))
            if !touched.isEmpty { try Projector(self, db, now: now).refresh(touched) }
            return touched
        }
    }
}
