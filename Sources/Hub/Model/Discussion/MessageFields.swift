internal import CRDT

/// The facts in a message record's immutable fields, readable even where the words were erased.
struct MessageFields {
    /// The author; the id is empty when it was erased, the whole is nil when the record names nobody.
    var author: Author?
    var role = Event.MessageRole.message
    var isAutomatic = false
    var sent: Instant?

    /// Reads the fields of a record. Linear in their number; of several authors the first kind by name counts, so that
    /// a malformed record reads the same everywhere.
    init(_ fields: [String: Value]) {
        var authorKey = "", roleKey = ""
        for (key, value) in fields {
            if key == DiscussionKey.sent {
                sent = value.instant
            } else if key == DiscussionKey.automatic {
                isAutomatic = true
            } else if key.utf8.starts(with: DiscussionKey.authorPrefix.utf8) {
                guard author == nil || key < authorKey else { continue }
                guard let kind = Self.kinds[key] else { continue }
                authorKey = key
                author = Author(kind: kind, id: value.string ?? "")
            } else if key.utf8.starts(with: DiscussionKey.rolePrefix.utf8) {
                guard roleKey.isEmpty || key < roleKey else { continue }
                guard let named = Self.roles[key] else { continue }
                roleKey = key
                role = named
            }
        }
    }

    private static let kinds = Dictionary(
        uniqueKeysWithValues: Author.Kind.allCases.map { (DiscussionKey.authorPrefix + $0.rawValue, $0) }
    )
    private static let roles = Dictionary(
        uniqueKeysWithValues: Event.MessageRole.allCases.map { (DiscussionKey.rolePrefix + $0.rawValue, $0) }
    )
}
