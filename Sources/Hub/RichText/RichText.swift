/// The text of a message or an article, free of any one notation: blocks that hold runs of styled text.
///
/// Every channel's notation is read into this form and written from it. Read from Markdown and written back, a value
/// in its normal form (`normalized`) is the same value.
public struct RichText: Hashable, Sendable {
    /// The blocks in reading order.
    public var blocks: [Block]

    /// How deep quotes and lists may nest; what lies deeper moves up into the last level.
    public static let depthMax = 16

    /// Takes blocks as they are.
    public init(blocks: [Block] = []) { self.blocks = blocks }

    /// True when there is nothing to read.
    public var isEmpty: Bool { blocks.isEmpty }

    /// A part of a text that stands on lines of its own.
    public indirect enum Block: Hashable, Sendable {
        /// Running text.
        case paragraph([Inline])
        /// A heading of level 1…6.
        case heading(level: Int, [Inline])
        /// Items, counted or not.
        case list(List)
        /// What somebody else said.
        case quote([Block])
        /// Verbatim lines without the final line end, and the language they are written in.
        case code(language: String?, text: String)
        /// A line across.
        case rule
    }

    /// Items one below the other.
    public struct List: Hashable, Sendable {
        /// The number of the first item, 0…999,999,999; nil for bullets.
        public var start: Int?
        /// The items; each holds blocks, and may hold none.
        public var items: [[Block]]

        /// Assembles a list.
        public init(start: Int? = nil, items: [[Block]]) {
            self.start = start
            self.items = items
        }
    }

    /// A run of text in one style.
    public struct Inline: Hashable, Sendable {
        /// What is shown.
        public var content: Content
        /// How it is shown.
        public var style: Style
        /// Where it leads; neighbours with one destination are one link.
        public var link: Link?

        /// Assembles a run.
        public init(_ content: Content, style: Style = [], link: Link? = nil) {
            self.content = content
            self.style = style
            self.link = link
        }

        /// A run of plain text.
        public static func text(_ text: String, style: Style = [], link: Link? = nil) -> Inline {
            Inline(.text(text), style: style, link: link)
        }
    }

    /// What a run shows.
    public enum Content: Hashable, Sendable {
        /// Words; emoji stand as themselves or as `:shortcode:`.
        case text(String)
        /// Verbatim text within a line.
        case code(String)
        /// Somebody who is called by name; the identifier decides who, the name is what was shown.
        case mention(user: String, name: String)
        /// The end of a line within a block.
        case lineBreak
    }

    /// How a run is shown.
    public struct Style: OptionSet, Hashable, Sendable {
        /// The bits.
        public let rawValue: UInt8

        /// Takes the bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Important.
        public static let strong = Style(rawValue: 1)
        /// Stressed.
        public static let emphasis = Style(rawValue: 2)
        /// No longer valid.
        public static let strikethrough = Style(rawValue: 4)
    }
}

extension RichText {
    /// The users whom the text mentions, each once, in the order of their first mention.
    public var mentions: [String] {
        var seen: Set<String> = []
        var users: [String] = []
        Self.forEachInline(in: blocks) { inline in
            if case .mention(let user, _) = inline.content, seen.insert(user).inserted { users.append(user) }
        }
        return users
    }

    private static func forEachInline(in blocks: [Block], _ body: (Inline) -> Void) {
        for block in blocks {
            switch block {
            case .paragraph(let inlines), .heading(_, let inlines): inlines.forEach(body)
            case .list(let list): list.items.forEach { forEachInline(in: $0, body) }
            case .quote(let blocks): forEachInline(in: blocks, body)
            case .code, .rule: break
            }
        }
    }
}
