import Foundation
import Hub
import TestSupport
import Testing

@testable import Assistant

@Suite struct RefitTests {
    /// Verdicts of a company whose answers are right where a rule says so.
    private static func verdicts(
        _ count: Int, from first: Int = 0, isRight: (ConfidenceFeatures, Int) -> Bool
    ) -> [RunVerdict] {
        (first..<first + count).map { number in
            var features = ConfidenceFeatures()
            features.documentCoverage = Double(number * 37 % 100) / 100
            features.titleEcho = Double(number * 61 % 100) / 100
            features.gramCosine = Double(number * 17 % 100) / 100
            features.dominance = Double(number * 83 % 100) / 100
            return RunVerdict(
                run: Identifier(high: UInt64(number) << 16, low: 0), isRight: isRight(features, number),
                source: .teammate, features: features)
        }
    }

    @Test func `until there are ten of each kind the weights are those shipped`() {
        let few = Self.verdicts(209) { _, number in number >= 9 }
        #expect(ConfidenceModel.standard.refitted(on: few) == .standard)
        #expect(ConfidenceModel.standard.refitted(on: Self.verdicts(300) { _, _ in true }) == .standard)
        let enough = Self.verdicts(210) { _, number in number >= 10 }
        #expect(ConfidenceModel.standard.refitted(on: enough).version.hasPrefix("refit-210-"))
    }

    @Test func `the same verdicts in any order give the same weights and the same name`() {
        let verdicts = Self.verdicts(60) { $0.titleEcho > 0.5 || $1.isMultiple(of: 7) }
        let model = ConfidenceModel.standard.refitted(on: verdicts)
        #expect(model == ConfidenceModel.standard.refitted(on: verdicts.reversed()))
        var other = verdicts
        other[0] = RunVerdict(
            run: other[0].run, isRight: !other[0].isRight, source: .teammate, features: other[0].features)
        #expect(ConfidenceModel.standard.refitted(on: other).version != model.version)
    }

    @Test func `verdicts say what the shipped weights could not know, the more the better`() throws {
        let asked = Self.verdicts(400, from: 5000) { features, _ in features.titleEcho > 0.4 }
        func order(_ model: ConfidenceModel) throws -> Double {
            try #require(RiskFigures.area(asked.map { model.probability($0.features) }, asked.map(\.isRight)))
        }
        func error(_ model: ConfidenceModel) -> Double {
            RiskFigures.calibrationError(asked.map { model.probability($0.features) }, asked.map(\.isRight))
        }
        let models = [0, 40, 400].map { count in
            ConfidenceModel.standard.refitted(on: Self.verdicts(count) { features, _ in features.titleEcho > 0.4 })
        }
        #expect(try order(models[0]) < order(models[1]))
        #expect(try order(models[1]) < order(models[2]))
        #expect(error(models[2]) < error(models[0]))
    }

    @Test func `a few verdicts move the weights a little`() {
        let right = Self.verdicts(10) { _, _ in true }
        let wrong = Self.verdicts(10, from: 10) { _, _ in false }
        let model = ConfidenceModel.standard.refitted(on: right + wrong)
        let shipped = ConfidenceModel.standard.regression
        #expect(model != .standard)
        for (after, before) in zip(model.regression.weights, shipped.weights) { #expect(abs(after - before) < 1) }
    }

    @Test func `the oldest verdicts are forgotten`() {
        let old = Self.verdicts(500) { _, number in number.isMultiple(of: 2) }
        let new = Self.verdicts(ConfidenceModel.refitCountMax, from: 500) { features, _ in features.dominance > 0.5 }
        let model = ConfidenceModel.standard.refitted(on: new)
        #expect(ConfidenceModel.standard.refitted(on: old + new) == model)
    }
}
