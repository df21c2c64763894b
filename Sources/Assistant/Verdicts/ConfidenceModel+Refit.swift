import Hub

extension ConfidenceModel {
    /// From how many verdicts of each kind the weights follow them.
    public static let refitCountMin = 10
    /// How many verdicts count, the newest: an old one is about a library that is no more.
    public static let refitCountMax = 2000
    /// How firmly the old weights stand, in verdicts.
    private static let firmness = 1.0

    /// These weights, moved towards what was said about a company's own runs: the fewer verdicts, the less. They stay as
    /// they are until there are `refitCountMin` of right and of wrong.
    ///
    /// The same verdicts in any order give the same weights, under a version that names their number and a hash of them.
    ///
    /// - Complexity: O(verdicts).
    public func refitted(on verdicts: [RunVerdict]) -> ConfidenceModel {
        // A run's identifier begins with its time.
        let newest = verdicts.sorted { $0.run > $1.run }.prefix(Self.refitCountMax)
        let rightCount = newest.count(where: \.isRight)
        guard rightCount >= Self.refitCountMin, newest.count - rightCount >= Self.refitCountMin else { return self }
        var hash = FieldHash()
        hash.add([version])
        for verdict in newest { hash.add([verdict.run.description, verdict.isRight ? "right" : "wrong"]) }
        let regression = regression.refitted(
            on: newest.map { ($0.features.vector, $0.isRight) }, firmness: Self.firmness)
        return ConfidenceModel(version: "refit-\(newest.count)-\(hash.text)", regression: regression)
    }
}
