/// The lock that keeps two processes from syncing one replica at a time; the system lets go of it when its holder ends.
public final class SyncLock: Sendable {
    private let lock: FileLock

    /// Takes the lock of a folder.
    ///
    /// - Throws: `ReplicaError.busy` when another process holds it.
    public init(_ folder: ReplicaFolder) throws { lock = try FileLock(folder.lockPath, waits: false) }
}
