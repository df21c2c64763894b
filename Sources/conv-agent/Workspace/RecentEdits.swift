import CRDT
import Hub
import Replica
import Scenes
import SyncProtocol

/// The last edits of articles, guidance and settings, and the way back from each.
struct RecentEdits {
    private let store: ReplicaStore

    init(_ store: ReplicaStore) { self.store = store }

    /// The newest edits. O(history of the few documents that were edited last).
    func newest() throws -> [RecentEdit] {
        let names = try store.memberNames()
        var edits = try store.articles().prefix(RecentEdit.countMax).flatMap { try articles($0.id, names) }
        for section in SettingsSection.allCases { edits += try settings(section, names) }
        for pack in try store.guidancePacks().prefix(50) { edits += try guidance(pack, names) }
        return Array(edits.sorted { $1.occurred < $0.occurred }.prefix(RecentEdit.countMax))
    }

    private func articles(_ id: Identifier, _ names: [String: String]) throws -> [RecentEdit] {
        let detail = try store.article(id.description)
        let versions = detail.versions
        return versions.indices.suffix(3).map { index in
            let version = versions[index]
            let facts = detail.metadata[version.change]
            return RecentEdit(
                kind: .article, document: id.description, title: detail.article.content.title,
                what: index == 0 ? "written" : version.isContent ? "edited" : "switched",
                author: facts.map { names[$0.author.id] ?? $0.author.kind.rawValue },
                occurred: facts?.occurred ?? Instant(milliseconds: Int64(version.stamp.milliseconds)),
                previous: index == 0 ? nil : versions[index - 1].change.description)
        }
    }

    private func settings(_ section: SettingsSection, _ names: [String: String]) throws -> [RecentEdit] {
        let entries = try SettingsVersions(section, store).entries(names)
        return entries.indices.suffix(3).compactMap { index in
            let entry = entries[index]
            guard let occurred = TimeText.moment(entry.time.prefix(19) + "Z") else { return nil }
            return RecentEdit(
                kind: .setting, document: section.rawValue, title: section.rawValue,
                what: entry.settings.joined(separator: ", "), author: entry.author, occurred: occurred,
                previous: String(entry.version - 1))
        }
    }

    private func guidance(_ pack: GuidancePack, _ names: [String: String]) throws -> [RecentEdit] {
        let documents = try store.documents(of: pack.id)
        let changes = documents.document(pack.id).changes()
        return changes.indices.suffix(3).map { index in
            let change = changes[index]
            let facts = documents.metadata[change.reference]
            return RecentEdit(
                kind: .guidance, document: pack.id.description, title: pack.name,
                what: index == 0 ? "written" : "edited",
                author: facts.map { names[$0.author.id] ?? $0.author.kind.rawValue },
                occurred: facts?.occurred ?? Instant(milliseconds: Int64(change.time.milliseconds)),
                previous: index == 0 ? nil : change.reference.description)
        }
    }

    /// Takes an edit back: a new version that is equal to the one before; nothing of the history is lost.
    func revert(_ edit: RecentEdit, at now: Instant) throws {
        guard let previous = edit.previous else {
            throw ReplicaError.invalidInput("there is no version before this one")
        }
        switch edit.kind {
        case .article:
            let id = try store.article(edit.document).article.id
            let heads = try ArticleVersions(try store.documents(of: id), id).heads(named: previous)
            try ArticleAccess.write(to: id, in: store, at: now) { try Article.revert(to: heads, in: &$0) }
        case .setting:
            guard let section = SettingsSection(rawValue: edit.document) else {
                throw ReplicaError.notFound("no section of settings has this name")
            }
            let heads = try SettingsVersions(section, store).heads(named: previous)
            try SettingsWriting.write(to: section, in: store, at: now) { try Settings.revert(to: heads, in: &$0) }
        case .guidance:
            guard let id = Identifier(edit.document), let change = ChangeReference(reference: previous) else {
                throw ReplicaError.notFound("the pack has no such version")
            }
            try store.write(at: now) { writer in
                let takeBack = try writer.document(id, root: id).inverse(of: change)
                try writer.edit(.guidance, id, root: id, takeBack)
            }
        }
    }
}
