import Glibc

/// The lock that keeps two processes from syncing one replica at a time; the system lets go of it when its holder ends.
public final class SyncLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock of a folder.
    ///
    /// - Throws: `ReplicaError.busy` when another process holds it.
    public init(_ folder: ReplicaFolder) throws {
        descriptor = open(folder.lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ReplicaError.damagedFile(
                path: folder.lockPath, explanation: "it cannot be opened: \(String(cString: strerror(errno)))"
            )
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw ReplicaError.busy
        }
    }

    deinit { close(descriptor) }
}
