/// What the files themselves cannot tell an import.
public struct ImportOptions: Hashable, Sendable {
    /// Mail addresses of the team (`help@shop.example`) and whole domains (`@shop.example`); in any case of letters.
    ///
    /// Without them a mail's author counts as a teammate when the thread's first mail went to that address, or to
    /// another one of its domain.
    public var teamAddresses: [String]
    /// The channel's kind of conversations from shared rooms.
    public var roomChannel: String
    /// The channel's kind of transcripts of an AI agent.
    public var transcriptChannel: String
    /// Records above this size are skipped, in bytes.
    public var recordBytesMax: Int

    /// Takes what differs from the usual.
    public init(
        teamAddresses: [String] = [], roomChannel: String = "slack", transcriptChannel: String = "api",
        recordBytesMax: Int = 16 << 20
    ) {
        self.teamAddresses = teamAddresses
        self.roomChannel = roomChannel
        self.transcriptChannel = transcriptChannel
        self.recordBytesMax = recordBytesMax
    }
}
