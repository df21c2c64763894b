/// Where a discussion is shown: the same thread can stand under many things, live in all of them.
///
/// Access is checked on the discussion, so a link never widens it; unlinking deletes nothing.
public struct DiscussionLink: Hashable, Sendable, Codable {
    /// What a discussion can stand under.
    public enum Scope: String, Hashable, Sendable, Codable, CaseIterable {
        case ticket, recording, insight, article
    }

    /// The kind of thing.
    public let scope: Scope
    /// Its id.
    public let id: String
    /// What the discussion is for it, such as `thread` or `review`.
    public let role: String

    /// Links to a thing.
    public init(scope: Scope, id: String, role: String) {
        self.scope = scope
        self.id = id
        self.role = role
    }

    /// The form in the set: `<scope> <id> <role>`.
    var stored: String { "\(scope.rawValue) \(CompoundString.word(id)) \(role)" }

    /// Reads the stored form; nil when it is something else.
    init?(stored: String) {
        guard let parts = CompoundString.parts(stored, count: 3), let scope = Scope(rawValue: parts[0]) else {
            return nil
        }
        self.init(scope: scope, id: parts[1], role: parts[2])
    }
}
