/// Which looks are used: what was chosen, else what the terminal says of its background, else dark.
struct Appearance {
    /// The background that somebody chose.
    var chosen: Theme.Background?
    /// The background that the terminal reported.
    var reported: Colour?
    var isASCII: Bool
    let depth: ColourDepth

    init(_ settings: TerminalSettings) {
        chosen = settings.background
        isASCII = settings.isASCII
        depth = settings.depth
    }

    /// Whether the terminal is asked.
    var isAutomatic: Bool { chosen == nil }

    var theme: Theme {
        Theme(background: chosen ?? (reported?.isLight == true ? .light : .dark), depth: depth, isASCII: isASCII)
    }
}
