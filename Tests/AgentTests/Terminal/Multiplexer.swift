import Foundation
import Testing

/// A shell in a tmux of its own: a terminal that real people use, with a screen that can be read.
final class Multiplexer {
    /// What went wrong.
    struct Timeout: Error, CustomStringConvertible {
        let description: String
    }

    private let socket = "conv-agent-\(UUID().uuidString)"

    /// Starts a shell in a window of a size.
    init(columns: Int, rows: Int, environment: [String: String]) throws {
        let settings = environment.map { "\($0.key)=\($0.value)" }.sorted()
        try tmux(
            ["new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "env"] + settings
                + ["PS1=shell> ", "bash", "--norc", "--noprofile"])
        try wait(for: "shell>")
    }

    deinit { _ = try? tmux(["kill-server"]) }

    /// The words on the screen.
    var screen: String { (try? tmux(["capture-pane", "-p"])) ?? "" }
    /// The window's title, which programs can set.
    var title: String { (try? tmux(["display-message", "-p", "#{pane_title}"])) ?? "" }

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

    /// Waits until the screen shows words, and all of the others do not.
    ///
    /// - Throws: `Timeout` with the screen after a minute.
    func wait(for words: String..., without others: [String] = []) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let screen = screen
            if words.allSatisfy(screen.contains), !others.contains(where: screen.contains) { return }
            guard ContinuousClock.now < deadline else {
                throw Timeout(description: "the screen never showed \(words) without \(others):\n\(screen)")
            }
            // Asking tmux takes a few milliseconds, which is all the pause there needs to be.
        }
    }

    @discardableResult
    private func tmux(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/tmux")
        process.arguments = ["-u", "-L", socket, "-f", "/dev/null"] + arguments
        process.environment = [
            "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "TMUX_TMPDIR": "/tmp",
        ]
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
