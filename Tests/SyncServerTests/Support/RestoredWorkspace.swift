import CRDT
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer

extension WorkspaceFolder {
    /// Backs the folder up.
    func backUp(to path: String) throws { _ = try Backup(self).write(to: path, at: ServerClock.now()) }

    /// A workspace restored from a backup, which waits for its replicas unless the loss is accepted.
    static func restored(
        _ backup: String, to path: String, acceptsLoss: Bool = false, opener: String? = nil
    ) throws -> WorkspaceFolder {
        _ = try Restore(backup).write(to: path, acceptsLoss: acceptsLoss, opener: opener, at: ServerClock.now())
        return try WorkspaceFolder(opening: path)
    }

    /// The names of all changes that the log holds, without those that the server itself has written.
    func acceptedChanges() throws -> Set<String> {
        let registrar = keys.registrarActor
        return try openLog().database.read { db in
            let sql = """
                SELECT hex(actor.actor) || ' ' || log.number || ' ' || hex(change_id) FROM log
                JOIN actor ON actor.id = log.actor WHERE row_kind IN (0, 2)
                """
            let names = try String.fetchAll(db, sql: sql)
            return Set(names.filter { !$0.lowercased().hasPrefix(registrar.description) })
        }
    }

    /// `open` or `refilling`.
    func logState() throws -> String { try StatusReport(self).status.state }
}

extension Teammate {
    /// The same replica, which asks a server at another address.
    func at(_ address: String) -> Teammate {
        var moved = self
        moved.address = address
        moved.transport = HTTPTransport(server: address, workspace: workspace)
        return moved
    }

    /// Sends what waits, and does not fetch what becomes of it.
    func push() async throws -> [PushOutcome] {
        let batches = try store.outbox(limits: Limits(), key: key)
        guard case .outcomes(let outcomes) = try await transport.exchange(.push(batches), token: try await token())
        else { throw Refused(error: nil) }
        try store.record(outcomes, at: ServerClock.now())
        return outcomes
    }

    /// How many tickets the replica shows.
    func ticketCount() throws -> Int {
        try store.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM ticket") ?? 0 }
    }

    /// The digest of what the replica holds of a queue.
    func digest(of queue: String = "general") throws -> [UInt8] { try store.stateDigest(of: .queue(queue)) }
}

extension Response {
    /// Why the server refuses; nil when it does not.
    var failure: ProtocolError? {
        if case .failure(let error) = self { error } else { nil }
    }
}
