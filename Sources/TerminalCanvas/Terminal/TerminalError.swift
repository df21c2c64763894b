/// Why a terminal cannot be used.
public enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Input or output is no terminal.
    case notATerminal
    /// The terminal cannot place a cursor.
    case isDumb
    /// The terminal is gone.
    case closed

    /// What is wrong and what to do, for the person at the terminal.
    public var description: String {
        switch self {
        case .notATerminal:
            "the full-screen client needs a terminal for input and output; for scripts there are commands with --json"
        case .isDumb: "this terminal (TERM=dumb) has no full screen; use --plain"
        case .closed: "the terminal was closed"
        }
    }
}
