import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

/// What the projection of many roots shares within one transaction: names, rules and numbers, each read once.
final class ProjectionContext {
    let store: ReplicaStore
    let db: Database
    let now: Instant
    let labels: Labels
    private var actors: [ActorID: Int64] = [:]

    init(_ store: ReplicaStore, _ db: Database, now: Instant) {
        self.store = store
        self.db = db
        self.now = now
        labels = Labels(db)
    }

    /// Whose devices actors are.
    private(set) lazy var authors = Result { Authors(try store.directory(db)) }
    /// The rules of figures and service levels, as the settings have them.
    private(set) lazy var rules = Result { try WorkspaceRules(authors: authors.get(), db) }

    /// Forgets what depends on settings and directory, after they were changed.
    func forgetRules() {
        authors = Result { Authors(try store.directory(db)) }
        rules = Result { try WorkspaceRules(authors: authors.get(), db) }
    }

    /// The number of an actor in this file.
    func row(of actor: ActorID) throws -> Int64 {
        if let row = actors[actor] { return row }
        let row = try ActorRow.id(of: actor, db)
        actors[actor] = row
        return row
    }
}
