package import Hub

/// What choices are made of: people, queues, saved filters, texts.
package struct Choices: Hashable, Sendable {
    /// A member of the team.
    package struct Member: Hashable, Sendable {
        /// The user.
        package let id: String
        /// The name, else the end of the identifier.
        package let name: String

        /// Names a member.
        package init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }

    /// A saved filter.
    package struct SavedFilter: Hashable, Sendable {
        /// The preset.
        package let id: Identifier
        /// Its name.
        package let name: String
        /// What it finds.
        package let query: String
        /// Whether the team has it, too.
        package let isShared: Bool

        /// Describes a preset.
        package init(id: Identifier, name: String, query: String, isShared: Bool) {
            self.id = id
            self.name = name
            self.query = query
            self.isShared = isShared
        }
    }

    /// A text of the library that is only quoted.
    package struct Snippet: Hashable, Sendable {
        /// Its title.
        package let title: String
        /// Its words.
        package let body: String

        /// Describes a snippet.
        package init(title: String, body: String) {
            self.title = title
            self.body = body
        }
    }

    /// The members, by name.
    package var members: [Member] = []
    /// The queues.
    package var queues: [String] = []
    /// The saved filters.
    package var presets: [SavedFilter] = []
    /// The snippets.
    package var snippets: [Snippet] = []
    /// The titles of articles and the names of guidance packs, by identifier.
    package var titles: [String: String] = [:]
    /// What channels can do; those without a record are not listed.
    package var capabilities: [String: ChannelCapabilities] = [:]

    /// Knows nobody and nothing.
    package init() {}

    /// The name of a member; nil when nobody has the identifier.
    package func name(of user: String) -> String? { members.first { $0.id == user }?.name }
}
