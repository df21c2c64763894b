import CRDT
import GRDB
import Hub

/// Writes the rows of articles, guidance, settings, presets and discussions that stand on their own.
enum ContentProjection {
    static func write(_ documents: RootDocuments, article id: Identifier, root: Int64, _ db: Database) throws {
        let document = documents.document(id)
        let article = Article(id: id, document: document)
        let versions = Article.versions(of: document)
        let updated = document.changes().compactMap { documents.metadata[$0.reference]?.occurred }.max()
        try ProjectionTables.article.write(
            [
                root.stored, article.content.kind.rawValue.stored, article.content.title.stored,
                article.content.body.stored, article.content.language.stored, article.content.audience.stored,
                article.content.requiresVerified.stored, article.state.rawValue.stored, article.isOn.stored,
                (article.published != nil).stored, (article.scheduledAt?.milliseconds).stored, versions.count.stored,
                (updated?.milliseconds ?? 0).stored, documents.pendingCount.stored, documents.parkedCount.stored,
            ], db
        )
    }

    static func write(_ pack: GuidancePack, root: Int64, _ db: Database) throws {
        try ProjectionTables.guidance.write(
            [
                root.stored, pack.name.stored, pack.priority.stored, pack.audience.stored,
                pack.channels.joined(separator: "\n").stored, pack.isOn.stored, pack.rules.count.stored,
            ], db
        )
    }

    static func write(_ settings: Settings, root: Int64, _ db: Database) throws {
        try ProjectionTables.setting.remove(root, db)
        for (name, value) in settings.values {
            try ProjectionTables.setting.write([root.stored, name.stored, Settings.printed(value).stored], db)
        }
    }

    static func write(_ preset: Preset, root: Int64, _ db: Database) throws {
        try ProjectionTables.preset.write(
            [
                root.stored, preset.name.stored, preset.query.stored, preset.owner.stored, preset.rank.stored,
                preset.isArchived.stored,
            ], db
        )
    }

    static func write(
        _ documents: RootDocuments, discussion id: Identifier, root: Int64, isNew: Bool, _ context: ProjectionContext
    ) throws {
        let discussion = Discussion(id: id, document: documents.document(id))
        try ProjectionTables.discussion.write(
            [
                root.stored, discussion.title.stored, (discussion.visibility?.rawValue).stored, discussion.owner.stored,
                discussion.messages.count.stored,
            ], context.db
        )
        try ProjectionTables.discussionLink.remove(root, context.db)
        for link in discussion.links {
            try ProjectionTables.discussionLink.write(
                [root.stored, link.scope.rawValue.stored, link.id.stored, link.role.stored], context.db
            )
        }
        let visibility = discussion.visibility ?? .internal
        let lines = discussion.messages
            .map { TicketContent.Line(message: $0, visibility: visibility, sent: documents.sent($0)) }
            .sorted { ($0.sent, $0.message.id) < ($1.sent, $1.message.id) }
        let rows = try lines.enumerated().map { try MessageRow.values(of: $1, root: root, ordinal: $0, context) }
        try ProjectionTables.message.replace(rows, of: root, isNew: isNew, context.db)
    }
}
