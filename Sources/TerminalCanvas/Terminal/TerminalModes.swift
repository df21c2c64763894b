/// The sequences that take a terminal over and give it back.
enum TerminalModes {
    /// Alternate screen, no wrapping at the right side, bracketed paste, reports of the focus.
    static let enter: StaticString = "\u{1B}[?1049h\u{1B}[?7l\u{1B}[?2004h\u{1B}[?1004h\u{1B}[?25l"
    /// Reports of the mouse: buttons, and movement while one is held, in the form without limits.
    static let mouseOn: StaticString = "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h"
    /// No reports of the mouse, which leaves selecting to the terminal.
    static let mouseOff: StaticString = "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"
    /// Asks for the background.
    static let askBackground: StaticString = "\u{1B}]11;?\u{1B}\\"
    /// Undoes everything, from within a sequence that was cut as well.
    static let leave: StaticString = """
        \u{1B}\\\u{1B}[?2026l\u{1B}]8;;\u{1B}\\\u{1B}[0m\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l\u{1B}[?1004l\
        \u{1B}[?2004l\u{1B}[?7h\u{1B}[0 q\u{1B}[?25h\u{1B}[?1049l
        """
}
