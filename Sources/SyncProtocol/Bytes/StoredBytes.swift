package import CRDT
package import Foundation
package import Hub

// Identifiers and actors stand in BLOB columns as their bytes, stamps in INTEGER columns.

extension Identifier {
    /// The 16 bytes.
    package var data: Data { join(high, low) }

    /// Reads the 16 bytes.
    package init(data: Data) throws(ProtocolError) {
        let (high, low) = try halves(of: data)
        self.init(high: high, low: low)
    }
}

extension ActorID {
    /// The 16 bytes.
    package var data: Data { join(high, low) }

    /// Reads the 16 bytes.
    package init(data: Data) throws(ProtocolError) {
        let (high, low) = try halves(of: data)
        self.init(high: high, low: low)
    }
}

private func join(_ high: UInt64, _ low: UInt64) -> Data {
    var writer = ByteWriter(capacity: 16)
    writer.write(fixed: high)
    writer.write(fixed: low)
    return Data(writer.bytes)
}

private func halves(of data: Data) throws(ProtocolError) -> (high: UInt64, low: UInt64) {
    var reader = ByteReader(Array(data))
    return (try reader.fixed(), try reader.fixed())
}

extension Stamp {
    /// The bits as SQLite's signed integer. Real stamps are far below 2^63, so their order stays.
    package var stored: Int64 { Int64(bitPattern: rawValue) }

    /// Reads the bits.
    package init(stored: Int64) { self.init(rawValue: UInt64(bitPattern: stored)) }
}
