public import CRDT
public import Hub

/// A field that people set to different values at the same time: one holds, the others are here.
public struct Conflict: Hashable, Sendable {
    /// A value that did not come through.
    public struct Loser: Hashable, Sendable {
        /// The value.
        public let value: Value
        /// Who wrote it; nil when nothing says so.
        public let author: Author?
        /// When; nil when nothing says so.
        public let occurred: Instant?
    }

    /// The field's name in the document; `message <id>` for the words of a message.
    public let field: String
    /// The value that holds.
    public let current: Value
    /// The others, best first.
    public let losers: [Loser]
}

extension Conflict {
    /// The fields of a document that were written concurrently and not since.
    static func all(in document: Document, _ metadata: [ChangeReference: ChangeMetadata]) -> [Conflict] {
        document.root.keys.sorted().compactMap { key in
            conflict(key, document.root.values(key), metadata)
        }
    }

    /// The words of messages that were edited concurrently and not since.
    static func all(
        inMessagesOf document: Document, _ metadata: [ChangeReference: ChangeMetadata]
    ) -> [Conflict] {
        document.records("messages").records.compactMap { record in
            conflict("message \(record.id)", record.editable.values("body"), metadata)
        }
    }

    private static func conflict(
        _ field: String, _ entries: [RegisterEntry], _ metadata: [ChangeReference: ChangeMetadata]
    ) -> Conflict? {
        guard let current = entries.first else { return nil }
        let losers = entries.dropFirst().filter { $0.value != current.value }.map { entry in
            let facts = metadata[entry.id.change]
            return Loser(value: entry.value, author: facts?.author, occurred: facts?.occurred)
        }
        return losers.isEmpty ? nil : Conflict(field: field, current: current.value, losers: losers)
    }
}
