internal import CRDT
public import Hub

/// Everything that a run's result depends on besides the ticket: content and guidance at their versions, the model of
/// confidence, and the channel's switches. Made once, used for many runs.
public struct AssistantStack: Sendable {
    /// The library.
    public let index: LibraryIndex
    /// The guidance.
    public let guidance: Guidance
    /// The weights of the kinds of evidence.
    public let weights: RetrievalWeights
    /// What says how probable an answer is right.
    public let model: ConfidenceModel
    /// Whether there is anything that the assistant may answer from.
    public let hasContent: Bool
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
        hasContent = index.items.contains { $0.isOn && $0.isPublished }
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
