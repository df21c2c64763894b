import Replica

/// A lock on a file of the workspace folder; the system lets go of it when its holder ends, however that happens.
struct FolderLock: ~Copyable {
    private let lock: FileLock

    /// Takes a lock.
    ///
    /// - Parameters:
    ///   - path: The file, which is made when it is missing.
    ///   - waits: Whether to wait for another holder; otherwise its presence is an error.
    /// - Throws: `ServerError.inUse` when another process holds it; `ReplicaError.damagedFile` when it cannot be opened.
    init(_ path: String, waits: Bool) throws {
        do {
            lock = try FileLock(path, waits: waits)
        } catch ReplicaError.busy {
            throw ServerError.inUse
        }
    }
}
