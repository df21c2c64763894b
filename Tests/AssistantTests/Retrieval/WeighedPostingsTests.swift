import Foundation
import Testing

@testable import Assistant

@Suite struct WeighedPostingsTests {
    /// Three units: terms 0 0 1, term 1, and terms 2 2 2 2; the last one may be hidden.
    private static let postings: Postings = {
        var builder = PostingsBuilder()
        for unit in [[0, 1, 0], [1], [2, 2, 2, 2]] as [[Int32]] { builder.add(unit) }
        return builder.finish(termCount: 3)
    }()
    private static let bm25 = WeighedPostings.Measure.bm25(saturation: 1, lengthShare: 0.5)

    private static func isNear(_ left: Float, _ right: Double) -> Bool { abs(Double(left) - right) < 1e-5 }

    @Test func `BM25 gives what the formula gives by hand`() {
        let weighed = WeighedPostings(Self.postings, measure: Self.bm25) { _ in true }
        let scores = weighed.scores([CountedTerm(number: 0, count: 1), CountedTerm(number: 1, count: 2)])
        // Lengths 3, 1 and 4, on average 8/3; term 0 is in one unit of three, term 1 in two.
        let (rare, common) = (log(1 + 2.5 / 1.5), log(1 + 1.5 / 2.5))
        let factors = [0.5 + 0.5 * 3 * 3 / 8, 0.5 + 0.5 * 3 / 8]
        #expect(Self.isNear(scores[0], rare * 2 * 2 / (2 + factors[0]) + 2 * common * 2 / (1 + factors[0])))
        #expect(Self.isNear(scores[1], 2 * common * 2 / (1 + factors[1])))
        #expect(scores[2] == 0)
    }

    @Test func `a cosine is one for the same text and gives what the formula gives by hand`() {
        let weighed = WeighedPostings(Self.postings, measure: .cosine) { _ in true }
        let same = weighed.scores([CountedTerm(number: 0, count: 2), CountedTerm(number: 1, count: 1)])
        #expect(Self.isNear(same[0], 1))
        let (rare, common) = ((1 + log(2.0)) * (1 + log(4.0 / 2)), 1 + log(4.0 / 3))
        #expect(Self.isNear(same[1], common / (rare * rare + common * common).squareRoot()))
        #expect(same[2] == 0)
    }

    @Test(arguments: [bm25, .cosine])
    func `what is hidden weighs as if it were not there`(_ measure: WeighedPostings.Measure) {
        var builder = PostingsBuilder()
        for unit in [[0, 1, 0], [1]] as [[Int32]] { builder.add(unit) }
        let without = WeighedPostings(builder.finish(termCount: 3), measure: measure) { _ in true }
        let hidden = WeighedPostings(Self.postings, measure: measure) { $0 != 2 }
        let terms = (0..<3).map { CountedTerm(number: $0, count: 1) }
        #expect(hidden.scores(terms) == without.scores(terms) + [0])
        #expect(hidden.rarity(of: 2) == nil)
        #expect(hidden.rarityMax == without.rarityMax)
    }

    @Test func `postings say which unit holds which term`() {
        #expect(Self.postings.holds(1, unit: 0) && Self.postings.holds(1, unit: 1))
        #expect(!Self.postings.holds(1, unit: 2) && !Self.postings.holds(0, unit: 1))
        #expect(!Self.postings.holds(7, unit: 0))
        #expect(Self.postings.entries(of: 7).isEmpty)
    }
}
