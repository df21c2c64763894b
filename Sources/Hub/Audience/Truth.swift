/// A truth value of Kleene's three-valued logic: what cannot be decided stays unknown until something decides it.
public enum Truth: String, Hashable, Sendable, Codable, CaseIterable {
    /// It is not so.
    case no
    /// The traits do not say.
    case unknown
    /// It is so.
    case yes

    /// Takes what is decided.
    public init(_ value: Bool) { self = value ? .yes : .no }

    /// Takes what may be undecided.
    public init(_ value: Bool?) { self = value.map { Truth($0) } ?? .unknown }

    /// The opposite; unknown stays unknown.
    public static prefix func ! (truth: Truth) -> Truth {
        switch truth {
        case .no: .yes
        case .unknown: .unknown
        case .yes: .no
        }
    }

    /// True of all: `no` if one is, else `unknown` if one is.
    public static func all(_ truths: some Sequence<Truth>) -> Truth {
        var result = Truth.yes
        for truth in truths {
            if truth == .no { return .no }
            if truth == .unknown { result = .unknown }
        }
        return result
    }

    /// True of one: `yes` if one is, else `unknown` if one is.
    public static func any(_ truths: some Sequence<Truth>) -> Truth { !all(truths.lazy.map { !$0 }) }
}
