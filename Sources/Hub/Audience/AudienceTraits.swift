public import CRDT

/// What is known of a person when an audience is asked about them.
public struct AudienceTraits: Hashable, Sendable {
    /// What was proven.
    public var verified: [String: Audience.Value]
    /// What the person or their device says; counts where nothing was proven and claims are not ruled out.
    public var claimed: [String: Audience.Value]

    /// Assembles traits.
    public init(verified: [String: Audience.Value] = [:], claimed: [String: Audience.Value] = [:]) {
        self.verified = verified
        self.claimed = claimed
    }

    /// Takes the traits of a ticket or a person; values that no audience can compare are left out.
    public init(verified: Traits, claimed: Traits) {
        self.init(
            verified: verified.values.compactMapValues(Audience.Value.init),
            claimed: claimed.values.compactMapValues(Audience.Value.init)
        )
    }

    func value(of trait: String, verifiedOnly: Bool) -> Audience.Value? {
        verified[trait] ?? (verifiedOnly ? nil : claimed[trait])
    }
}

extension Audience.Value {
    /// Takes a value of a document; nil for bytes, for a number that is not finite, and for nothing.
    public init?(_ value: CRDT.Value) {
        switch value {
        case .bool(let bool): self = .bool(bool)
        case .integer(let integer): self = .number(Double(integer))
        case .double(let double) where double.isFinite: self = .number(double)
        case .string(let string): self = .string(string)
        case .null, .double, .bytes, .erased: return nil
        }
    }
}

/// Which places lie within which regions: a country in the EU, a city in a country.
public struct RegionHierarchy: Sendable {
    /// For each place, case-folded, the regions right above it, case-folded.
    private let parents: [String: Set<String>]

    /// Takes the regions that each place lies in directly; what lies in a region lies in all regions above.
    public init(parents: [String: [String]]) {
        self.parents = Dictionary(
            parents.map { (Words.caseFolded($0.key), Set($0.value.map(Words.caseFolded))) },
            uniquingKeysWith: { $0.union($1) }
        )
    }

    /// Knows no region: every place lies within itself alone.
    public static let none = RegionHierarchy(parents: [:])

    /// Whether `place` lies within `region`; nil when the hierarchy does not have the place.
    ///
    /// - Complexity: linear in the regions above the place, even where they form a circle.
    public func contains(_ place: String, in region: String) -> Bool? {
        let (place, region) = (Words.caseFolded(place), Words.caseFolded(region))
        if place == region { return true }
        guard parents[place] != nil else { return nil }
        var seen: Set<String> = [place]
        var pending = [place]
        while let next = pending.popLast() {
            for parent in parents[next] ?? [] where seen.insert(parent).inserted {
                if parent == region { return true }
                pending.append(parent)
            }
        }
        return false
    }
}
