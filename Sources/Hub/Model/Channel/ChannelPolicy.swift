/// What a workspace's settings say about one channel; what nobody set has its standard.
public struct ChannelPolicy: Hashable, Sendable {
    /// Whether new conversations are taken.
    public let takesConversations: Bool
    /// Whether messages come in.
    public let takesMessages: Bool
    /// Whether files are mirrored.
    public let takesFiles: Bool
    /// Whether reactions are mirrored.
    public let takesReactions: Bool
    /// Whether people's replies go out.
    public let sendsPeople: Bool
    /// Whether the AI's replies go out.
    public let sendsAssistant: Bool
    /// The queue that new tickets are placed in.
    public let queue: String
    /// How urgent new tickets are.
    public let priority: Priority
    /// Whether the AI is on for new tickets.
    public let assistance: TicketDraft.Assistance
    /// For how many seconds after resolving a customer's message reopens the ticket.
    public let reopenSeconds: Int64

    /// Reads what concerns one channel from the sections of channels and of the assistant.
    public init(of channel: String, channels: Settings, assistant: Settings) {
        func isOn(_ name: String) -> Bool { channels["channel.\(channel).\(name)"].bool ?? true }
        takesConversations = isOn("on")
        takesMessages = isOn("ingest")
        takesFiles = isOn("files")
        takesReactions = isOn("reactions")
        sendsPeople = isOn("human_replies")
        sendsAssistant = isOn("ai_replies")
        queue = channels["channel.\(channel).queue"].string ?? "general"
        priority = channels["channel.\(channel).priority"].string.flatMap(Priority.init(name:)) ?? .normal
        let hasAssistant =
            assistant["assistant.on"].bool ?? true && assistant["assistant.channel.\(channel).on"].bool ?? true
        assistance = TicketDraft.Assistance(isOn: hasAssistant, reason: hasAssistant ? nil : "channel_ai_off")
        reopenSeconds = MetricRules(assistant: assistant, channels: channels).reopenSeconds(onChannel: channel)
    }
}
