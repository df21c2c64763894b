import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol
import SyncServer

/// What the log has said so far, read row by row as it grows: invariants compare the system with it.
struct LogModel {
    /// The last sequence.
    private(set) var head: UInt64 = 0
    /// The changes that it holds.
    private(set) var accepted: Set<ChangeID> = []
    /// The changes that accepted erasures name.
    private(set) var erased: Set<ChangeReference> = []
    /// The devices that accepted facts revoked.
    private(set) var revokedDevices: Set<ActorID> = []
    /// Who belongs to the workspace and may read what.
    private(set) var directory: Directory
    /// Whether edits of tickets are noted.
    private let notesEdits: Bool
    private var edits: [Edit] = []
    private var chains: [Int64: ScopeChain] = [:]
    private var names: [Int64: Scope] = [:]
    private var externals: Set<Data> = []
    private var numbers: [Int64: Set<UInt64>] = [:]

    /// An edit of a document.
    struct Edit {
        let id: ChangeID
        let root: Identifier
        let document: Identifier
        let actor: ActorID
        /// For whom it was written; nil for whoever wrote it.
        let author: Author?
    }

    init(workspace: Identifier, notesEdits: Bool) {
        directory = Directory(workspace: workspace)
        self.notesEdits = notesEdits
    }

    /// The edits that were read since it was asked last.
    mutating func takeEdits() -> [Edit] {
        defer { edits = [] }
        return edits
    }

    /// The queues in which anything was ever placed.
    var queues: [Scope] { names.values.filter(\.isQueue) }

    /// Reads what was added.
    ///
    /// - Returns: Which invariant a row breaks; nil when all hold.
    mutating func follow(_ disk: Disk) throws -> String? {
        try disk.queue.unsafeRead { db in
            let sql = "SELECT head FROM workspace"
            let stated = try UInt64.fetchOne(db.cachedStatement(sql: sql)) ?? 0
            if stated < head { return "the log lost rows: its head was \(head) and is \(stated)" }
            if stated > head, let broken = try read(db) { return broken }
            return stated == head ? nil : "the sequence has a gap: head \(stated), last row \(head)"
        }
    }

    private mutating func read(_ db: Database) throws -> String? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT sequence, scope, scope_sequence, row_kind, change_id, stamp, chain, actor, number, kind, external,
                    header, (SELECT name FROM scope WHERE scope.id = log.scope)
                FROM log WHERE sequence > ? ORDER BY sequence
                """
        )
        for row in try Row.fetchAll(statement, arguments: [Int64(head)]) {
            guard row[0] as UInt64 == head + 1 else { return "the sequence has a gap behind \(head)" }
            head += 1
            if let broken = try take(row) { return broken }
        }
        return nil
    }

    private mutating func take(_ row: Row) throws -> String? {
        guard let kind = RowKind(rawValue: row[3]), let id = ChangeID(bytes: [UInt8](row[4] as Data)) else {
            return "row \(head) cannot be read"
        }
        let scope: Int64 = row[1]
        names[scope] = Scope(row[12] as String)
        var chain = chains[scope] ?? .empty
        chain.append(kind, id: id, stamp: Stamp(rawValue: UInt64(bitPattern: row[5] as Int64)))
        guard chain.sequence == row[2] as UInt64 else { return "scope \(row[12] as String) has a gap at \(head)" }
        guard chain.hash == [UInt8](row[6] as Data) else { return "the chain of row \(head) does not add up" }
        chains[scope] = chain
        if let actor = row[7] as Int64?, !numbers[actor, default: []].insert(row[8]).inserted {
            return "row \(head) uses a number again"
        }
        if let external = row[10] as Data?, !externals.insert(external).inserted {
            return "row \(head) is the second effect of an outside event"
        }
        guard kind == .change || kind == .into, let header = row[11] as Data? else { return nil }
        accepted.insert(id)
        let changeKind: UInt64 = row[9]
        if notesEdits, changeKind < 32 {
            let envelope = try SealedChange(header: [UInt8](header), content: Content.none.encoded).envelope
            edits.append(
                Edit(
                    id: id, root: envelope.root, document: envelope.document, actor: envelope.reference.actor,
                    author: envelope.onBehalfOf?.author))
        }
        guard changeKind == 33 || changeKind == 34 else { return nil }
        try learn(SealedChange(header: [UInt8](header), content: Content.none.encoded).envelope)
        return nil
    }

    private mutating func learn(_ envelope: Envelope) throws {
        if envelope.kind == .erasure {
            let erasure = try ControlBody.decode(Erasure.self, from: envelope.structure)
            erased.formUnion(erasure.targets.compactMap(\.reference))
            return
        }
        let fact = try ControlBody.decode(DirectoryFact.self, from: envelope.structure)
        try directory.apply(fact, from: envelope.reference, sequence: head)
        if case .deviceRevoked(let actor) = fact { ActorID(hexadecimal: actor).map { _ = revokedDevices.insert($0) } }
    }
}
