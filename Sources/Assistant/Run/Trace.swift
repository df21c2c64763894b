public import Hub

/// How a run came to its decision: enough to explain it, to repeat it and to compare it with another.
///
/// It holds the customer's question; whoever stores it erases it with the ticket.
public struct Trace: Hashable, Sendable, Codable {
    /// The run.
    public var run: Identifier
    /// The ticket.
    public var ticket: Identifier
    /// The revision that was read.
    public var revision: [String]
    /// The channel.
    public var channel: String
    /// The hash of the stack.
    public var stack: String
    /// The policy in force.
    public var policy: AssistantStack.Policy
    /// The question as it was searched for; nil when a gate was closed.
    public var question: Question?
    /// What kinds of secrets were hidden in the question; nil when there were none.
    public var hiddenSecrets: [SecretKind]?
    /// What the fixed lists made of the turn; nil when a gate was closed.
    public var reading: TurnReading?
    /// The part of the question that was searched for; nil when nothing was.
    public var focus: QuestionFocus?
    /// The language that content was filtered by, as BCP 47; nil when nothing says which.
    public var language: String?
    /// The rules that were tried, strongest first, and whether each fired.
    public var rules: [RuleResult] = []
    /// What was found, best first.
    public var candidates: [Candidate] = []
    /// What took no part, and why: the first `exclusionCountMax` in the order of the library.
    public var exclusions: [ExcludedItem] = []
    /// How many took no part.
    public var excludedCount = 0
    /// The version of the model of confidence, the evidence, and the probability; nil when nothing was searched for.
    public var confidence: Confidence?
    /// The checks of the answer.
    public var checks: [Check] = []
    /// The decision.
    public var decision: Decision

    /// The trace of a run that decided without searching for anything.
    ///
    /// - Parameter stack: The hash of the stack; empty where there was none.
    public init(
        run: Identifier, _ request: AssistantRequest, stack: String = "", policy: AssistantStack.Policy,
        decision: Decision
    ) {
        self.run = run
        ticket = request.ticket
        revision = request.revision
        channel = request.channel
        self.stack = stack
        self.policy = policy
        self.decision = decision
    }

    /// How many exclusions a trace lists, so that a large library with many audiences does not fill every trace.
    public static let exclusionCountMax = 200

    /// A rule and what became of it.
    public struct RuleResult: Hashable, Sendable, Codable {
        /// The rule and its version.
        public let rule: ContentReference
        /// What it does.
        public let kind: GuidanceRule.Kind
        /// Whether it fired.
        public let fired: Bool
    }

    /// An article that was found.
    public struct Candidate: Hashable, Sendable, Codable {
        /// The article and its version.
        public let source: ContentReference
        /// The weighed sum.
        public let score: Float
        /// What each kind of evidence scored.
        public let evidence: Ranking.Evidence
    }

    /// An item that took no part.
    public struct ExcludedItem: Hashable, Sendable, Codable {
        /// The item and its version.
        public let source: ContentReference
        /// Why.
        public let reason: Exclusion
    }

    /// How sure the run was.
    public struct Confidence: Hashable, Sendable, Codable {
        /// The version of the model.
        public let model: String
        /// The evidence.
        public let features: ConfidenceFeatures
        /// The probability that the best candidate is right, 0…1.
        public let probability: Double
        /// What the thresholds make of it.
        public let outcome: AnswerOutcome
    }

    /// A check of an answer.
    public struct Check: Hashable, Sendable, Codable {
        /// What is checked.
        public enum Name: String, Hashable, Sendable, Codable, CaseIterable {
            /// The cited article is one that the customer may see.
            case citationExists = "citation_exists"
            /// Every sentence stands in the cited article.
            case citationSupports = "citation_supports"
            /// No rule forbids what the answer says.
            case nothingForbidden = "nothing_forbidden"
        }

        /// The check.
        public let name: Name
        /// Whether it passed.
        public let passed: Bool
    }
}
