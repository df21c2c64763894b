import Glibc

/// A lock on a file; the system lets go of it when its holder ends, however that happens.
package final class FileLock: Sendable {
    private let descriptor: Int32

    /// Takes a lock.
    ///
    /// - Parameters:
    ///   - path: The file, which is made when it is missing.
    ///   - waits: Whether to wait for another holder; otherwise its presence is an error.
    /// - Throws: `ReplicaError.busy` when another process holds it.
    package init(_ path: String, waits: Bool) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ReplicaError.damagedFile(
                path: path, explanation: "it cannot be opened: \(String(cString: strerror(errno)))"
            )
        }
        var status = flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB)
        while status != 0, errno == EINTR { status = flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB) }
        guard status == 0 else {
            close(descriptor)
            throw ReplicaError.busy
        }
    }

    deinit {
        // A child that was forked and has not begun its own program yet holds a copy of the descriptor.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
