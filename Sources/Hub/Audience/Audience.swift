/// Who may see something: an expression over the traits of a person, and what becomes of those it cannot decide.
///
/// ```
/// plan in [pro, team] and (country within EU or seats >= 50) and not trial = true unknown:include requires_verified
/// ```
/// Comparisons are `=`, `!=`, `<`, `<=`, `>`, `>=`, `in [a, b]`, `in 10..50` (both ends belong), `within region`,
/// `known trait`; they are joined by `and`, `or`, `not` and parentheses. `everyone` and `nobody` stand for themselves.
/// Values are words, numbers, `true`, `false`, or anything in quotation marks; a trait with an unusual name stands in
/// backticks. Words are compared without regard to case.
public struct Audience: Hashable, Sendable {
    /// What has to be true of a person.
    public var expression: Expression
    /// True when those whose traits do not decide the expression belong to the audience (`unknown:include`).
    public var includesUnknown: Bool
    /// True when only verified traits count, and not what somebody says of themselves (`requires_verified`).
    public var requiresVerified: Bool

    /// The longest text that is read, in bytes of UTF-8.
    public static let byteCountMax = 16_384
    /// How deep parentheses and `not` may nest.
    public static let depthMax = 64

    /// Assembles an audience.
    public init(_ expression: Expression, includesUnknown: Bool = false, requiresVerified: Bool = false) {
        self.expression = expression
        self.includesUnknown = includesUnknown
        self.requiresVerified = requiresVerified
    }

    /// Reads an audience. Linear time.
    ///
    /// - Throws: `SyntaxProblem`, which says where.
    public init(_ text: String) throws(SyntaxProblem) {
        var parser = try AudienceParser(text)
        self = try parser.parse()
    }

    /// Everybody.
    public static let everyone = Audience(.constant(true))

    /// A condition on traits.
    public indirect enum Expression: Hashable, Sendable {
        /// Everyone, or nobody.
        case constant(Bool)
        /// One trait compared with one value.
        case compare(trait: String, Comparison, Value)
        /// One trait among several values, at least one.
        case oneOf(trait: String, [Value])
        /// A trait from one value to another, both included.
        case range(trait: String, from: Value, to: Value)
        /// A place within one of several regions, at least one, by the workspace's hierarchy.
        case within(trait: String, [String])
        /// A trait that has a value.
        case known(trait: String)
        /// The opposite.
        case not(Expression)
        /// All of at least two.
        case all([Expression])
        /// One of at least two.
        case any([Expression])
    }

    /// How two values are compared.
    public enum Comparison: String, Hashable, Sendable, CaseIterable {
        /// The same, case aside.
        case equal = "="
        /// Not the same.
        case notEqual = "!="
        /// Smaller, or earlier in the order of code points.
        case less = "<"
        /// Not greater.
        case lessOrEqual = "<="
        /// Greater, or later in the order of code points.
        case greater = ">"
        /// Not less.
        case greaterOrEqual = ">="
    }

    /// What a trait is compared with.
    public enum Value: Hashable, Sendable {
        /// A word.
        case string(String)
        /// A finite number.
        case number(Double)
        /// A truth value.
        case bool(Bool)
    }

    /// The names of the traits that decide, ascending.
    public var traits: [String] {
        var names: Set<String> = []
        expression.forEachTrait { names.insert($0) }
        return names.sorted()
    }
}

extension Audience.Expression {
    fileprivate func forEachTrait(_ body: (String) -> Void) {
        switch self {
        case .constant: break
        case .compare(let trait, _, _), .oneOf(let trait, _), .range(let trait, _, _), .within(let trait, _),
            .known(let trait):
            body(trait)
        case .not(let inner): inner.forEachTrait(body)
        case .all(let parts), .any(let parts): parts.forEach { $0.forEachTrait(body) }
        }
    }
}
