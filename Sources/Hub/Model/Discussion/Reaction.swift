/// An emoji that somebody put on a message.
public struct Reaction: Hashable, Sendable {
    /// The emoji, or its short code.
    public let emoji: String
    /// Who put it.
    public let author: Author

    /// Names a reaction.
    public init(emoji: String, author: Author) {
        self.emoji = emoji
        self.author = author
    }

    /// The form in the set: `<emoji> <kind> <id>`.
    var stored: String { "\(CompoundString.word(emoji)) \(author.stored)" }

    /// Reads the stored form; nil when it is something else.
    init?(stored: String) {
        guard let parts = CompoundString.parts(stored, count: 2), let author = Author(stored: parts[1]) else {
            return nil
        }
        self.init(emoji: parts[0], author: author)
    }
}
