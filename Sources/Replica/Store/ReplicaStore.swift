public import CRDT
import Foundation
public import GRDB
public import Hub
public import SyncProtocol

/// One teammate's whole copy of what they may see, in one SQLite file; works with no server for as long as it takes.
///
/// The signed changes are its truth; documents are computed from them, and rows for lists, figures and search from the
/// documents, in the transaction that brings the change.
public final class ReplicaStore: Sendable {
    /// The rows.
    public let database: any DatabaseWriter
    /// Who and where this replica is.
    public let member: Member
    let directories = DirectoryCache()

    /// Who a replica belongs to.
    public struct Member: Hashable, Sendable {
        /// The workspace.
        public let workspace: Identifier
        /// The user.
        public let user: Identifier
        /// The device incarnation that writes.
        public let actor: ActorID
        /// The fingerprint of the root key that the invite link named.
        public let rootFingerprint: String

        /// Names a member.
        public init(workspace: Identifier, user: Identifier, actor: ActorID, rootFingerprint: String) {
            self.workspace = workspace
            self.user = user
            self.actor = actor
            self.rootFingerprint = rootFingerprint
        }
    }

    private init(database: any DatabaseWriter, member: Member) {
        self.database = database
        self.member = member
    }

    /// Makes the replica of a new member in an empty database.
    public static func create(in database: any DatabaseWriter, member: Member) throws -> ReplicaStore {
        try ReplicaSchema.migrate(database)
        try database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO replica (workspace, user, actor, number, clock, root_fingerprint, cursor)
                    SELECT ?, ?, ?, 0, 0, ?, ? WHERE NOT EXISTS (SELECT 1 FROM replica)
                    """,
                arguments: [
                    member.workspace.data, member.user.data, member.actor.data, member.rootFingerprint,
                    Data(SyncCursor().encoded),
                ]
            )
            try markProjected(db)
        }
        return ReplicaStore(database: database, member: member)
    }

    /// Opens the replica that a database holds; projections of another build's form are computed anew first, and a purge
    /// or erasure that a crash cut off is completed.
    ///
    /// - Parameters:
    ///   - path: Names the replica in an error.
    ///   - actor: The incarnation that writes from now on; the one that wrote last when not given.
    /// - Throws: `ReplicaError.notJoined` when it holds none.
    public static func open(
        _ database: any DatabaseWriter, path: String, as actor: ActorID? = nil
    ) throws -> ReplicaStore {
        try ReplicaSchema.migrate(database)
        if let actor { try write(as: actor, in: database) }
        let member: Member? = try database.read { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT workspace, user, actor, root_fingerprint FROM replica")
            else { return nil }
            return Member(
                workspace: try Identifier(data: row[0]), user: try Identifier(data: row[1]),
                actor: try ActorID(data: row[2]), rootFingerprint: row[3]
            )
        }
        guard let member else { throw ReplicaError.notJoined(path: path) }
        let store = ReplicaStore(database: database, member: member)
        if try store.needsRebuild() {
            try store.rebuildProjections(at: Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)))
        }
        if try store.mustShred() { try store.shred() }
        return store
    }

    /// Sees to it that an incarnation writes from now on, behind the numbers that it has used here.
    private static func write(as actor: ActorID, in database: any DatabaseWriter) throws {
        let current = try database.read { try Data.fetchOne($0, sql: "SELECT actor FROM replica") }
        guard let current, current != actor.data else { return }
        try database.write { db in
            try db.execute(
                sql: """
                    UPDATE replica SET actor = :actor, number = (
                        SELECT IFNULL(MAX(number), 0) FROM change
                        WHERE actor = (SELECT id FROM actor WHERE actor = :actor)
                    )
                    """,
                arguments: ["actor": actor.data]
            )
        }
    }

    /// Opens the database file of a replica.
    ///
    /// - Parameter isRebuildable: True on a server, whose replica can be computed again from its log.
    public static func openDatabase(path: String, isRebuildable: Bool = false) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "replica"
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(30)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = \(isRebuildable ? "NORMAL" : "FULL")")
            // What was purged or erased must not stay readable in free pages.
            try db.execute(sql: "PRAGMA secure_delete = ON")
            try db.execute(sql: "PRAGMA cache_size = -32000")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
        }
        return try DatabasePool(path: path, configuration: configuration)
    }

    /// How far the replica has come.
    public func cursor() throws -> SyncCursor { try database.read { try Self.cursor($0) } }

    static func cursor(_ db: Database) throws -> SyncCursor {
        guard let bytes = try Data.fetchOne(db.cachedStatement(sql: "SELECT cursor FROM replica")) else {
            preconditionFailure("a replica has one row about itself")
        }
        return try SyncCursor(encoded: Array(bytes))
    }

    /// The members and grants as far as the replica knows them.
    public func directory() throws -> Directory { try database.read { try self.directory($0) } }

    func directory(_ db: Database) throws -> Directory {
        try directories.current(at: try lastFact(db)) { try replayDirectory(db) }
    }

    /// Takes over the directory that an application of frames made, so that its certificates are not checked again.
    func keepDirectory(of applier: FrameApplier, _ db: Database) throws {
        switch applier.result.directory {
        case .unchanged: break
        case .grown: directories.keep(applier.directory, at: try lastFact(db))
        case .replaced: directories.forget()
        }
    }

    /// The log sequence of the last directory fact; 0 before the first.
    private func lastFact(_ db: Database) throws -> UInt64 {
        let sql = "SELECT IFNULL(MAX(sequence), 0) FROM change WHERE kind = 33 AND state = 0"
        return try UInt64.fetchOne(db.cachedStatement(sql: sql)) ?? 0
    }

    private func replayDirectory(_ db: Database) throws -> Directory {
        var directory = Directory(workspace: member.workspace)
        let sql = "SELECT sequence, header, content FROM change WHERE kind = 33 AND state = 0 ORDER BY sequence"
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql))
        while let row = try rows.next() {
            let change = try SealedChange(header: [UInt8](row[1] as Data), content: [UInt8](row[2] as Data))
            let fact = try ControlBody.decode(DirectoryFact.self, from: change.envelope.structure)
            try directory.apply(fact, from: change.reference, sequence: row[0])
        }
        return directory
    }

    /// Removes everything, after the device was revoked; unsent work goes to the rescued drafts first.
    public func purgeAll() throws {
        try database.write { db in
            let roots = try Data.fetchAll(db, sql: "SELECT DISTINCT root FROM change")
            for root in roots { try Purge.root(root, reason: "device_revoked", db) }
            // What was given up needs no place in the log: nobody will push it.
            try db.execute(
                sql:
                    "DELETE FROM change; DELETE FROM scope; DELETE FROM placement; DELETE FROM batch; DELETE FROM delivery"
            )
            try db.execute(sql: "UPDATE replica SET cursor = ?", arguments: [Data(SyncCursor().encoded)])
            try Self.note(mustShred: true, db)
        }
        try shred()
    }

    /// Sees to it that nothing deleted stays in any file: empties the index's dead entries and the journal.
    func shred() throws {
        try database.write { db in try SearchIndex.shred(db) }
        if database is DatabasePool {
            try database.writeWithoutTransaction { db in
                // Moving cells between pages leaves copies that secure_delete does not reach; only new pages are sure.
                try db.execute(sql: "VACUUM")
                _ = try db.checkpoint(.truncate)
            }
        }
        try database.write { db in try Self.note(mustShred: false, db) }
    }

    /// Remembers across a crash whether files may still hold what was deleted.
    static func note(mustShred: Bool, _ db: Database) throws {
        try db.cachedStatement(sql: "UPDATE replica SET must_shred = ?").execute(arguments: [mustShred])
    }

    /// Whether files may still hold what was deleted, because a process died before it had shredded them.
    package func mustShred() throws -> Bool {
        try database.read { try Bool.fetchOne($0, sql: "SELECT must_shred FROM replica") ?? false }
    }
}
