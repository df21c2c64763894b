extension Audience {
    /// What the traits say about the expression.
    ///
    /// A trait without a value leaves a comparison unknown, and so does a comparison of order between a number and a
    /// word, or a place that the hierarchy does not have.
    ///
    /// - Parameters:
    ///   - traits: what is known of the person.
    ///   - requiresVerified: true to leave claims out even if the audience itself does not ask for it.
    ///   - regions: the workspace's hierarchy of places.
    public func evaluate(
        _ traits: AudienceTraits, requiresVerified: Bool = false, regions: RegionHierarchy = .none
    ) -> Truth {
        let verifiedOnly = requiresVerified || self.requiresVerified
        return expression.evaluate(regions: regions) { traits.value(of: $0, verifiedOnly: verifiedOnly) }
    }

    /// True when the person belongs to the audience: the expression is true of them, or unknown and `includesUnknown`.
    public func includes(
        _ traits: AudienceTraits, requiresVerified: Bool = false, regions: RegionHierarchy = .none
    ) -> Bool {
        switch evaluate(traits, requiresVerified: requiresVerified, regions: regions) {
        case .yes: true
        case .unknown: includesUnknown
        case .no: false
        }
    }
}

extension Audience.Expression {
    /// What the values that `value` gives say about the expression.
    func evaluate(regions: RegionHierarchy, _ value: (String) -> Audience.Value?) -> Truth {
        switch self {
        case .constant(let isEveryone):
            return Truth(isEveryone)
        case .compare(let trait, let comparison, let other):
            return value(trait).map { $0.compare(comparison, other) } ?? .unknown
        case .oneOf(let trait, let others):
            return value(trait).map { value in Truth(others.contains(where: value.isEqual)) } ?? .unknown
        case .range(let trait, let from, let to):
            guard let value = value(trait) else { return .unknown }
            return Truth.all([value.compare(.greaterOrEqual, from), value.compare(.lessOrEqual, to)])
        case .within(let trait, let names):
            guard case .string(let place)? = value(trait) else { return .unknown }
            return Truth.any(names.map { Truth(regions.contains(place, in: $0)) })
        case .known(let trait):
            return Truth(value(trait) != nil)
        case .not(let inner):
            return !inner.evaluate(regions: regions, value)
        case .all(let parts):
            return Truth.all(parts.map { $0.evaluate(regions: regions, value) })
        case .any(let parts):
            return Truth.any(parts.map { $0.evaluate(regions: regions, value) })
        }
    }
}

extension Audience.Value {
    /// Whether two values are the same; values of different kinds are not.
    func isEqual(_ other: Audience.Value) -> Bool {
        switch (self, other) {
        case (.string(let left), .string(let right)): Words.caseFolded(left) == Words.caseFolded(right)
        default: self == other
        }
    }

    /// Compares two values; the order of values of different kinds is unknown, and so is that of truth values.
    func compare(_ comparison: Audience.Comparison, _ other: Audience.Value) -> Truth {
        switch comparison {
        case .equal: Truth(isEqual(other))
        case .notEqual: Truth(!isEqual(other))
        case .less: Truth(isLess(than: other))
        case .greater: Truth(other.isLess(than: self))
        case .lessOrEqual: !Truth(other.isLess(than: self))
        case .greaterOrEqual: !Truth(isLess(than: other))
        }
    }

    /// Numbers by size, words by their code points without regard to case, which suits dates of ISO 8601.
    private func isLess(than other: Audience.Value) -> Bool? {
        switch (self, other) {
        case (.number(let left), .number(let right)): left < right
        case (.string(let left), .string(let right)):
            Words.caseFolded(left).unicodeScalars.lexicographicallyPrecedes(Words.caseFolded(right).unicodeScalars)
        default: nil
        }
    }
}
