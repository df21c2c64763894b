import Foundation
package import Glibc
package import SyncProtocol

/// Attachments, each in a file that its hash names: those of a workspace on the server, and those that a device has
/// attached to a ticket.
package struct BlobFolder: Sendable {
    private let path: String

    /// Takes the folder.
    package init(_ path: String) { self.path = path }

    /// Where the blob of a hash stands.
    package func file(of hash: [UInt8]) -> String { "\(path)/\(Hexadecimal.encode(hash))" }

    /// Keeps bytes and gives their hash (BLAKE2b-256); the same bytes are kept once.
    package func keep(_ bytes: [UInt8]) throws -> [UInt8] {
        let hash = Hash.blake2b(bytes)
        if !holds(hash) { try PrivateFile.write(bytes, to: file(of: hash)) }
        return hash
    }

    /// Whether the blob of a hash is there.
    package func holds(_ hash: [UInt8]) -> Bool { access(file(of: hash), F_OK) == 0 }

    /// Removes the blob of a hash; does nothing when there is none.
    package func remove(_ hash: [UInt8]) throws {
        guard holds(hash) else { return }
        try FileManager.default.removeItem(atPath: file(of: hash))
    }

    /// The hashes of all blobs, ascending.
    package func hashes() throws -> [[UInt8]] {
        guard access(path, F_OK) == 0 else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            .compactMap { Hexadecimal.decode($0) }.filter { $0.count == Hash.byteCount }
    }

    /// The bytes of a blob; nil when it is missing or not what its hash says.
    package func bytes(of hash: [UInt8]) -> [UInt8]? {
        guard let data = FileManager.default.contents(atPath: file(of: hash)) else { return nil }
        let bytes = Array(data)
        return Hash.blake2b(bytes) == hash ? bytes : nil
    }

    // MARK: Pieces

    /// How many bytes a blob has; nil when it is not there whole.
    package func byteCount(of hash: [UInt8]) -> UInt64? {
        var status = stat()
        return stat(file(of: hash), &status) == 0 ? UInt64(clamping: status.st_size) : nil
    }

    /// Some bytes of a blob from a place on, at most one piece; none behind its end.
    ///
    /// - Throws: What the file system throws.
    package func piece(of hash: [UInt8], at offset: UInt64) throws -> [UInt8] {
        let file = try FileHandle(forReadingFrom: URL(filePath: file(of: hash)))
        defer { try? file.close() }
        try file.seek(toOffset: offset)
        return try file.read(upToCount: BlobPiece.byteCountMax).map { Array($0) } ?? []
    }

    /// Takes a piece of a blob that comes in order and gives how much is there; a piece for another place changes nothing,
    /// so that whoever sends goes on from the answer, also after a crash of either side. The blob gets its name when
    /// all of it is there and is what its hash says.
    ///
    /// - Throws: `ProtocolError` with `malformed` when the whole is not what the hash says: it has to be sent from the
    ///   beginning; what the file system throws.
    package func take(_ piece: BlobPiece) throws -> UInt64 {
        if let count = byteCount(of: piece.hash) { return count }
        let part = "\(file(of: piece.hash)).part"
        let descriptor = open(part, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw PrivateFile.failure(part) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard flock(descriptor, LOCK_EX) == 0 else { throw PrivateFile.failure(part) }
        // Another sender of the same bytes may have come to the end, or begun anew, while this one waited.
        if let count = byteCount(of: piece.hash) { return count }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw PrivateFile.failure(part) }
        var held = UInt64(clamping: status.st_size)
        if held > piece.byteCount {
            // Somebody gave another size for the same hash; one of the two is wrong, and the hash will say which.
            guard ftruncate(descriptor, 0) == 0 else { throw PrivateFile.failure(part) }
            held = 0
        }
        guard status.st_nlink > 0, piece.offset == held, !piece.bytes.isEmpty || piece.byteCount == 0 else {
            return status.st_nlink > 0 ? held : 0
        }
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(piece.bytes))
        let count = held + UInt64(piece.bytes.count)
        if count == piece.byteCount { try finish(part, handle, piece.hash) }
        return count
    }

    private func finish(_ part: String, _ handle: FileHandle, _ hash: [UInt8]) throws {
        try handle.seek(toOffset: 0)
        guard Hash.blake2b(Array(try handle.readToEnd() ?? Data())) == hash else {
            unlink(part)
            throw ProtocolError(.malformed, "a file is not what its hash says; send it again from its beginning")
        }
        try handle.synchronize()
        guard rename(part, file(of: hash)) == 0 else { throw PrivateFile.failure(part) }
        try PrivateFile.settle(path)
    }
}
