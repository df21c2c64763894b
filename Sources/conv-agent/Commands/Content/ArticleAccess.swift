import CRDT
import Hub
import Replica
import SyncProtocol

/// One article as commands read and change it.
struct ArticleAccess {
    let store: ReplicaStore
    let id: Identifier
    let common: CommonOptions

    /// Finds the article that a person named.
    init(_ name: String, _ common: CommonOptions) throws {
        store = try common.open()
        id = try store.article(name).article.id
        self.common = common
    }

    /// Opens the replica for an article that is being made.
    init(_ store: ReplicaStore, _ id: Identifier, _ common: CommonOptions) {
        self.store = store
        self.id = id
        self.common = common
    }

    /// Everything that the replica holds of the article.
    func documents() throws -> RootDocuments { try store.documents(of: id) }

    /// Changes the article, and reports.
    func write(_ done: String, _ body: (inout Transaction) throws -> Void) throws {
        try Self.write(to: id, in: store, at: .now, body)
        try report(done)
    }

    /// Changes an article; a new one is placed where everybody has it.
    static func write(
        to id: Identifier, in store: ReplicaStore, at now: Instant, _ body: (inout Transaction) throws -> Void
    ) throws {
        try store.write(at: now) { writer in
            if try writer.scope(of: id) == nil { try writer.place(id, in: .workspace) }
            try writer.edit(.article, id, root: id, body)
        }
    }

    /// Approves an article as it stands, in the name of this replica's user.
    ///
    /// - Throws: `HubError` when they wrote it, or nothing waits for approval.
    static func approve(_ id: Identifier, in store: ReplicaStore, at now: Instant) throws {
        let devices = try store.directory().devices
        let user = store.member.user
        try write(to: id, in: store, at: now) { transaction in
            try Article.approve(by: user, author: { devices[$0]?.user }, in: &transaction)
        }
    }

    /// Says what the article is now.
    func report(_ done: String) throws {
        let article = Article(id: id, document: try documents().document(id))
        let unsent = try store.unsentSummary()
        guard !common.isJSON else {
            return try Output.json(
                ContentWriteReport(
                    article: id.description, title: article.content.title, state: article.state.rawValue,
                    on: article.isOn, unsent: unsent.pendingCount, parked: unsent.parkedCount
                )
            )
        }
        let title = Plain.line(article.content.title)
        Output.line("\(done) “\(title)” (\(article.state.rawValue)). \(Unsent.sentence(unsent))")
    }

    /// Whether publishing needs another person's approval.
    func needsApproval() throws -> Bool {
        try store.settings(.content).settings["content.needs_approval"] != .bool(false)
    }

    /// Checks that an article can be told from others in lists.
    ///
    /// - Throws: `ReplicaError.invalidInput`.
    static func check(title: String) throws {
        guard title.contains(where: { !$0.isWhitespace }), title.utf8.count <= 1000 else {
            throw ReplicaError.invalidInput("a title has 1 to 1000 bytes, and not only spaces")
        }
    }

    /// Checks that an audience can be read.
    ///
    /// - Throws: `ReplicaError.invalidInput`.
    static func check(audience: String?) throws {
        guard let audience else { return }
        do {
            _ = try Audience(audience)
        } catch {
            throw ReplicaError.invalidInput("the audience cannot be read \(error)")
        }
    }
}

/// What a command that changed an article prints as JSON.
struct ContentWriteReport: Encodable {
    let article: String
    let title: String
    let state: String
    let on: Bool
    let unsent: Int
    let parked: Int
}
