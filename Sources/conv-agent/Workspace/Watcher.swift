import Hub
import Replica
import Scenes

/// Tells the workspace the time, and when somebody changed the replica: this program, or another process.
struct Watcher: Sendable {
    private let performer: Performer

    /// How often the replica's files are looked at.
    private static let lookMilliseconds = 250

    init(_ performer: Performer) { self.performer = performer }

    /// Runs until it is cancelled. Looks at the journal of the database, which every write changes.
    func run(_ emit: @Sendable (SceneEvent) -> Void) async {
        var version = performer.folder.journalVersion
        var looks = 0
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(Self.lookMilliseconds))
            looks += 1
            if looks % 4 == 0 { emit(.tick(performer.clock())) }
            let current = performer.folder.journalVersion
            guard current != version else { continue }
            version = current
            emit(.replicaChanged)
        }
    }
}
