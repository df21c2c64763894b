import Hub
import TerminalCanvas

extension Plain {
    /// How many columns a line takes: two for wide East Asian letters and pictures, none for marks.
    static func width(of line: String) -> Int { TerminalCanvas.width(of: line) }
}
