import Foundation
import Testing

/// A shell in a tmux of its own: a terminal that real people use, with a screen that can be read.
final class Multiplexer {
    /// What went wrong.
    struct Timeout: Error, CustomStringConvertible {
        let description: String
    }

    private let socket = "conv-agent-\(UUID().uuidString)"
    /// In the foreground: a `Process` whose descendants live on as daemons never ends in Foundation's eyes.
    private let server: Process

    /// Starts a shell in a window of a size.
    init(columns: Int, rows: Int, environment: [String: String]) throws {
        server = Self.tmux(["-D"], socket: socket)
        try Self.start(server)
        let settings = environment.map { "\($0.key)=\($0.value)" }.sorted()
        try wait(for: "a session") {
            try tmux(
                ["new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "env"] + settings
                    + ["PS1=shell> ", "bash", "--norc", "--noprofile"]
            ).succeeded
        }
        // Programs may put words into the clipboard.
        try tmux(["set-option", "-s", "set-clipboard", "on"])
        try wait(for: "shell>")
    }

    deinit {
        server.terminate()
        server.waitUntilExit()
    }

    /// The words on the screen, with lines that the terminal wrapped made one again.
    var screen: String { (try? tmux(["capture-pane", "-p", "-J"]).output) ?? "" }
    /// The words in the clipboard.
    var clipboard: String { (try? tmux(["show-buffer"]).output) ?? "" }
    /// The window's title, which programs can set.
    var title: String { (try? tmux(["display-message", "-p", "#{pane_title}"]).output) ?? "" }

    /// Presses keys by tmux's names for them.
    func press(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

    /// Types words.
    func type(_ words: String) throws { try tmux(["send-keys", "-l", words]) }

    /// Types a line at the shell.
    func run(_ line: String) throws {
        try type(line)
        try press("Enter")
    }

    /// Gives the window another size.
    func resize(columns: Int, rows: Int) throws {
        try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// Waits until the screen shows words, and none of the others.
    ///
    /// - Throws: `Timeout` with the screen after a minute.
    func wait(for words: String..., without others: [String] = []) throws {
        try wait(for: "\(words) without \(others)") {
            let screen = screen
            return words.allSatisfy(screen.contains) && !others.contains(where: screen.contains)
        }
    }

    private func wait(for what: String, until isSo: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        // Asking tmux takes a few milliseconds, which is all the pause there needs to be.
        while try !isSo() {
            guard ContinuousClock.now < deadline else {
                throw Timeout(description: "the terminal never showed \(what):\n\(screen)")
            }
        }
    }

    @discardableResult
    private func tmux(_ arguments: [String]) throws -> (output: String, succeeded: Bool) {
        let process = Self.tmux(["-N"] + arguments, socket: socket)
        let output = Pipe()
        process.standardOutput = output
        try Self.start(process)
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (String(decoding: data, as: UTF8.self), process.terminationStatus == 0)
    }

    private static func tmux(_ arguments: [String], socket: String) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/tmux")
        process.arguments = ["-u", "-L", socket, "-f", "/dev/null"] + arguments
        process.environment = [
            "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "TMUX_TMPDIR": "/tmp",
        ]
        process.standardError = FileHandle.nullDevice
        return process
    }

    /// Starts a process that hears all signals: the threads that tests run on block them, and processes inherit that.
    private static func start(_ process: Process) throws {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try process.run()
    }
}
