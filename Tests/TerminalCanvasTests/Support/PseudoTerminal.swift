import Foundation
import Glibc
import TerminalCanvas

/// A real process in a real terminal, whose screen libvterm keeps.
final class PseudoTerminal {
    /// What went wrong around a process.
    enum Failure: Error { case cannotStart(Int32), timeout(screen: String), ended(screen: String) }

    let process: pid_t
    let screen: IndependentTerminal
    /// Every byte that the process sent.
    private(set) var sent: [UInt8] = []
    private var master: Int32
    private let slave: Int32
    private let original: termios
    private var size: Size
    private var waitStatus: Int32?

    /// Starts a program with a terminal of its own, in which somebody wrote `before` earlier.
    init(_ program: URL, _ arguments: [String], size: Size, environment: [String: String] = [:]) throws {
        self.size = size
        screen = IndependentTerminal(size: size)
        var (master, slave): (Int32, Int32) = (-1, -1)
        var window = winsize(
            ws_row: UInt16(size.rows), ws_col: UInt16(size.columns), ws_xpixel: 0, ws_ypixel: 0)
        var name = [CChar](repeating: 0, count: 128)
        guard openpty(&master, &slave, &name, nil, &window) == 0 else { throw Failure.cannotStart(errno) }
        var mode = termios()
        tcgetattr(slave, &mode)
        (self.master, self.slave, original) = (master, slave, mode)
        screen.feed("before\r\n".utf8)

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        // The first terminal that a new session opens is the one that controls it.
        posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        posix_spawn_file_actions_addclose(&actions, master)
        posix_spawn_file_actions_addclose(&actions, slave)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        // POSIX_SPAWN_SETSID, which glibc declares as an extension only.
        posix_spawnattr_setflags(&attributes, 0x80)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        var settings = ["TERM": "xterm-256color", "SWIFT_BACKTRACE": "enable=no", "PATH": "/usr/bin:/bin"]
        settings.merge(environment) { _, new in new }
        var argumentList = ([program.path] + arguments).map { strdup($0) } + [nil]
        var environmentList = settings.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in argumentList + environmentList { free(text) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, program.path, &actions, &attributes, &argumentList, &environmentList)
        guard code == 0 else { throw Failure.cannotStart(code) }
        self.process = process
    }

    deinit {
        if waitStatus == nil {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        if master >= 0 { close(master) }
        close(slave)
    }

    /// The words on the screen.
    var text: String { (0..<size.rows).map { screen.line($0, columns: size.columns) + "\n" }.joined() }

    /// Whether the terminal is as it was before the program ran, as far as programs can change it.
    var isRestored: Bool {
        var mode = termios()
        tcgetattr(slave, &mode)
        let isSame =
            mode.c_lflag == original.c_lflag && mode.c_iflag == original.c_iflag && mode.c_oflag == original.c_oflag
        return isSame && screen.state == IndependentTerminal.Modes()
    }

    /// Types.
    func type(_ keys: String) {
        let bytes = Array(keys.utf8)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Gives the window another size.
    func resize(_ size: Size) {
        self.size = size
        screen.resize(size)
        var window = winsize(
            ws_row: UInt16(size.rows), ws_col: UInt16(size.columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &window)
    }

    /// Closes the window, as a person does or a connection that breaks.
    func hangUp() {
        close(master)
        master = -1
    }

    /// Sends a signal to the process.
    func signal(_ number: Int32) { kill(process, number) }

    /// Reads until the condition holds.
    ///
    /// - Throws: `Failure` with the screen when that takes half a minute, or the terminal has no process any more.
    func wait(until condition: () -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while !condition() {
            guard ContinuousClock.now < deadline else { throw Failure.timeout(screen: text) }
            try read()
        }
    }

    /// Waits for the end of the process and reads the rest of what it sent; gives how it ended, as `waitpid` does.
    func end() throws -> Int32 {
        try wait {
            var status: Int32 = 0
            if waitStatus == nil, waitpid(process, &status, WNOHANG) == process { waitStatus = status }
            return waitStatus != nil
        }
        while try read() {}
        return waitStatus ?? 0
    }

    /// Waits until the process is stopped.
    func waitUntilStopped() throws {
        try wait {
            var status: Int32 = 0
            return waitpid(process, &status, WNOHANG | WUNTRACED) == process && status & 0xFF == 0x7F
        }
        while try read() {}
    }

    /// Reads what is there, waiting for a moment; gives whether there was something.
    @discardableResult
    private func read() throws -> Bool {
        var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, 20) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(master, &buffer, buffer.count)
        guard count > 0 else { throw Failure.ended(screen: text) }
        sent += buffer.prefix(count)
        screen.feed(buffer.prefix(count))
        return true
    }
}
