/// A stable place in a text: beside a character that keeps its identity, so it survives every edit, the deletion of
/// that character included.
public struct TextPosition: Hashable, Sendable {
    /// To which neighbour a position sticks.
    public enum Bias: UInt8, Hashable, Sendable {
        /// To the character before: text that is inserted here comes after the position.
        case before = 0
        /// To the character after: text that is inserted here comes before the position.
        case after = 1
    }

    /// The character; nil is the start of the text under `.before`, its end under `.after`.
    public let element: OperationID?
    /// Which neighbour of the position the character is.
    public let bias: Bias

    /// Assembles a position.
    public init(element: OperationID?, bias: Bias) {
        self.element = element
        self.bias = bias
    }

    /// Before everything, whatever is inserted.
    public static let start = TextPosition(element: nil, bias: .before)
    /// After everything, whatever is inserted.
    public static let end = TextPosition(element: nil, bias: .after)
}

/// At which of its ends a mark takes in text that is inserted there.
public enum MarkExpansion: UInt8, Hashable, Sendable {
    /// At neither: a link.
    case none = 0
    /// At its start.
    case before = 1
    /// At its end: bold.
    case after = 2
    /// At both.
    case both = 3

    /// The expansion of the mark that removes a mark of this expansion.
    var reversed: MarkExpansion {
        switch self {
        case .none: .both
        case .both: .none
        case .before, .after: self
        }
    }
}
