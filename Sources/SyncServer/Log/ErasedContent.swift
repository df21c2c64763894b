import Foundation
import GRDB
import Replica

/// What a transaction has erased, for the files that have to follow.
struct ErasedContent {
    /// The hashes of the attachments that erased changes refer to.
    var blobs: Set<[UInt8]> = []
}

extension LogStore {
    /// Sees to it that no file holds what was erased: removes the attachments that nothing else refers to, and writes
    /// the log anew.
    func remove(_ erased: ErasedContent) throws {
        if let blobs { for hash in erased.blobs where try !isUsed(hash) { try blobs.remove(hash) } }
        try shred()
    }

    private func isUsed(_ hash: [UInt8]) throws -> Bool {
        try read { snapshot in
            // An erased content begins with a zero byte.
            let sql = "SELECT 1 FROM log WHERE instr(header, ?) > 0 AND substr(content, 1, 1) <> x'00' LIMIT 1"
            return try Int.fetchOne(snapshot.db, sql: sql, arguments: [Data(hash)]) != nil
        }
    }
}
