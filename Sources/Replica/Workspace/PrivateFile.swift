import Foundation
import Glibc

/// Writes files that hold secrets.
enum PrivateFile {
    /// Replaces a file with `bytes`, mode 0600 from its first byte on; it is on disk when this returns.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let temporary = "\(path).\(getpid()).new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        do {
            defer { close(descriptor) }
            try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(contentsOf: Data(bytes))
            guard fsync(descriptor) == 0 else { throw failure(path) }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            unlink(temporary)
            throw failure(path)
        }
    }

    private static func failure(_ path: String) -> ReplicaError {
        .damagedFile(path: path, explanation: "it cannot be written: \(String(cString: strerror(errno)))")
    }
}
