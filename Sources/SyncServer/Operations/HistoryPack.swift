import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

/// A range of log rows, verbatim, in one file that its hash names: changes, signatures, stamps.
///
/// Layout: `CVHP`, version 1, varint count of signed lists and each (sized header), varint count of rows and each. It
/// can be read and checked without any other file.
struct HistoryPack {
    /// A row of the log as the pack holds it.
    struct LogEntry {
        var sequence: UInt64
        var scope: String
        var scopeSequence: UInt64
        var kind: RowKind
        var id: [UInt8]
        var stamp: UInt64
        var received: Int64
        var chain: [UInt8]
        var isGroupEnd: Bool
        var actor: ActorID?
        var number: UInt64
        var changeKind: UInt8
        var root: Identifier
        var document: Identifier
        var cameFrom: String
        var batch: [UInt8]
        var code: String
        var header: [UInt8]
        var content: [UInt8]
    }

    /// Rows of a full pack.
    static let rowCountMax = 4096
    static let magic = Array("CVHP".utf8)

    /// The signed lists that the rows name.
    var batches: [[UInt8]] = []
    /// The rows, ascending without holes.
    var rows: [LogEntry] = []

    /// The file's bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: rows.count * 512)
        writer.write(raw: Self.magic)
        writer.write(byte: 1)
        writer.write(varint: UInt64(batches.count))
        for batch in batches { writer.write(sized: batch) }
        writer.write(varint: UInt64(rows.count))
        for row in rows { row.write(to: &writer) }
        return writer.bytes
    }

    /// Makes an empty pack.
    init() {}

    /// Reads a file's bytes.
    init(encoded: [UInt8]) throws(ProtocolError) {
        var reader = ByteReader(encoded)
        guard try reader.raw(4) == Self.magic, try reader.byte() == 1 else {
            throw ProtocolError(.upgradeRequired, "a history pack is of an unknown form; use a newer program")
        }
        for _ in 0..<(try reader.count()) { batches.append(try reader.sized()) }
        for _ in 0..<(try reader.count(ofSize: 64)) { rows.append(try LogEntry(reading: &reader)) }
        try reader.finish()
    }
}

extension HistoryPack.LogEntry {
    init(reading reader: inout ByteReader) throws(ProtocolError) {
        sequence = try reader.varint()
        scope = try reader.string()
        scopeSequence = try reader.varint()
        guard let kind = RowKind(rawValue: try reader.byte()) else {
            throw ProtocolError(.upgradeRequired, "a history pack holds rows of an unknown kind; use a newer program")
        }
        self.kind = kind
        id = try reader.raw(32)
        stamp = try reader.fixed()
        received = Int64(bitPattern: try reader.fixed())
        chain = try reader.raw(32)
        isGroupEnd = try reader.byte() == 1
        actor = try reader.byte() == 1 ? try reader.actor() : nil
        number = try reader.varint()
        changeKind = try reader.byte()
        root = try reader.identifier()
        document = try reader.identifier()
        cameFrom = try reader.string()
        batch = try reader.sized()
        code = try reader.string()
        header = try reader.sized()
        content = try reader.sized()
    }

    func write(to writer: inout ByteWriter) {
        writer.write(varint: sequence)
        writer.write(string: scope)
        writer.write(varint: scopeSequence)
        writer.write(byte: kind.rawValue)
        writer.write(raw: id)
        writer.write(fixed: stamp)
        writer.write(fixed: UInt64(bitPattern: received))
        writer.write(raw: chain)
        writer.write(byte: isGroupEnd ? 1 : 0)
        writer.write(byte: actor == nil ? 0 : 1)
        if let actor { writer.write(actor) }
        writer.write(varint: number)
        writer.write(byte: changeKind)
        writer.write(root)
        writer.write(document)
        writer.write(string: cameFrom)
        writer.write(sized: batch)
        writer.write(string: code)
        writer.write(sized: header)
        writer.write(sized: content)
    }
}

extension HistoryPack {
    /// Reads the rows `first ... last` of a log.
    init(_ snapshot: LogSnapshot, first: UInt64, last: UInt64) throws {
        let names = try snapshot.scopeNames()
        let sql = """
            SELECT sequence, scope, scope_sequence, row_kind, change_id, stamp, received, chain, group_end,
                actor.actor, log.number, kind, root, document, came_from, batch.hash, code, log.header, content,
                batch.header
            FROM log LEFT JOIN actor ON actor.id = log.actor LEFT JOIN batch ON batch.id = log.batch
            WHERE sequence BETWEEN ? AND ? ORDER BY sequence
            """
        let arguments: StatementArguments = [Int64(clamping: first), Int64(clamping: last)]
        let cursor = try Row.fetchCursor(snapshot.db, sql: sql, arguments: arguments)
        var seen: Set<Data> = []
        func bytes(_ data: Data?) -> [UInt8] { data.map { Array($0) } ?? [] }
        while let row = try cursor.next() {
            if let hash = row[15] as Data?, seen.insert(hash).inserted { batches.append(bytes(row[19])) }
            let origin = (row[14] as Int64?).flatMap { names[$0]?.description } ?? ""
            guard let kind = RowKind(rawValue: row[3]), let scope = names[row[1]] else {
                throw ServerError.refused("the log holds a row of an unknown form; run `conv-server verify`")
            }
            rows.append(
                LogEntry(
                    sequence: row[0], scope: scope.description, scopeSequence: row[2], kind: kind, id: bytes(row[4]),
                    stamp: Stamp(stored: row[5]).rawValue, received: row[6], chain: bytes(row[7]),
                    isGroupEnd: row[8] == 1, actor: try (row[9] as Data?).map { try ActorID(data: $0) },
                    number: row[10] ?? 0, changeKind: row[11], root: try Identifier(data: row[12]),
                    document: try Identifier(data: row[13]), cameFrom: origin, batch: bytes(row[15]),
                    code: row[16] ?? "", header: bytes(row[17]), content: bytes(row[18])
                )
            )
        }
    }
}
