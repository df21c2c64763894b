import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

/// Reads the whole log once and computes again whatever can be: sequences, chains, ids, signatures, placements.
struct LogCheck {
    private let log: LogStore
    private let snapshot: LogSnapshot
    private var names: [Int64: Scope] = [:]
    private var chains: [Int64: ScopeChain] = [:]
    private var batches: [Int64: Set<ChangeID>] = [:]
    private var placements: [Data: Int64] = [:]
    private var numbers: [Int64: UInt64] = [:]
    private(set) var rowCount: UInt64 = 0
    private(set) var batchCount: UInt64 = 0
    /// What is wrong: the check's name, and what to do.
    private(set) var findings: [(String, String)] = []

    /// Findings beyond this many say nothing new.
    private static let findingCountMax = 100
    private static let remedy = "restore a backup; replicas bring back what is newer"

    init(_ log: LogStore, _ snapshot: LogSnapshot) {
        self.log = log
        self.snapshot = snapshot
    }

    /// Reads everything.
    mutating func run(progress: (UInt64) -> Void) throws {
        names = try snapshot.scopeNames()
        try checkBatches()
        let sql = """
            SELECT sequence, scope, scope_sequence, row_kind, change_id, stamp, chain, actor, number, kind, root,
            document,
                batch, header, content, group_end FROM log ORDER BY sequence
            """
        let rows = try Row.fetchCursor(snapshot.db, sql: sql)
        var endsGroup = true
        while let row = try rows.next() {
            rowCount += 1
            endsGroup = row[15] == 1
            try check(row)
            if rowCount.isMultiple(of: 10_000) { progress(rowCount) }
            guard findings.count < Self.findingCountMax else { return }
        }
        if !endsGroup { find("sequence", "the log ends in the middle of a transaction") }
        try checkHeads()
    }

    private mutating func find(_ check: String, _ what: String) {
        findings.append((check, "\(what); \(Self.remedy)"))
    }

    private mutating func checkBatches() throws {
        let directory = try log.directories.current(at: try snapshot.directorySequence, in: snapshot)
        let rows = try Row.fetchCursor(snapshot.db, sql: "SELECT id, hash, header FROM batch ORDER BY id")
        while let row = try rows.next() {
            let id: Int64 = row[0]
            batchCount += 1
            guard let header = try? BatchHeader(encoded: Array(row[2] as Data)), header.id == Array(row[1] as Data)
            else {
                find("batch", "the signed list \(id) is not what its name says")
                continue
            }
            guard let key = directory.devices[header.actor]?.key, header.isSigned(by: key) else {
                find("batch", "the signature of list \(id) does not verify")
                continue
            }
            batches[id] = Set(header.ids)
        }
    }

    private mutating func check(_ row: Row) throws {
        let sequence: UInt64 = row[0]
        if sequence != rowCount {
            find("sequence", "row \(rowCount) of the log has sequence \(sequence)")
            rowCount = sequence
        }
        guard let kind = RowKind(rawValue: row[3]), let id = ChangeID(bytes: [UInt8](row[4] as Data)) else {
            return find("change", "row \(sequence) is of an unknown form")
        }
        let scope: Int64 = row[1]
        var chain = chains[scope] ?? .empty
        chain.append(kind, id: id, stamp: Stamp(stored: row[5]))
        if chain.sequence != row[2] { find("chain", "row \(sequence) has a wrong place in its scope") }
        if Data(chain.hash) != row[6] as Data { find("chain", "the chain of a scope breaks at row \(sequence)") }
        chains[scope] = ScopeChain(sequence: row[2], hash: [UInt8](row[6] as Data))
        if let actor = row[7] as Int64? {
            let number: UInt64 = row[8]
            numbers[actor] = max(numbers[actor] ?? 0, number)
        }
        guard kind == .change || kind == .into else { return }
        if kind == .into { placements[row[10]] = scope }
        guard let header = row[13] as Data?, let content = row[14] as Data?,
            let change = try? SealedChange(header: Array(header), content: Array(content))
        else { return find("change", "the change in row \(sequence) cannot be read") }
        let envelope = change.envelope
        let agrees =
            change.id == id && envelope.reference.number == row[8] && envelope.kind.rawValue == row[9]
            && envelope.root.data == row[10] as Data && envelope.document.data == row[11] as Data
        if !agrees { find("change", "the change in row \(sequence) is not what its id says") }
        guard let batch = row[12] as Int64?, batches[batch]?.contains(id) == true else {
            return find("batch", "no signed list names the change in row \(sequence)")
        }
        if case .founded? = try? ControlBody.decode(DirectoryFact.self, from: envelope.structure) {
            placements[row[10]] = names.first { $0.value == .directory }?.key
        }
    }

    private mutating func checkHeads() throws {
        let db = snapshot.db
        if try snapshot.head != rowCount { find("sequence", "the log's head is not its last row") }
        for row in try Row.fetchAll(db, sql: "SELECT id, head, chain FROM scope") {
            let chain = chains[row[0]] ?? .empty
            if chain.sequence != row[1] || Data(chain.hash) != row[2] as Data {
                find("chain", "the head of scope \(names[row[0]]?.description ?? "?") is not its last row")
            }
        }
        for row in try Row.fetchAll(db, sql: "SELECT root, scope FROM placement")
        where placements[row[0]] != row[1] as Int64 {
            find("placement", "a root is not where its last placement says")
        }
        // After a restore numbers may be missing until every replica has brought back what it holds.
        guard try Int.fetchOne(db, sql: "SELECT count(*) FROM restored_actor") == 0 else { return }
        let sql = "SELECT actor, count(*), max(number) FROM log WHERE actor IS NOT NULL GROUP BY actor"
        for row in try Row.fetchAll(db, sql: sql) where row[1] as Int64 != row[2] as Int64 {
            find("actor", "numbers of a device are missing")
        }
        for row in try Row.fetchAll(db, sql: "SELECT id, number FROM actor")
        where numbers[row[0]] ?? 0 != row[1] as UInt64 {
            find("actor", "the counter of a device is not its last number")
        }
    }
}
