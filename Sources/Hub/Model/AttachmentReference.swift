/// An attachment by reference: the file itself is a blob that is fetched on its own.
public struct AttachmentReference: Hashable, Sendable, Codable {
    /// The blob's hash, in lower-case hexadecimal.
    public let blob: String
    /// The file's name as its sender gave it.
    public let name: String
    /// The media type as declared, such as `image/png`.
    public let mediaType: String
    /// The size in bytes.
    public let byteCount: Int64

    /// The largest file that a message carries, in bytes.
    public static let byteCountMax: Int64 = 25_000_000
    /// The most files of one message.
    public static let countMax = 10

    /// Refers to a blob.
    public init(blob: String, name: String, mediaType: String, byteCount: Int64) {
        self.blob = blob
        self.name = name
        self.mediaType = mediaType
        self.byteCount = byteCount
    }

    /// The form in a message's set `attachments`: `<blob> <byte count> <media type> <name>`.
    var stored: String {
        "\(CompoundString.word(blob)) \(byteCount) \(CompoundString.word(mediaType)) \(name)"
    }

    /// Reads the stored form; nil when it is something else.
    init?(stored: String) {
        guard let parts = CompoundString.parts(stored, count: 4), let size = Int64(parts[1]), size >= 0 else {
            return nil
        }
        self.init(blob: parts[0], name: parts[3], mediaType: parts[2], byteCount: size)
    }

    enum CodingKeys: String, CodingKey {
        case blob, name
        case mediaType = "media_type"
        case byteCount = "byte_count"
    }
}
