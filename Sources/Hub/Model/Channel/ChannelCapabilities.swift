public import CRDT

/// What a channel can do: the record that the composer obeys, offline too.
///
/// It stands in the settings of channels, so that every replica has it. A channel without a record, such as one that was
/// only ever imported, sets no limits.
public struct ChannelCapabilities: Hashable, Sendable, Codable {
    /// The notation that the channel shows.
    public enum Format: String, Hashable, Sendable, Codable, CaseIterable {
        /// Words without notation.
        case plain
        /// The canonical Markdown form.
        case markdown
    }

    /// Whether words can be changed after they were sent.
    public var edit: Bool
    /// Whether a message can be taken away after it was sent.
    public var delete: Bool
    /// Whether reactions are shown.
    public var react: Bool
    /// Whether it is shown that somebody is typing.
    public var typing: Bool
    /// The largest file that it takes, in bytes; 0: none.
    public var fileByteCountMax: Int64
    /// The longest message, in scalars of the form that is sent; nil: as long as messages get.
    public var scalarCountMax: Int64?
    /// The notation.
    public var format: Format
    /// Whether the channel drops a message that comes twice with one id. Without that, a message whose answer was lost
    /// is not sent again until a person asks for it.
    public var deduplicates: Bool

    /// Describes a channel.
    public init(
        edit: Bool, delete: Bool, react: Bool = false, typing: Bool = false, fileByteCountMax: Int64 = 0,
        scalarCountMax: Int64? = nil, format: Format = .markdown, deduplicates: Bool
    ) {
        self.edit = edit
        self.delete = delete
        self.react = react
        self.typing = typing
        self.fileByteCountMax = fileByteCountMax
        self.scalarCountMax = scalarCountMax
        self.format = format
        self.deduplicates = deduplicates
    }

    enum CodingKeys: String, CodingKey {
        case edit, delete, react, typing, format, deduplicates
        case fileByteCountMax = "file_byte_count_max"
        case scalarCountMax = "scalar_count_max"
    }

    /// Reads the record of a channel from the section `channels`; nil when it has none.
    public init?(of channel: String, in settings: Settings) {
        func value(_ name: String) -> Value { settings["channel.\(channel).\(name)"] }
        guard let format = value("format").string.flatMap(Format.init) else { return nil }
        self.init(
            edit: value("can_edit").bool ?? false, delete: value("can_delete").bool ?? false,
            react: value("can_react").bool ?? false, typing: value("can_type").bool ?? false,
            fileByteCountMax: value("file_bytes_max").integer ?? 0, scalarCountMax: value("length_max").integer,
            format: format, deduplicates: value("deduplicates").bool ?? false
        )
    }

    /// The record as settings; a channel that is removed has all of them taken back.
    private static func values(of capabilities: ChannelCapabilities?) -> [(name: String, value: Value)] {
        [
            ("can_edit", capabilities.map { .bool($0.edit) }), ("can_delete", capabilities.map { .bool($0.delete) }),
            ("can_react", capabilities.map { .bool($0.react) }), ("can_type", capabilities.map { .bool($0.typing) }),
            ("file_bytes_max", capabilities.map { .integer($0.fileByteCountMax) }),
            ("length_max", capabilities?.scalarCountMax.map(Value.integer)),
            ("format", capabilities.map { .string($0.format.rawValue) }),
            ("deduplicates", capabilities.map { .bool($0.deduplicates) }),
        ].map { ($0, $1 ?? .null) }
    }

    /// Writes a channel's record into the section `channels` where it differs; nil takes it away.
    ///
    /// - Throws: `invalid_value` when the channel's name cannot stand in a setting, or a limit is out of range.
    public static func record(
        _ capabilities: ChannelCapabilities?, of channel: String, in transaction: inout Transaction
    ) throws(HubError) {
        for (name, value) in values(of: capabilities) {
            let name = "channel.\(channel).\(name)"
            guard transaction.root.value(name) != value else { continue }
            try Settings.set(name, to: value, in: &transaction)
        }
    }
}

/// What a channel's record excludes, with a sentence for whoever writes.
public struct CapabilityProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stable names.
    public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        /// More characters than the channel takes.
        case tooLong = "too_long"
        /// A file larger than the channel takes.
        case fileTooLarge = "file_too_large"
        /// A file on a channel that takes none.
        case noFiles = "no_files"
        /// Other words for what was sent.
        case noEdits = "no_edits"
        /// Taking away what was sent.
        case noDeletions = "no_deletions"
        /// A reaction on a channel that shows none.
        case noReactions = "no_reactions"
    }

    /// The name of what is excluded.
    public var code: String { kind.rawValue }
    /// What is excluded.
    public let kind: Code
    /// What is wrong, and what to do.
    public let description: String

    init(_ kind: Code, _ description: String) {
        self.kind = kind
        self.description = description
    }
}

extension ChannelCapabilities {
    /// What the channel would not take of a message; nil when it takes it all.
    ///
    /// - Parameter text: The words in the channel's format.
    public func problem(with text: String, files: [AttachmentReference] = []) -> CapabilityProblem? {
        if let scalarCountMax {
            let count = text.unicodeScalars.count
            if count > scalarCountMax {
                return CapabilityProblem(
                    .tooLong,
                    "the channel takes at most \(scalarCountMax) characters and this has \(count); shorten it, or send "
                        + "it in parts"
                )
            }
        }
        guard let largest = files.map(\.byteCount).max() else { return nil }
        guard fileByteCountMax > 0 else {
            return CapabilityProblem(.noFiles, "the channel takes no files; send a link instead")
        }
        guard largest > fileByteCountMax else { return nil }
        return CapabilityProblem(
            .fileTooLarge,
            "the channel takes files of at most \(fileByteCountMax) bytes and one has \(largest); send a link instead"
        )
    }

    /// Why no reaction can be put on a message; nil when one can.
    public var problemWithReactions: CapabilityProblem? {
        react ? nil : CapabilityProblem(.noReactions, "the channel shows no reactions; write a message instead")
    }

    /// Why sent words cannot be changed, or a sent message be taken away; nil when they can.
    public func problem(withRevision isDeletion: Bool) -> CapabilityProblem? {
        if isDeletion {
            guard !delete else { return nil }
            return CapabilityProblem(
                .noDeletions, "the channel cannot take a message away; write another one that sets it right"
            )
        }
        guard !edit else { return nil }
        return CapabilityProblem(
            .noEdits, "the channel cannot change what was sent; write another message that sets it right"
        )
    }
}
