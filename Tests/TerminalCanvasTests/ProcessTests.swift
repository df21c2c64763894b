import Foundation
import Glibc
import TerminalCanvas
import Testing

/// The runtime in real processes: what comes in, and what the terminal is like after every kind of end.
@Suite struct ProcessTests {
    private let saved = FileManager.default.temporaryDirectory.appending(path: "terminal-sample-\(UUID().uuidString)")

    private func start(_ size: Size = Size(columns: 50, rows: 14)) throws -> PseudoTerminal {
        // The tests lie beside the programs in the folder of the build.
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let program = URL(filePath: tests).deletingLastPathComponent().appending(path: "TerminalSample")
        let terminal = try PseudoTerminal(program, [saved.path], size: size)
        try terminal.wait { terminal.text.contains("50 by 14") }
        return terminal
    }

    @Test func `keys, a paste, the mouse, the focus and effects reach the program`() throws {
        let terminal = try start()
        terminal.type("a\u{18}\u{1B}\r\u{1B}[A\u{1B}[200~q\rq\u{1B}[201~\u{1B}[<0;3;5M\u{1B}[Ow")
        try terminal.wait { terminal.text.contains("waited") }
        for word in ["│a ", "ctrl-x", "alt-enter", "up", "pasted 3", "words at 2,4", "focus false"] {
            #expect(terminal.text.contains(word), "\(word)")
        }
        terminal.type("q")
        #expect(try terminal.end() == 0)
        #expect(terminal.isRestored)
        #expect(terminal.text.hasPrefix("before\n"))
    }

    @Test func `Escape alone is a key after a moment`() throws {
        let terminal = try start()
        terminal.type("\u{1B}")
        try terminal.wait { terminal.text.contains("esc") }
    }

    @Test func `a thousand keys at once are drawn in few frames`() throws {
        let terminal = try start()
        terminal.type(String(repeating: "xy", count: 500) + "w")
        try terminal.wait { terminal.text.contains("waited") }
        let frames = String(decoding: terminal.sent, as: UTF8.self).split(separator: "\u{1B}[?2026h").count
        #expect(frames < 500)
    }

    @Test func `the theme follows the background that the terminal reports`() throws {
        let terminal = try start()
        #expect(terminal.text.contains("dark"))
        terminal.type("\u{1B}]11;rgb:ffff/ffff/f0f0\u{1B}\\")
        try terminal.wait { terminal.text.contains("light") }
    }

    @Test func `a window that changes its size is drawn anew`() throws {
        let terminal = try start()
        terminal.resize(Size(columns: 30, rows: 8))
        try terminal.wait {
            terminal.text.contains("30 by 8") && terminal.text.contains("╰────────────────────────────╯")
        }
        terminal.resize(Size(columns: 1, rows: 1))
        terminal.resize(Size(columns: 70, rows: 20))
        try terminal.wait { terminal.text.contains("70 by 20") }
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
    func `a signal that ends the program lets it save and restores the terminal`(number: Int32) throws {
        let terminal = try start()
        terminal.signal(number)
        #expect(try terminal.end() & 0x7F == number)
        #expect(terminal.isRestored)
        #expect(terminal.text.hasPrefix("before\n"))
        #expect(FileManager.default.fileExists(atPath: saved.path))
    }

    @Test func `a program that hangs is ended by a signal all the same, and the terminal restored`() throws {
        let terminal = try start()
        terminal.type("h")
        // The key has been taken when the next one is not shown; the signal is what ends the wait either way.
        terminal.signal(SIGTERM)
        #expect(try terminal.end() & 0x7F == SIGTERM)
        #expect(terminal.isRestored)
    }

    @Test(arguments: [("c", SIGILL), ("s", SIGSEGV)])
    func `a crash restores the terminal, a stack that runs over included`(key: String, number: Int32) throws {
        let terminal = try start()
        terminal.type(key)
        let status = try terminal.end() & 0x7F
        #expect(status == number || status == SIGTRAP)
        #expect(terminal.isRestored)
        #expect(terminal.text.hasPrefix("before\n"))
    }

    @Test func `a stop gives the terminal back and going on draws everything anew`() throws {
        let terminal = try start()
        terminal.type("az")
        // A process without a shell that could continue it is not stopped by SIGTSTP; SIGSTOP stops any.
        try terminal.wait { terminal.text.contains("resumed") }
        terminal.signal(SIGSTOP)
        try terminal.waitUntilStopped()
        terminal.screen.feed("\u{1B}[2Jgarbage".utf8)
        terminal.signal(SIGCONT)
        try terminal.wait { terminal.text.contains("50 by 14") && !terminal.text.contains("garbage") }
    }

    @Test func `a lent terminal is plain, keys go to who has it, and the screen comes back`() throws {
        let terminal = try start()
        terminal.type("e")
        try terminal.wait { terminal.text.contains("lent") }
        #expect(terminal.isRestored)
        #expect(terminal.text.hasPrefix("before\n"))
        terminal.type("q\r")
        try terminal.wait { terminal.text.contains("edited") }
        terminal.type("q")
        #expect(try terminal.end() == 0)
    }

    @Test func `a terminal that is closed ends the program`() throws {
        let terminal = try start()
        let process = terminal.process
        #expect(kill(process, 0) == 0)
        terminal.hangUp()
        #expect(try terminal.end() != 0)
    }
}
