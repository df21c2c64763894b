/// A file that came with a message.
public struct ImportedAttachment: Hashable, Sendable {
    /// The file's name without any folder; nil when the source gives none.
    public var name: String?
    /// The media type, lowercased, as the source claims it.
    public var mediaType: String
    /// The content id by which HTML refers to it, without angle brackets.
    public var contentID: String?
    /// True when it is meant to be shown within the text.
    public var isInline: Bool
    /// The content.
    public var bytes: [UInt8]

    /// Assembles an attachment.
    public init(name: String?, mediaType: String, contentID: String? = nil, isInline: Bool = false, bytes: [UInt8]) {
        self.name = name
        self.mediaType = mediaType
        self.contentID = contentID
        self.isInline = isInline
        self.bytes = bytes
    }
}
