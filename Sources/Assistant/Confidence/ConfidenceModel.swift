/// Says how probable it is that the best candidate of a ranking is right.
public struct ConfidenceModel: Hashable, Sendable, Codable {
    /// The name of these weights, for traces.
    public let version: String
    /// The weights of the features.
    public let regression: LogisticModel

    /// Names weights.
    public init(version: String, regression: LogisticModel) {
        self.version = version
        self.regression = regression
    }

    /// The probability, 0…1, that a reviewer accepts the best candidate.
    public func probability(_ features: ConfidenceFeatures) -> Double { regression.probability(features.vector) }

    /// What was seen of one answer: the evidence, and whether it was right.
    public struct Verdict: Hashable, Sendable {
        /// The evidence.
        public let features: ConfidenceFeatures
        /// Whether the best candidate was right.
        public let isRight: Bool

        /// Records a verdict.
        public init(features: ConfidenceFeatures, isRight: Bool) {
            self.features = features
            self.isRight = isRight
        }
    }

    /// Fits weights on the verdicts of several companies, each of which counts the same however many it has.
    ///
    /// - Returns: nil when the verdicts are all right or all wrong.
    /// - Complexity: O(verdicts).
    public static func fit(_ companies: [[Verdict]], version: String) -> ConfidenceModel? {
        let examples = companies.enumerated().flatMap { group, verdicts in
            verdicts.map { verdict in
                LogisticModel.Example(
                    features: verdict.features.vector, isRight: verdict.isRight, group: group,
                    weight: companyWeight / Double(verdicts.count))
            }
        }
        return LogisticModel.fit(examples, ridge: ridge).map { ConfidenceModel(version: version, regression: $0) }
    }

    /// For how many verdicts a company counts, against which the ridge is measured.
    private static let companyWeight = 500.0
    private static let ridge = 6.0
}
