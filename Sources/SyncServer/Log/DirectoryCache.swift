import GRDB
import Hub
import Synchronization
import SyncProtocol

/// The directory as of its last fact, kept so that requests do not replay it. Another process may add facts, so every
/// transaction compares the sequence of the last one.
final class DirectoryCache: Sendable {
    private let workspace: Identifier
    private let cached = Mutex<(sequence: UInt64, directory: Directory)?>(nil)

    init(workspace: Identifier) { self.workspace = workspace }

    /// The directory up to its fact at `sequence`, which is the last.
    func current(at sequence: UInt64, in snapshot: LogSnapshot) throws -> Directory {
        if let hit = cached.withLock({ $0 }), hit.sequence == sequence { return hit.directory }
        let directory = try snapshot.directory(of: workspace)
        cached.withLock { $0 = (sequence, directory) }
        return directory
    }

    /// Takes over what a transaction made of it, once that is committed.
    func keep(_ directory: Directory, at sequence: UInt64, after db: Database) {
        db.afterNextTransaction { _ in self.cached.withLock { $0 = (sequence, directory) } }
    }

    /// Forgets, after the log was replaced.
    func forget() { cached.withLock { $0 = nil } }
}
