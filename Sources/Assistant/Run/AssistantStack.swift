internal import CRDT
public import Hub

/// Everything that a run's result depends on besides the ticket: content and guidance at their versions, the model of
/// confidence, and the channel's switches. Made once, used for many runs.
public struct AssistantStack: Sendable {
    /// What an administrator decides for a channel.
    public struct Policy: Hashable, Sendable, Codable {
        /// The switch for all of the assistant.
        public var isOn: Bool
        /// The channel's switch.
        public var isChannelOn: Bool
        /// From which probability it answers or offers.
        public var thresholds: OutcomeThresholds
        /// After how many turns of the assistant people take over.
        public var turnCountMax: Int

        /// Assembles a policy.
        public init(
            isOn: Bool = true, isChannelOn: Bool = true, thresholds: OutcomeThresholds = OutcomeThresholds(),
            turnCountMax: Int = 8
        ) {
            self.isOn = isOn
            self.isChannelOn = isChannelOn
            self.thresholds = thresholds
            self.turnCountMax = turnCountMax
        }

        /// Reads the settings of a channel; what is not set has its standard.
        public init(_ settings: Settings, channel: String) {
            var policy = Policy()
            if case .bool(let isOn) = settings["assistant.on"] { policy.isOn = isOn }
            if case .bool(let isOn) = settings["assistant.channel.\(channel).on"] { policy.isChannelOn = isOn }
            if case .double(let threshold) = settings["assistant.channel.\(channel).threshold"] {
                policy.thresholds = OutcomeThresholds(answer: threshold)
            }
            self = policy
        }
    }

    /// The library.
    public let index: LibraryIndex
    /// The guidance.
    public let guidance: Guidance
    /// The weights of the kinds of evidence.
    public let weights: RetrievalWeights
    /// What says how probable an answer is right.
    public let model: ConfidenceModel
    /// A hash of all versions, weights and models; equal stacks have equal hashes.
    public let hash: String

    /// Assembles a stack. O(items + rules) on top of the index.
    public init(
        index: LibraryIndex, guidance: Guidance = .none, weights: RetrievalWeights = .standard,
        model: ConfidenceModel = .standard
    ) {
        self.index = index
        self.guidance = guidance
        self.weights = weights
        self.model = model
        var hash = FieldHash()
        for item in index.items {
            hash.add([
                item.reference.id, item.reference.version, item.isOn ? "on" : "off", item.isPublished ? "1" : "0",
            ])
        }
        hash.add([index.past.hash])
        for rule in guidance.rules { hash.add([rule.reference.id, rule.reference.version]) }
        hash.add([model.version, "\(model.regression)", "\(weights)"])
        self.hash = hash.text
    }
}
