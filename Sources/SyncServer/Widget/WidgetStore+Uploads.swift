import Foundation
import GRDB
import Hub
import Widget

extension WidgetStore {
    /// A whole file that a visitor has sent, before the message that it belongs to.
    struct Upload: Sendable {
        let name: String
        let mediaType: String
        let bytes: [UInt8]
    }

    /// How many bytes of a file are here; 0 for one that nobody began.
    func received(_ id: String, of subject: Subject) throws -> Int {
        try database.read { db in try Self.received(id, subject.thread, db) }
    }

    /// Keeps a part of a file, and forgets files whose message never came.
    ///
    /// - Returns: How many bytes of the file are here; a part that begins elsewhere is not kept.
    /// - Throws: `WidgetGate.TooMany` when too many files of the subject wait; `WidgetError.malformed` when the file was
    ///   announced otherwise before, or is longer than announced.
    func keep(
        _ part: [UInt8], from start: Int, of file: UploadedFile, for subject: Subject, at now: Instant
    ) throws -> Int {
        try database.write { db in
            let oldest = now.milliseconds - WidgetLimits.fileWaitSeconds * 1000
            try db.execute(sql: "DELETE FROM upload WHERE at < ?", arguments: [oldest])
            let known = try Row.fetchOne(
                db, sql: "SELECT name, size FROM upload WHERE subject = ? AND id = ?",
                arguments: [subject.thread, file.id])
            if let known {
                guard known[0] == file.name, known[1] == file.size else { throw WidgetError.malformed }
            } else {
                guard start == 0 else { return 0 }
                let sql = "SELECT count(*) FROM upload WHERE subject = ?"
                let count = try Int.fetchOne(db, sql: sql, arguments: [subject.thread]) ?? 0
                guard count < WidgetLimits.waitingFileCountMax else { throw WidgetGate.TooMany(seconds: 60) }
                try db.execute(
                    sql: "INSERT INTO upload (subject, id, name, size, at) VALUES (?, ?, ?, ?, ?)",
                    arguments: [subject.thread, file.id, file.name, file.size, now.milliseconds])
            }
            let received = try Self.received(file.id, subject.thread, db)
            guard start == received, !part.isEmpty else { return received }
            guard received + part.count <= file.size else { throw WidgetError.malformed }
            try db.execute(
                sql: "INSERT INTO upload_part (subject, id, start, bytes) VALUES (?, ?, ?, ?)",
                arguments: [subject.thread, file.id, start, Data(part)])
            return received + part.count
        }
    }

    /// What is here of a file. O(its size).
    func bytes(of id: String, _ subject: Subject) throws -> [UInt8] {
        try database.read { db in try Self.bytes(of: id, subject.thread, db) }
    }

    /// Notes that a file is whole, and of what type.
    func finish(_ id: String, of subject: Subject, mediaType: String) throws {
        try database.write { db in
            try db.execute(
                sql: "UPDATE upload SET media_type = ? WHERE subject = ? AND id = ?",
                arguments: [mediaType, subject.thread, id])
        }
    }

    /// The whole files of some subjects by their ids, in order; nil when one is missing.
    func uploads(_ ids: [String], of subjects: [String]) throws -> [Upload]? {
        try database.read { db in
            var uploads: [Upload] = []
            for id in ids {
                let rows = try Row.fetchAll(
                    db, sql: "SELECT subject, name, media_type FROM upload WHERE id = ? AND media_type IS NOT NULL",
                    arguments: [id])
                guard let row = rows.first(where: { subjects.contains($0[0]) }) else { return nil }
                uploads.append(
                    Upload(name: row[1], mediaType: row[2], bytes: try Self.bytes(of: id, row[0], db)))
            }
            return uploads
        }
    }

    /// Forgets files that a message has taken along, or that are not taken.
    func remove(_ ids: [String], of subjects: [String]) throws {
        try database.write { db in
            for id in ids {
                for subject in subjects {
                    try db.execute(
                        sql: "DELETE FROM upload WHERE subject = ? AND id = ?", arguments: [subject, id])
                }
            }
        }
    }

    private static func received(_ id: String, _ subject: String, _ db: Database) throws -> Int {
        let sql = "SELECT ifnull(sum(length(bytes)), 0) FROM upload_part WHERE subject = ? AND id = ?"
        return try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [subject, id]) ?? 0
    }

    private static func bytes(of id: String, _ subject: String, _ db: Database) throws -> [UInt8] {
        let sql = "SELECT bytes FROM upload_part WHERE subject = ? AND id = ? ORDER BY start"
        return try Data.fetchAll(db, sql: sql, arguments: [subject, id]).flatMap { [UInt8]($0) }
    }
}
