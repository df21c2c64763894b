/// What is laid over a cell: colours, where given, and attributes beside those the cell has.
public struct Style: Hashable, Sendable {
    /// How letters are shown.
    public struct Attributes: OptionSet, Hashable, Sendable {
        /// A bit for each attribute.
        public let rawValue: UInt16
        /// Makes a set of its bits.
        public init(rawValue: UInt16) { self.rawValue = rawValue }

        /// Heavier letters.
        public static let bold = Attributes(rawValue: 1)
        /// Fainter letters.
        public static let dim = Attributes(rawValue: 2)
        /// Slanted letters.
        public static let italic = Attributes(rawValue: 4)
        /// A line below.
        public static let underline = Attributes(rawValue: 8)
        /// Letters and background exchanged.
        public static let reverse = Attributes(rawValue: 16)
        /// A line through the letters.
        public static let strikethrough = Attributes(rawValue: 32)
    }

    /// The colour of letters; nil leaves what the cell has.
    public var foreground: Colour?
    /// The colour behind letters; nil leaves what the cell has.
    public var background: Colour?
    /// Attributes that are added.
    public var attributes: Attributes

    /// Makes a style; what is left out leaves the cell as it is.
    public init(foreground: Colour? = nil, background: Colour? = nil, _ attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// A style that changes nothing.
    public static let plain = Style()

    /// This style with attributes added.
    public func with(_ attributes: Attributes) -> Style {
        Style(foreground: foreground, background: background, self.attributes.union(attributes))
    }

    /// This style with another one laid over it.
    public func overlaid(by other: Style) -> Style {
        Style(
            foreground: other.foreground ?? foreground, background: other.background ?? background,
            attributes.union(other.attributes)
        )
    }
}
