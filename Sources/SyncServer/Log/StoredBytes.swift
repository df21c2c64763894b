import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

// Identifiers, actors and hashes stand in BLOB columns as their bytes.

extension Identifier {
    var data: Data {
        var writer = ByteWriter(capacity: 16)
        writer.write(self)
        return Data(writer.bytes)
    }

    init(data: Data) throws {
        var reader = ByteReader(Array(data))
        self = try reader.identifier()
    }
}

extension ActorID {
    var data: Data {
        var writer = ByteWriter(capacity: 16)
        writer.write(self)
        return Data(writer.bytes)
    }

    init(data: Data) throws {
        var reader = ByteReader(Array(data))
        self = try reader.actor()
    }
}

extension Stamp {
    /// The bits as SQLite's signed integer. Real stamps are far below 2^63, so their order stays.
    var stored: Int64 { Int64(bitPattern: rawValue) }

    init(stored: Int64) { self.init(rawValue: UInt64(bitPattern: stored)) }
}
