import GRDB

/// A disk in memory: it outlives the process that writes to it, and loses what a crash did not let it commit.
///
/// It is used by one thread, so a read needs neither a transaction nor the switch to read-only, which would make SQLite
/// compile every statement anew.
final class Disk: Sendable {
    let queue: DatabaseQueue
    private let power: Power

    /// An empty disk.
    init() throws {
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA secure_delete = ON; PRAGMA journal_mode = MEMORY")
        }
        queue = try DatabaseQueue(configuration: configuration)
        power = Power()
        queue.add(transactionObserver: power, extent: .databaseLifetime)
    }

    /// Lets the process die: `count` more transactions are committed, the next one is cut off, and so are all that
    /// follow until `restart`.
    func crash(afterCommits count: Int) { power.commitsLeft = count }

    /// Lets a new process use the disk.
    func restart() { power.commitsLeft = nil }

    /// Empties every table. The connection stays, because its compiled statements took longer to make than most worlds
    /// take to play.
    func clear() throws {
        restart()
        try queue.writeWithoutTransaction { db in
            try db.inTransaction {
                for table in try Self.tables(db) { try db.cachedStatement(sql: "DELETE FROM \(table)").execute() }
                return .commit
            }
        }
    }

    /// Overwrites this disk with a copy of another.
    func restore(_ copy: Disk) throws {
        restart()
        try copy.queue.backup(to: queue)
    }

    /// The tables that hold rows, those that refer to others first.
    private static func tables(_ db: Database) throws -> [String] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
                    AND name NOT IN ('sqlite_schema', 'grdb_migrations')
                ORDER BY NOT EXISTS (SELECT 1 FROM pragma_foreign_key_list(name)), name
                """
        )
        return try String.fetchAll(statement)
    }
}

/// What decides whether a transaction is still committed. Sendable because only the thread that plays the world, which
/// is also the one on which its database calls back, touches it.
private final class Power: TransactionObserver, @unchecked Sendable {
    var commitsLeft: Int?

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) {}
    func databaseDidRollback(_ db: Database) {}

    func databaseWillCommit() throws {
        guard let commitsLeft else { return }
        guard commitsLeft > 0 else { throw PowerFailure() }
        self.commitsLeft = commitsLeft - 1
    }
}

/// The process that was writing to a disk is dead.
struct PowerFailure: Error {}
