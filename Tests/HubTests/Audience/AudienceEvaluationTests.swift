import Hub
import Testing

struct AudienceEvaluationTests {
    private let regions = RegionHierarchy(parents: [
        "DE": ["EU"], "FR": ["EU", "Francophonie"], "Bavaria": ["DE"], "EU": ["Europe"], "Europe": [], "A": ["B"],
        "B": ["A"],
    ])

    private func truth(_ text: String, _ verified: [String: Audience.Value] = [:]) throws -> Truth {
        try Audience(text).evaluate(AudienceTraits(verified: verified), regions: regions)
    }

    @Test func `comparisons decide by kind`() throws {
        let traits: [String: Audience.Value] = ["plan": .string("Pro"), "seats": .number(12), "trial": .bool(false)]
        #expect(try truth("plan = pro", traits) == .yes)
        #expect(try truth("plan != pro", traits) == .no)
        #expect(try truth("plan in [team, PRO]", traits) == .yes)
        #expect(try truth("plan not in [team]", traits) == .yes)
        #expect(try truth("seats in 12..12", traits) == .yes)
        #expect(try truth("seats in 13..20", traits) == .no)
        #expect(try truth("seats < 12 or seats > 12", traits) == .no)
        #expect(try truth("seats <= 12 and seats >= 12", traits) == .yes)
        #expect(try truth("seats = \"12\"", traits) == .no)
        #expect(try truth("seats > many", traits) == .unknown)
        #expect(try truth("trial = false", traits) == .yes)
        #expect(try truth("trial < true", traits) == .unknown)
        #expect(try truth("known plan and not known region", traits) == .yes)
    }

    @Test func `dates compare as text`() throws {
        #expect(try truth("since < 2024-02-01", ["since": .string("2024-01-31")]) == .yes)
        #expect(try truth("since in 2024-01-01..2024-01-31", ["since": .string("2024-02-01")]) == .no)
    }

    @Test func `places lie within the regions above them`() throws {
        #expect(try truth("place within europe", ["place": .string("bavaria")]) == .yes)
        #expect(try truth("place within Francophonie", ["place": .string("DE")]) == .no)
        #expect(try truth("place within [Francophonie, EU]", ["place": .string("DE")]) == .yes)
        #expect(try truth("place within EU", ["place": .string("Atlantis")]) == .unknown)
        #expect(try truth("place within Atlantis", ["place": .string("Atlantis")]) == .yes)
        #expect(try truth("place within EU", ["place": .number(5)]) == .unknown)
        #expect(try truth("place within EU", ["place": .string("A")]) == .no)
    }

    @Test func `unknown follows Kleene's tables`() {
        for left in Truth.allCases {
            for right in Truth.allCases {
                let and: Truth = left == .no || right == .no ? .no : left == .yes && right == .yes ? .yes : .unknown
                let or: Truth = left == .yes || right == .yes ? .yes : left == .no && right == .no ? .no : .unknown
                #expect(Truth.all([left, right]) == and)
                #expect(Truth.any([left, right]) == or)
            }
        }
        #expect(Truth.allCases.map { !$0 } == [.yes, .unknown, .no])
    }

    @Test func `who cannot be decided is left out unless the audience says otherwise`() throws {
        let nobody = AudienceTraits()
        #expect(try !Audience("plan = pro").includes(nobody))
        #expect(try !Audience("not plan = pro").includes(nobody))
        #expect(try Audience("plan = pro unknown:include").includes(nobody))
        #expect(
            try !Audience("plan = pro unknown:include").includes(AudienceTraits(verified: ["plan": .string("free")])))
        #expect(try Audience("plan = pro or everyone").includes(nobody))
    }

    @Test func `claims count only where nothing was proven and nothing must be`() throws {
        let claims = AudienceTraits(claimed: ["plan": .string("pro")])
        let contradicted = AudienceTraits(verified: ["plan": .string("free")], claimed: ["plan": .string("pro")])
        let audience = try Audience("plan = pro")
        #expect(audience.includes(claims))
        #expect(!audience.includes(contradicted))
        #expect(!audience.includes(claims, requiresVerified: true))
        #expect(try !Audience("plan = pro requires_verified").includes(claims))
        #expect(try Audience("plan = pro requires_verified").evaluate(claims) == .unknown)
    }

    @Test func `what more knowledge cannot overturn is decided`() {
        // Kleene's logic is monotone: giving a value to an unknown trait never turns yes into no.
        TextRandom.forEachSeed(1200) { random, seed in
            let audience = Audience(random.expression(depth: 1))
            let names = audience.traits.filter { _ in random.chance(1, in: 2) }
            var known: [String: Audience.Value] = [:]
            for name in names { known[name] = random.audienceValue() }
            let before = audience.withoutKnown.evaluate(AudienceTraits(verified: known))
            for name in audience.traits where known[name] == nil { known[name] = random.audienceValue() }
            let after = audience.withoutKnown.evaluate(AudienceTraits(verified: known))
            #expect(before == .unknown || before == after, "TEXT_SEED=\(seed): \(audience)")
        }
    }

    @Test func `an audience names its traits`() throws {
        #expect(try Audience("b = 1 and (a in [1] or not known c) or b > 2").traits == ["a", "b", "c"])
    }
}

extension Audience {
    /// The audience with `known` tests, which are about knowledge itself, taken for true.
    fileprivate var withoutKnown: Audience {
        func strip(_ expression: Expression) -> Expression {
            switch expression {
            case .known: .constant(true)
            case .not(let inner): .not(strip(inner))
            case .all(let parts): .all(parts.map(strip))
            case .any(let parts): .any(parts.map(strip))
            default: expression
            }
        }
        return Audience(strip(expression))
    }
}
