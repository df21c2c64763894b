import Testing

@testable import Assistant

@Suite struct ConfidenceTests {
    @Test func `more confidence never leads to less`() {
        let thresholds = OutcomeThresholds(answer: 0.7, offer: 0.3)
        let order: [AnswerOutcome] = [.handOver, .offer, .answer]
        let steps = stride(from: 0.0, through: 1, by: 0.01).map {
            order.firstIndex(of: thresholds.outcome(at: $0)) ?? -1
        }
        #expect(steps == steps.sorted())
        #expect(Set(steps) == [0, 1, 2])
        #expect(thresholds.outcome(at: 0.7) == .answer)
        #expect(thresholds.outcome(at: 0.3) == .offer)
        #expect(OutcomeThresholds(answer: 0.2, offer: 0.9).offer == 0.2)
        #expect(OutcomeThresholds(answer: 7).outcome(at: 1) == .answer)
    }

    @Test func `the shipped weights trust a question in an article's own words more than one beside it`() throws {
        let view = LibraryView(LibraryIndex(try Library.shop()), for: Library.reader())
        func confidence(_ text: String) -> Double {
            let ranking = Ranking(Question(text: text), in: view)
            return ConfidenceModel.standard.probability(ConfidenceFeatures(ranking, in: view))
        }
        let (exact, near, beside) = (
            confidence("Charging the battery"), confidence("battery of my phone"), confidence("Do you sell boats?")
        )
        #expect(exact > 0.7)
        #expect(exact > near && near > beside)
        #expect(beside < 0.1)
    }

    @Test func `a fit finds the weights that made the labels`() throws {
        // Labels as likely as the model says, each vector with as many of both as that means.
        let truth = LogisticModel(intercept: -1, weights: [2, -3])
        let vectors = [[0.0, 0], [1, 0], [0, 1], [1, 1], [0.5, 0.2]]
        let examples = vectors.flatMap { vector -> [LogisticModel.Example] in
            let probability = truth.probability(vector)
            return [
                LogisticModel.Example(features: vector, isRight: true, group: 0, weight: 1000 * probability),
                LogisticModel.Example(features: vector, isRight: false, group: 0, weight: 1000 * (1 - probability)),
            ]
        }
        let fitted = try #require(LogisticModel.fit(examples, ridge: 1e-6))
        #expect(abs(fitted.intercept - truth.intercept) < 0.01)
        for (left, right) in zip(fitted.weights, truth.weights) { #expect(abs(left - right) < 0.01) }
    }

    @Test func `what tells companies apart is not taken for what tells right from wrong`() throws {
        // In each company the feature says nothing; across companies it goes with being right.
        func weight(ofGroups groups: [Int]) throws -> Double {
            let companies = [(groups[0], 0.0, 0.2), (groups[1], 1.0, 0.8)]
            let across = companies.flatMap { group, feature, rate in
                [true, false].map { isRight in
                    LogisticModel.Example(
                        features: [feature], isRight: isRight, group: group, weight: 500 * (isRight ? rate : 1 - rate))
                }
            }
            let within = [0.0, 1].flatMap { feature in
                [true, false].map {
                    LogisticModel.Example(features: [feature], isRight: $0, group: groups[0], weight: 100)
                }
            }
            return try #require(LogisticModel.fit(across + within, ridge: 6)).weights[0]
        }
        #expect(try weight(ofGroups: [0, 1]) < weight(ofGroups: [0, 0]) / 2)
    }

    @Test func `nothing is fitted on labels of one kind`() {
        let verdict = ConfidenceModel.Verdict(features: ConfidenceFeatures(), isRight: true)
        #expect(ConfidenceModel.fit([[verdict]], version: "v") == nil)
        #expect(ConfidenceModel.fit([], version: "v") == nil)
    }
}
