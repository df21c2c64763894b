public import Hub

/// What somebody said about one run of the assistant: that the article which it found first was the right one, or not.
///
/// Only what somebody said counts. Silence, a resolution and a hand-off are no verdicts: customers leave for many reasons,
/// and who counts silence as praise learns to be sure.
public struct RunVerdict: Hashable, Sendable {
    /// Who said it, those first whose word goes before that of the others.
    public enum Source: String, Hashable, Sendable, Codable, CaseIterable {
        /// A teammate judged what the assistant said.
        case teammate
        /// A teammate answered with an article, that one or another.
        case article
        /// The customer said yes or no to the answer.
        case customer
        /// The customer put a thumb on the answer.
        case reaction
    }

    /// The run.
    public let run: Identifier
    /// Whether its first article was right.
    public let isRight: Bool
    /// Who said so.
    public let source: Source
    /// The evidence that the run had, as its trace keeps it.
    public let features: ConfidenceFeatures

    /// Records a verdict.
    public init(run: Identifier, isRight: Bool, source: Source, features: ConfidenceFeatures) {
        self.run = run
        self.isRight = isRight
        self.source = source
        self.features = features
    }
}
