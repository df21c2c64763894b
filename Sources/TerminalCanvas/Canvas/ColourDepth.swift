/// How many colours a terminal can show.
public enum ColourDepth: Int, Hashable, Sendable, CaseIterable, Comparable {
    /// None, or none are wanted: attributes alone.
    case none
    /// The sixteen of the palette.
    case sixteen
    /// The palette of 256.
    case palette
    /// Red, green and blue.
    case full

    /// Whether the left one is fewer colours.
    public static func < (left: ColourDepth, right: ColourDepth) -> Bool { left.rawValue < right.rawValue }

    /// What the environment of a program says about its terminal: `NO_COLOR`, `COLORTERM` and `TERM`.
    public init(environment: [String: String]) {
        let terminal = environment["TERM"] ?? ""
        if environment["NO_COLOR"].map({ !$0.isEmpty }) ?? false || terminal == "dumb" || terminal.hasPrefix("vt") {
            self = .none
        } else if ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "") || terminal.hasSuffix("-direct") {
            self = .full
        } else {
            self = terminal.contains("256color") ? .palette : .sixteen
        }
    }
}
