/// Where a recording of the customer's session shows what the ticket is about.
public struct RecordingLink: Hashable, Sendable, Codable {
    /// The service that holds the recording.
    public let provider: String
    /// The address to open.
    public let url: String
    /// Where to start, in milliseconds from the recording's beginning.
    public let startOffsetMilliseconds: Int64

    /// Links a recording; a negative offset counts as zero.
    public init(provider: String, url: String, startOffsetMilliseconds: Int64 = 0) {
        self.provider = provider
        self.url = url
        self.startOffsetMilliseconds = max(0, startOffsetMilliseconds)
    }

    /// The form in the register: `<provider> <offset> <url>`; one register, so that concurrent links never mix.
    var stored: String { "\(CompoundString.word(provider)) \(startOffsetMilliseconds) \(url)" }

    /// Reads the stored form; nil when it is something else.
    init?(stored: String) {
        guard let parts = CompoundString.parts(stored, count: 3), let offset = Int64(parts[1]) else { return nil }
        self.init(provider: parts[0], url: parts[2], startOffsetMilliseconds: offset)
    }

    enum CodingKeys: String, CodingKey {
        case provider, url
        case startOffsetMilliseconds = "start_offset_ms"
    }
}
