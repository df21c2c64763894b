import Glibc

/// A lock on a file of the workspace folder; the system lets go of it when its holder ends, however that happens.
struct FolderLock: ~Copyable {
    private let descriptor: Int32

    /// Takes a lock.
    ///
    /// - Parameters:
    ///   - path: The file, which is made when it is missing.
    ///   - waits: Whether to wait for another holder; otherwise its presence is an error.
    /// - Throws: `ServerError.inUse` when another process holds it.
    init(_ path: String, waits: Bool) throws {
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else {
            throw ServerError.damagedFile(
                path: path, explanation: "it cannot be opened: \(String(cString: strerror(errno)))"
            )
        }
        var status = flock(opened, waits ? LOCK_EX : LOCK_EX | LOCK_NB)
        while status != 0, errno == EINTR { status = flock(opened, waits ? LOCK_EX : LOCK_EX | LOCK_NB) }
        guard status == 0 else {
            close(opened)
            throw ServerError.inUse
        }
        descriptor = opened
    }

    deinit { close(descriptor) }
}
