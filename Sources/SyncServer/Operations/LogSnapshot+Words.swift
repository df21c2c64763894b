import CRDT
import Foundation
import GRDB
import SyncProtocol

extension LogSnapshot {
    /// The content of a change as text; nil when it is unknown or was erased.
    func words(of reference: ChangeReference) throws -> String? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT header, content FROM log JOIN actor ON actor.id = log.actor
                WHERE actor.actor = ? AND log.number = ? AND header IS NOT NULL
                """
        )
        let arguments: StatementArguments = [reference.actor.data, Int64(clamping: reference.number)]
        guard let row = try Row.fetchOne(statement, arguments: arguments) else { return nil }
        let change = try SealedChange(header: [UInt8](row[0] as Data), content: [UInt8](row[1] as Data))
        guard case .present(_, let bytes) = change.envelope.content else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
