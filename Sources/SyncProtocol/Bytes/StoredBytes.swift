package import CRDT
package import Foundation
package import Hub

// Identifiers and actors stand in BLOB columns as their bytes, stamps in INTEGER columns.

extension Identifier {
    /// The 16 bytes.
    package var data: Data {
        var writer = ByteWriter(capacity: 16)
        writer.write(self)
        return Data(writer.bytes)
    }

    /// Reads the 16 bytes.
    package init(data: Data) throws(ProtocolError) {
        var reader = ByteReader(Array(data))
        self = try reader.identifier()
    }
}

extension ActorID {
    /// The 16 bytes.
    package var data: Data {
        var writer = ByteWriter(capacity: 16)
        writer.write(self)
        return Data(writer.bytes)
    }

    /// Reads the 16 bytes.
    package init(data: Data) throws(ProtocolError) {
        var reader = ByteReader(Array(data))
        self = try reader.actor()
    }
}

extension Stamp {
    /// The bits as SQLite's signed integer. Real stamps are far below 2^63, so their order stays.
    package var stored: Int64 { Int64(bitPattern: rawValue) }

    /// Reads the bits.
    package init(stored: Int64) { self.init(rawValue: UInt64(bitPattern: stored)) }
}
