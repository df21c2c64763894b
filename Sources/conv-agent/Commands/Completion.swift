import ArgumentParser
import Foundation
import Hub
import Replica

/// What a shell offers for a value, read from the replica that the line so far names.
///
/// Where there is no replica, or it cannot be read, nothing is offered: a key press is no place for an error.
extension CompletionKind {
    /// The tickets that were active last, by number or handle.
    static let tickets = replica { store, prefix in
        let page = try store.tickets(Query(), in: try store.searchContext(.now), limit: 200, after: nil)
        return page.rows.map { row in
            prefix.hasPrefix("~") ? row.summary.handle : row.summary.number.map(String.init) ?? row.summary.handle
        }
    }

    /// Queues that the replica knows.
    static let queues = replica { store, _ in try store.queues() }

    /// Who can own a ticket. A name in several words would fall apart on the line, so its owner's identifier stands for
    /// it.
    static let owners = replica { store, _ in
        let members = try store.members().map { member in
            member.name.flatMap { $0.contains { !$0.isLetter && !$0.isNumber } ? nil : $0 } ?? member.id.description
        }
        return ["me", "none"] + members
    }

    /// Articles, by the identifier that lists show.
    static let articles = replica { store, _ in try store.articles().map(\.id.description) }

    /// Guidance packs, by the identifier that lists show.
    static let packs = replica { store, _ in try store.guidancePacks().map(\.id.description) }

    /// Settings that are set or can be.
    static let settings = replica { store, _ in
        let known = SettingDefinition.all.map(\.pattern).filter { !$0.contains("*") }
        let set = try SettingsSection.allCases.flatMap { try store.settings($0).settings.values.keys }
        return Set(known).union(set).sorted()
    }

    private static func replica(
        _ values: @escaping @Sendable (ReplicaStore, _ prefix: String) throws -> [String]
    ) -> CompletionKind {
        .custom { words, _, prefix in
            guard let store = try? folder(of: words).open(), let found = try? values(store, prefix) else { return [] }
            // The shell shows them as they are.
            return found.filter { $0.hasPrefix(prefix) && Plain.line($0) == $0 }
        }
    }

    /// The folder that `--data` names on the line, else the standard one.
    private static func folder(of words: [String]) -> ReplicaFolder {
        if let option = words.lastIndex(of: "--data"), words.indices.contains(option + 1) {
            return ReplicaFolder(path: words[option + 1])
        }
        return .standard(environment: ProcessInfo.processInfo.environment)
    }
}
