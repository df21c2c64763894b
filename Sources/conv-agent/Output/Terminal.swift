import Foundation
import Glibc
import Hub

/// What the program knows about the terminal it runs in, and how it writes to it.
enum Terminal {
    /// Whether people read the output, and not a program.
    static var isOutputInteractive: Bool { isatty(STDOUT_FILENO) == 1 }
    /// Whether people read the output and type the input.
    static var isInteractive: Bool { isOutputInteractive && isatty(STDIN_FILENO) == 1 }
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

    /// Writes lines beside the output; words of people in them are not obeyed.
    static func printError(_ text: String) { say(Plain.block(text) + "\n") }

    /// Replaces the last line beside the output, where somebody watches; nothing otherwise.
    static func showProgress(_ line: String) {
        guard isErrorInteractive else { return }
        say("\r\u{1B}[2K" + Plain.line(line))
    }

    /// What is said beside the output is no reason to end where nobody can hear it.
    private static func say(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
