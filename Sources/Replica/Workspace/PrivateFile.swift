import Foundation
package import Glibc

/// Writes files that only their owner may read, all at once or not at all.
package enum PrivateFile {
    /// Replaces a file with `bytes`, which has `mode` from its first byte on; it is on disk when this returns.
    ///
    /// - Throws: `ReplicaError.unwritable` when the file system refuses.
    package static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o600) throws {
        let temporary = "\(path).\(getpid()).new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
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

    /// Makes a folder that only its owner may enter, unless it is there.
    ///
    /// - Throws: `ReplicaError.unwritable` when the file system refuses.
    package static func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure(path) }
    }

    /// Sees to it that a folder's names are on disk.
    ///
    /// - Throws: `ReplicaError.unwritable` when the file system refuses.
    static func settle(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    /// What the file system has just refused.
    static func failure(_ path: String) -> ReplicaError {
        .unwritable(path: path, reason: String(cString: strerror(errno)))
    }
}
