import Glibc

/// A terminal by its file descriptors: raw mode, the screen, and bytes to it.
///
/// What it was before is kept, and comes back by `leave`, which may be called twice.
@MainActor
public final class TerminalDevice {
    let inputDescriptor: Int32
    let outputDescriptor: Int32
    private var original = termios()
    private(set) var isEntered = false
    /// Whether the mouse is reported.
    var hasMouse = true {
        didSet {
            if isEntered, hasMouse != oldValue { send(hasMouse ? TerminalModes.mouseOn : TerminalModes.mouseOff) }
        }
    }

    /// Takes the terminal behind two descriptors, by default the one that the program was started in.
    ///
    /// - Throws: `TerminalError` when there is none, or none with a screen.
    public init(input: Int32 = 0, output: Int32 = 1, environment: [String: String]) throws(TerminalError) {
        guard isatty(input) == 1, isatty(output) == 1 else { throw .notATerminal }
        guard environment["TERM"] != "dumb" else { throw .isDumb }
        inputDescriptor = input
        outputDescriptor = output
        guard tcgetattr(input, &original) == 0 else { throw .notATerminal }
    }

    /// The size of the window; 80 by 24 where the terminal does not say.
    public var size: Size {
        var window = winsize()
        guard ioctl(outputDescriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
            return Size(columns: 80, rows: 24)
        }
        return Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
    }

    /// Takes the terminal over: raw mode and the alternate screen. A crash gives it back.
    func enter() {
        CrashGuard.arm(inputDescriptor, outputDescriptor, original)
        var raw = original
        cfmakeraw(&raw)
        // Reading returns at once with what there is; the reader waits by polling.
        withUnsafeMutableBytes(of: &raw.c_cc) { bytes in
            bytes[Int(VMIN)] = 1
            bytes[Int(VTIME)] = 0
        }
        while tcsetattr(inputDescriptor, TCSADRAIN, &raw) != 0, errno == EINTR {}
        isEntered = true
        send(TerminalModes.enter)
        if hasMouse { send(TerminalModes.mouseOn) }
    }

    /// Gives the terminal back as it was.
    func leave() {
        guard isEntered else { return }
        isEntered = false
        send(TerminalModes.leave)
        var mode = original
        while tcsetattr(inputDescriptor, TCSADRAIN, &mode) != 0, errno == EINTR {}
        CrashGuard.disarm()
    }

    /// Writes bytes, in one call where the terminal takes them at once.
    ///
    /// - Returns: Whether the terminal is still there.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { send($0) } }

    @discardableResult
    func send(_ text: StaticString) -> Bool { text.withUTF8Buffer { send(UnsafeRawBufferPointer($0)) } }

    private func send(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(outputDescriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                // Somebody set the descriptor to non-blocking, which all who share it then have.
                var waiting = pollfd(fd: outputDescriptor, events: Int16(POLLOUT), revents: 0)
                guard poll(&waiting, 1, 1000) >= 0 || errno == EINTR else { return false }
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}
