import Foundation

/// Postings as one audience sees them: weights rest on the visible units alone, so that what somebody may not see
/// changes nothing in what they get.
struct WeighedPostings: Sendable {
    /// How a unit is compared with a question.
    enum Measure: Sendable {
        /// Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) with k₁ and b.
        case bm25(saturation: Float, lengthShare: Float)
        /// The cosine of vectors of (1 + ln count) · inverse document frequency.
        case cosine
    }

    private let postings: Postings
    private let measure: Measure
    /// The rarity of each term among the visible units; zero when none holds it.
    private let rarities: [Float]
    /// For each unit the part of the formula that does not depend on the question; negative when it is not visible.
    private let unitFactors: [Float]

    /// Weighs postings for the units that `isVisible` names. O(postings).
    init(_ postings: Postings, measure: Measure, isVisible: (Int32) -> Bool) {
        let visible = (0..<Int32(postings.unitCount)).map(isVisible)
        let visibleCount = Float(visible.count { $0 })
        var rarities = [Float](repeating: 0, count: postings.offsets.count - 1)
        for term in rarities.indices {
            let frequency = Float(postings.entries(of: Int32(term)).count { visible[Int(postings.units[$0])] })
            guard frequency > 0 else { continue }
            rarities[term] =
                switch measure {
                case .bm25: Self.logarithm(1 + (visibleCount - frequency + 0.5) / (frequency + 0.5))
                case .cosine: 1 + Self.logarithm((1 + visibleCount) / (1 + frequency))
                }
        }
        var factors = [Float](repeating: 0, count: postings.unitCount)
        switch measure {
        case .bm25(let saturation, let lengthShare):
            let total = zip(postings.lengths, visible).reduce(0) { $1.1 ? $0 + Float($1.0) : $0 }
            let average = max(1, total / max(1, visibleCount))
            for unit in factors.indices {
                factors[unit] = saturation * (1 - lengthShare + lengthShare * Float(postings.lengths[unit]) / average)
            }
        case .cosine:
            for term in rarities.indices where rarities[term] > 0 {
                for entry in postings.entries(of: Int32(term)) {
                    let weight = Self.dampened(postings.counts[entry]) * rarities[term]
                    factors[Int(postings.units[entry])] += weight * weight
                }
            }
            for unit in factors.indices { factors[unit] = factors[unit] > 0 ? 1 / factors[unit].squareRoot() : 0 }
        }
        for unit in factors.indices where !visible[unit] { factors[unit] = -1 }
        self.postings = postings
        self.measure = measure
        self.rarities = rarities
        unitFactors = factors
    }

    /// How rare a term is among the visible units; nil when none holds it.
    func rarity(of term: Int32) -> Float? {
        guard Int(term) < rarities.count, rarities[Int(term)] > 0 else { return nil }
        return rarities[Int(term)]
    }

    /// How rare a term can be at most: that of one that no visible unit holds.
    var rarityMax: Float {
        let visibleCount = Float(unitFactors.count { $0 >= 0 })
        return Self.logarithm(1 + (visibleCount + 0.5) / 0.5)
    }

    /// The score that a unit of ordinary length gets when it consists of the question.
    func ownScore(_ terms: [CountedTerm]) -> Float {
        terms.reduce(0) { $0 + (rarity(of: $1.number) ?? 0) * $1.count }
    }

    /// Whether a unit holds a term.
    func holds(_ term: Int32, unit: Int32) -> Bool { postings.holds(term, unit: unit) }

    /// The score of each unit for a question's terms, each with how often the question has it; zero for units that are
    /// not visible. O(units + postings of the terms).
    func scores(_ terms: [CountedTerm]) -> [Float] {
        var scores = [Float](repeating: 0, count: postings.unitCount)
        var questionSquares: Float = 0
        for term in terms {
            guard let rarity = rarity(of: term.number) else { continue }
            switch measure {
            case .bm25(let saturation, _):
                let weight = rarity * term.count * (saturation + 1)
                for entry in postings.entries(of: term.number) {
                    let unit = Int(postings.units[entry])
                    let factor = unitFactors[unit]
                    guard factor >= 0 else { continue }
                    let count = Float(postings.counts[entry])
                    scores[unit] += weight * count / (count + factor)
                }
            case .cosine:
                let own = (1 + Self.logarithm(max(1, term.count))) * min(1, term.count) * rarity
                questionSquares += own * own
                let weight = own * rarity
                for entry in postings.entries(of: term.number) {
                    let unit = Int(postings.units[entry])
                    let factor = unitFactors[unit]
                    guard factor >= 0 else { continue }
                    scores[unit] += weight * Self.dampened(postings.counts[entry]) * factor
                }
            }
        }
        if case .cosine = measure, questionSquares > 0 {
            let factor = 1 / questionSquares.squareRoot()
            for unit in scores.indices { scores[unit] *= factor }
        }
        return scores
    }

    private static func logarithm(_ number: Float) -> Float { Float(log(Double(number))) }

    private static func dampened(_ count: UInt16) -> Float { dampening[Int(min(count, 255))] }
    private static let dampening: [Float] = (0...255).map { 1 + logarithm(max(1, Float($0))) }
}
