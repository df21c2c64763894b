import Foundation
import Glibc

/// What the program knows about the terminal it runs in, and how it writes to it.
enum Terminal {
    /// Whether people read the output, and not a program.
    static var isOutputInteractive: Bool { isatty(STDOUT_FILENO) == 1 }
    /// Whether people read what is said beside the output.
    static var isErrorInteractive: Bool { isatty(STDERR_FILENO) == 1 }

    /// How many columns a line may have: the window's, else 100 where nobody looks.
    static var columnCount: Int {
        var size = winsize()
        guard isOutputInteractive, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return 100
        }
        return max(40, Int(size.ws_col))
    }

    /// Writes a line beside the output.
    static func printError(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    /// Replaces the last line beside the output, where somebody watches; nothing otherwise.
    static func showProgress(_ line: String) {
        guard isErrorInteractive else { return }
        FileHandle.standardError.write(Data(("\r\u{1B}[2K" + line).utf8))
    }
}
