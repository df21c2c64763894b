import Foundation
import Glibc
import Hub
import Replica
import SyncProtocol

/// The attachments of a workspace, each in a file that its hash names.
struct BlobFolder: Sendable {
    private let path: String

    /// Takes the folder.
    init(_ path: String) { self.path = path }

    /// Where the blob of a hash stands.
    func file(of hash: [UInt8]) -> String { "\(path)/\(Hexadecimal.encode(hash))" }

    /// Keeps bytes and gives their hash (BLAKE2b-256); the same bytes are kept once.
    func keep(_ bytes: [UInt8]) throws -> [UInt8] {
        let hash = Hash.blake2b(bytes)
        if !holds(hash) { try PrivateFile.write(bytes, to: file(of: hash)) }
        return hash
    }

    /// Whether the blob of a hash is there.
    func holds(_ hash: [UInt8]) -> Bool { access(file(of: hash), F_OK) == 0 }

    /// Removes the blob of a hash; does nothing when there is none.
    func remove(_ hash: [UInt8]) throws {
        guard holds(hash) else { return }
        try FileManager.default.removeItem(atPath: file(of: hash))
    }

    /// The hashes of all blobs, ascending.
    func hashes() throws -> [[UInt8]] {
        guard access(path, F_OK) == 0 else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            .compactMap { Hexadecimal.decode($0) }.filter { $0.count == Hash.byteCount }
    }

    /// The bytes of a blob; nil when it is missing or not what its hash says.
    func bytes(of hash: [UInt8]) -> [UInt8]? {
        guard let data = FileManager.default.contents(atPath: file(of: hash)) else { return nil }
        let bytes = Array(data)
        return Hash.blake2b(bytes) == hash ? bytes : nil
    }
}
