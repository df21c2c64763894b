import Hub

extension TextRandom {
    mutating func audience() -> Audience {
        Audience(expression(depth: 0), includesUnknown: chance(1, in: 2), requiresVerified: chance(1, in: 2))
    }

    mutating func expression(depth: Int) -> Audience.Expression {
        switch below(depth > 4 ? 6 : 9) {
        case 0: return .constant(chance(1, in: 2))
        case 1: return .compare(trait: trait(), pick(Audience.Comparison.allCases), audienceValue())
        case 2: return .oneOf(trait: trait(), (0...below(3)).map { _ in audienceValue() })
        case 3: return .range(trait: trait(), from: audienceValue(), to: audienceValue())
        case 4: return .within(trait: trait(), (0...below(3)).map { _ in awkwardText(pieces: below(3)) })
        case 5: return .known(trait: trait())
        case 6: return .not(expression(depth: depth + 1))
        case 7: return .all((0...1 + below(3)).map { _ in expression(depth: depth + 1) })
        default: return .any((0...1 + below(3)).map { _ in expression(depth: depth + 1) })
        }
    }

    mutating func audienceValue() -> Audience.Value {
        switch below(4) {
        case 0: .bool(chance(1, in: 2))
        case 1:
            .number(pick([0, 1, -1, 0.5, -2.25, 1e300, .leastNonzeroMagnitude, 9_007_199_254_740_992, -123_456_789]))
        default: .string(awkwardText(pieces: below(3)))
        }
    }

    private mutating func trait() -> String {
        chance(1, in: 2) ? pick(["plan", "seats", "in", "and"]) : awkwardText(pieces: 2)
    }
}
