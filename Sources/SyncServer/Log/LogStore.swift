public import CRDT
import Foundation
public import GRDB
public import Hub
import Replica
public import SyncProtocol

/// The ordered log of one workspace in one SQLite file.
///
/// One writer at a time; a transaction may carry the pushes of many clients (group commit), and has been flushed to
/// disk before anybody is told. Reads see one state each and never wait for writes.
public final class LogStore: Sendable {
    /// Where the rows are.
    public let database: any DatabaseWriter
    /// The workspace.
    public let workspace: Identifier
    let keys: ServerKeys
    let limits: Limits
    let directories: DirectoryCache
    /// Where the attachments are; nil for a log without a folder.
    let blobs: BlobFolder?
    let randomness: @Sendable () -> any RandomNumberGenerator

    /// Opens a log, creating or migrating its tables.
    ///
    /// - Parameters:
    ///   - database: A pool for a file, or a queue in memory.
    ///   - keys: The server's keys, which sign ticket numbers and receipts.
    ///   - history: The history of a log that is made now.
    ///   - blobsPath: The folder of the attachments, which go with the words that are erased.
    ///   - randomness: Gives the generators of identifiers and salts; cryptographically secure outside of simulations.
    public init(
        database: any DatabaseWriter, workspace: Identifier, keys: ServerKeys, history: Identifier,
        limits: Limits = Limits(), blobsPath: String? = nil,
        randomness: @escaping @Sendable () -> any RandomNumberGenerator = { SystemRandomNumberGenerator() }
    ) throws {
        self.database = database
        self.workspace = workspace
        self.keys = keys
        self.limits = limits
        self.randomness = randomness
        directories = DirectoryCache()
        blobs = blobsPath.map(BlobFolder.init)
        try LogSchema.migrate(database)
        try database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO workspace (id, history, head, ticket_number, directory_sequence, state)
                    SELECT ?, ?, 0, 0, 0, 'open' WHERE NOT EXISTS (SELECT 1 FROM workspace)
                    """,
                arguments: [workspace.data, history.data]
            )
            let stored = try Data.fetchOne(db, sql: "SELECT id FROM workspace")
            guard stored == workspace.data else { throw ServerError.otherWorkspace }
        }
        if try read({ try $0.mustShred }) { try shred() }
    }

    /// Opens the log file of a workspace folder.
    ///
    /// - Parameter isDurable: False for benchmarks that compare with a database that does not flush.
    public static func open(
        path: String, workspace: Identifier, keys: ServerKeys, history: Identifier, isDurable: Bool = true,
        blobsPath: String? = nil
    ) throws -> LogStore {
        var configuration = Configuration()
        configuration.label = "log"
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(30)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = \(isDurable ? "FULL" : "NORMAL")")
            // Erased words must not stay readable in free pages.
            try db.execute(sql: "PRAGMA secure_delete = ON")
            // Changes of imports name roots and outside events by hashes, which stand anywhere in the indexes.
            try db.execute(sql: "PRAGMA cache_size = -32000")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        return try LogStore(
            database: pool, workspace: workspace, keys: keys, history: history, blobsPath: blobsPath
        )
    }

    /// Appends batches in one transaction.
    ///
    /// - Parameters:
    ///   - batches: Signed batches, each with the changes of one actor.
    ///   - now: The instant of receipt.
    /// - Returns: For each batch the outcome of each change, in order, or why the batch as a whole is not acceptable;
    ///   a batch that is not acceptable leaves no trace.
    public func append(_ batches: [Batch], at now: Instant) throws -> [Result<[PushOutcome], ProtocolError>] {
        var erased: ErasedContent?
        let results = try database.write { db in
            var appender = try Appender(self, db, now: now)
            let results = try batches.map { try appender.append($0) }
            try appender.finish()
            erased = appender.erased
            return results
        }
        if let erased { try remove(erased) }
        return results
    }

    /// What `append` would answer, without its effect: the planted defect of a server that answers before the commit.
    package func rehearse(_ batches: [Batch], at now: Instant) throws -> [Result<[PushOutcome], ProtocolError>] {
        try database.writeWithoutTransaction { db in
            var results: [Result<[PushOutcome], ProtocolError>] = []
            try db.inTransaction {
                var appender = try Appender(self, db, now: now)
                results = try batches.map { try appender.append($0) }
                return .rollback
            }
            return results
        }
    }

    /// Notes that the log was put back from a copy that may lack a tail: replicas fill it again.
    ///
    /// - Parameter opener: The user whose device alone may open it to readers; nil for any administrator's with a witness.
    package func beginNewHistory(at now: Instant, opener: Identifier? = nil) throws {
        try database.write { db in
            try Refill.beginNewHistory(db, self, at: now)
            try db.execute(sql: "UPDATE workspace SET opener = ?", arguments: [opener?.data])
        }
        directories.forget()
    }

    /// Reads with one state of the log.
    public func read<Value>(_ body: (LogSnapshot) throws -> Value) throws -> Value {
        try database.read { db in try body(LogSnapshot(db: db)) }
    }

    /// Opens a restored log to readers: what is still missing then counts as lost, unless a replica brings it back.
    package func acceptLoss() throws { try database.write { db in try Refill.accept(db) } }

    /// Sees to it that nothing erased stays in the log's files.
    func shred() throws {
        if database is DatabasePool {
            try database.writeWithoutTransaction { db in
                // Moving cells between pages leaves copies that secure_delete does not reach; only new pages are sure.
                try db.execute(sql: "VACUUM")
                _ = try db.checkpoint(.truncate)
            }
        }
        try database.write { db in try db.execute(sql: "UPDATE workspace SET must_shred = 0") }
    }
}

/// The secret keys of a server, in its `keys` folder.
public struct ServerKeys: Sendable {
    /// Signs users into the workspace.
    public let root: SigningKey
    /// The identity of the user that the server is.
    public let identity: SigningKey
    /// Signs receipts and ticket numbers: the device that keeps the log.
    public let registrar: SigningKey
    /// Makes challenges and tokens; 32 bytes.
    public let tokenSecret: [UInt8]
    /// Keys the hashes of outside events, so that they leak no addresses; 32 bytes.
    public let externalKey: [UInt8]
    /// The actor that keeps the log.
    public let registrarActor: ActorID
    /// The user that the server is.
    public let user: Identifier

    /// Puts keys together.
    public init(
        root: SigningKey, identity: SigningKey, registrar: SigningKey, tokenSecret: [UInt8], externalKey: [UInt8],
        registrarActor: ActorID, user: Identifier
    ) {
        self.root = root
        self.identity = identity
        self.registrar = registrar
        self.tokenSecret = tokenSecret
        self.externalKey = externalKey
        self.registrarActor = registrarActor
        self.user = user
    }

    /// Makes all keys anew.
    public init(at now: Instant, using generator: inout some RandomNumberGenerator) {
        self.init(
            root: SigningKey(using: &generator), identity: SigningKey(using: &generator),
            registrar: SigningKey(using: &generator),
            tokenSecret: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) },
            externalKey: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) },
            registrarActor: ActorID(high: generator.next(), low: generator.next()),
            user: Identifier(at: now, using: &generator)
        )
    }
}
