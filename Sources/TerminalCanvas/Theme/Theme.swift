/// The looks of everything, by what they mean.
///
/// Neither black nor white is ever asked for: text and background are the terminal's own, and accents are few.
public struct Theme: Hashable, Sendable {
    /// Whether the terminal's background is light.
    public enum Background: String, Hashable, Sendable, CaseIterable { case light, dark }

    /// What the looks were made for.
    public let background: Background
    /// Whether shapes are drawn with ASCII alone, for terminals where block characters are wide or missing.
    public let isASCII: Bool

    /// Ordinary text.
    public var text: Style { .plain }
    /// Text of less weight: times, hints, what is disabled.
    public let muted: Style
    /// Headings.
    public let heading: Style
    /// What may be acted on, and what is active.
    public let accent: Style
    /// What went well.
    public let good: Style
    /// What wants attention soon.
    public let warning: Style
    /// What went wrong or is overdue.
    public let bad: Style
    /// What the assistant wrote or did.
    public let assistant: Style
    /// The row under the cursor.
    public let selection: Style
    /// The row under the cursor while another part has the focus.
    public let selectionInactive: Style
    /// Internal notes, which customers never see, told apart at a glance.
    public let note: Style
    /// Lines around and between parts.
    public let border: Style
    /// Bars at the edges of the screen.
    public let bar: Style
    /// A key in a hint.
    public let key: Style
    /// Where a search term was found.
    public let match: Style
    /// Colours of lines and stacked bars in charts, in their order.
    public let series: [Style]

    /// The looks for a background, in colours that the terminal can show.
    ///
    /// With sixteen colours or none, what would be a tint becomes letters and background exchanged.
    public init(background: Background, depth: ColourDepth = .full, isASCII: Bool = false) {
        self.background = background
        self.isASCII = isASCII
        let palette = Palette(background: background, depth: depth)
        let hasTints = depth > .sixteen
        muted = depth == .full || depth == .palette ? Style(foreground: palette.grey) : Style(.dim)
        heading = Style(.bold)
        accent = Style(foreground: palette.blue)
        good = Style(foreground: palette.green)
        warning = Style(foreground: palette.yellow)
        bad = Style(foreground: palette.red, .bold)
        assistant = Style(foreground: palette.violet)
        selection = hasTints ? Style(background: palette.tint(.selection)) : Style(.reverse)
        selectionInactive = hasTints ? Style(background: palette.tint(.inactive)) : Style(.underline)
        note = hasTints ? Style(background: palette.tint(.note)) : Style(foreground: palette.yellow, .italic)
        border = hasTints ? Style(foreground: palette.tint(.border)) : Style(.dim)
        bar = hasTints ? Style(background: palette.tint(.bar)) : .plain
        key = Style(foreground: palette.blue, .bold)
        match = Style(foreground: palette.yellow, [.bold, .underline])
        series = [palette.blue, palette.yellow, palette.green, palette.violet, palette.red].map {
            Style(foreground: $0)
        }
    }
}
