/// Who did something, as the hub's figures tell them apart.
public struct Author: Hashable, Sendable, Codable {
    /// The kinds that decide what an action means for clocks and outcomes.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The customer, or somebody who writes on the customer's side.
        case customer
        /// A person of the team.
        case teammate
        /// The AI assistant.
        case ai
        /// The hub itself: deadlines, imports, channel notices.
        case system
        /// A rule or integration that a teammate set up.
        case automation
        /// A participant that is neither customer nor teammate; stops no clock.
        case observer
    }

    /// The kind.
    public let kind: Kind
    /// A stable name of the author within its kind: a user id, a person id, an outside id.
    public let id: String

    /// Names an author.
    public init(kind: Kind, id: String) {
        self.kind = kind
        self.id = id
    }

    /// The workspace's own assistant. The name is no identifier, so that no imported author can have it.
    public static let assistant = Author(kind: .ai, id: "assistant")
}
