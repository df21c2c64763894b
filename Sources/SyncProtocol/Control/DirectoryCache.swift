import Synchronization

/// The directory as of its last fact, kept so that not every transaction replays it and checks its certificates anew.
///
/// Another process may add facts, so whoever asks says which fact is the last.
public final class DirectoryCache: Sendable {
    private let cached = Mutex<(sequence: UInt64, directory: Directory)?>(nil)

    /// Starts empty.
    public init() {}

    /// The directory up to its fact at `sequence`, which is the last; `load` computes it when it is not the kept one.
    public func current(at sequence: UInt64, load: () throws -> Directory) rethrows -> Directory {
        if let hit = cached.withLock({ $0 }), hit.sequence == sequence { return hit.directory }
        let directory = try load()
        keep(directory, at: sequence)
        return directory
    }

    /// Forgets, after the facts were replaced.
    public func forget() { cached.withLock { $0 = nil } }

    /// Takes over what a committed transaction made of it.
    public func keep(_ directory: Directory, at sequence: UInt64) {
        cached.withLock { $0 = (sequence, directory) }
    }
}
