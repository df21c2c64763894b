import CRDT
import Hub

/// What a channel may bring in at once.
public enum InboundLimits {
    /// The longest id of a conversation, message or author, in bytes of UTF-8.
    public static let idByteCountMax = 512
    /// The longest message, in bytes of its canonical Markdown form.
    public static let bodyByteCountMax = 256 * 1024
    /// The longest emoji or short code, in bytes of UTF-8.
    public static let emojiByteCountMax = 64
    /// The most reactions that a channel may put on one message.
    public static let reactionCountMax = 50
    /// The most files of a message.
    public static let fileCountMax = 20
    /// The longest name, subject or trait, in scalars; what is longer is cut off.
    public static let lineScalarCountMax = 200
    /// The most traits or fields of a kind; those after them are left out.
    public static let traitCountMax = 50
}

extension InboundMessage {
    /// The message as it may enter the log: within limits, names on one line, without control characters and mentions.
    ///
    /// - Throws: `InboundRefusal` when cutting off would change what it means.
    func checked(at now: Instant) throws(InboundRefusal) -> InboundMessage {
        var checked = self
        try Self.check(thread, "conversation")
        try Self.check(message, "message")
        try Self.check(author.id, "author")
        guard [.customer, .teammate, .observer, .automation].contains(author.kind) else {
            throw InboundRefusal(
                .malformed, "an author's kind is customer, teammate, observer or automation; say which one it is"
            )
        }
        checked.author.name = author.name.flatMap(Self.line)
        checked.author.email = author.email.flatMap(Self.line)
        checked.body = body.neutralised
        guard checked.body.markdown.utf8.count <= InboundLimits.bodyByteCountMax else {
            throw InboundRefusal(
                .tooLarge, "a message has at most \(InboundLimits.bodyByteCountMax) bytes of text; send it as a file"
            )
        }
        guard files.count <= InboundLimits.fileCountMax else {
            throw InboundRefusal(
                .tooLarge,
                "a message has at most \(InboundLimits.fileCountMax) files; send the others with a second one"
            )
        }
        if case .react(let emoji, _) = operation {
            let isWhole = (1...InboundLimits.emojiByteCountMax).contains(emoji.utf8.count)
            guard isWhole, Self.line(emoji) == emoji, !emoji.contains(" ") else {
                throw InboundRefusal(.malformed, "a reaction is one emoji, or a short code without spaces")
            }
        }
        precondition(files.allSatisfy { $0.source == nil }, "files are fetched before the inlet gets their message")
        guard !needsContent || !checked.body.isEmpty || !files.isEmpty else {
            throw InboundRefusal(.malformed, "a message has words or files; send what was written, or a deletion")
        }
        checked.files = files.map { file in
            var file = file
            file.name = Self.line(file.name) ?? "attachment"
            file.mediaType = Self.line(file.mediaType) ?? "application/octet-stream"
            return file
        }
        checked.sent = sent.map { min($0, now) }
        checked.context = context.checked
        return checked
    }

    private var needsContent: Bool {
        switch operation {
        case .create, .edit: true
        case .delete, .react: false
        }
    }

    private static func check(_ id: String, _ what: String) throws(InboundRefusal) {
        let isWhole = !id.isEmpty && id.utf8.count <= InboundLimits.idByteCountMax
        guard isWhole, id.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw InboundRefusal(
                .malformed,
                "the id of a \(what) has 1 to \(InboundLimits.idByteCountMax) bytes without control characters"
            )
        }
    }

    /// A text on one line and of bounded length; nil when nothing is left.
    static func line(_ text: String) -> String? {
        let scalars = text.unicodeScalars.lazy.map { $0.properties.isWhitespace ? " " : $0 }
            .filter { !$0.isObeyed }.prefix(InboundLimits.lineScalarCountMax)
        let line = String(String.UnicodeScalarView(scalars))
        return line.allSatisfy { $0 == " " } ? nil : line
    }
}

extension InboundMessage.Context {
    fileprivate var checked: InboundMessage.Context {
        var checked = self
        checked.subject = subject.flatMap(InboundMessage.line)
        checked.source.fields = Self.bounded(source.fields) { InboundMessage.line($0) }
        checked.claimed = Self.bounded(claimed, Self.scalar)
        checked.verified = Self.bounded(verified, Self.scalar)
        return checked
    }

    private static func scalar(_ value: Value) -> Value? {
        switch value {
        case .string(let text): InboundMessage.line(text).map(Value.string)
        case .bool, .integer, .double: value
        case .null, .bytes, .erased: nil
        }
    }

    private static func bounded<Trait>(_ traits: [String: Trait], _ bound: (Trait) -> Trait?) -> [String: Trait] {
        var result: [String: Trait] = [:]
        for (name, trait) in traits.sorted(by: { $0.key < $1.key }) where result.count < InboundLimits.traitCountMax {
            if let name = InboundMessage.line(name) { result[name] = bound(trait) }
        }
        return result
    }
}

extension RichText {
    /// The text without control characters, and with mentions as plain words: nobody outside calls a teammate.
    var neutralised: RichText { RichText(blocks: blocks.map(Self.neutralise)) }

    private static func neutralise(_ block: Block) -> Block {
        switch block {
        case .paragraph(let inlines): .paragraph(inlines.map(neutralise))
        case .heading(let level, let inlines): .heading(level: level, inlines.map(neutralise))
        case .list(let list): .list(List(start: list.start, items: list.items.map { $0.map(neutralise) }))
        case .quote(let blocks): .quote(blocks.map(neutralise))
        case .code(let language, let text):
            .code(language: language.map { clean($0) }, text: clean(text, keeping: ["\n", "\t"]))
        case .rule: .rule
        }
    }

    private static func neutralise(_ inline: Inline) -> Inline {
        var inline = inline
        switch inline.content {
        case .text(let text): inline.content = .text(clean(text, keeping: ["\t"]))
        case .code(let text): inline.content = .code(clean(text, keeping: ["\t"]))
        case .mention(_, let name): inline.content = .text("@" + clean(name))
        case .lineBreak: break
        }
        return inline
    }

    private static func clean(_ text: String, keeping kept: Set<Unicode.Scalar> = []) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.isObeyed || kept.contains($0) }))
    }
}

extension Unicode.Scalar {
    /// Whether a terminal or a reading direction would obey it: C0, C1, delete, and overrides of direction.
    fileprivate var isObeyed: Bool {
        switch value {
        case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
