import Glibc

/// Gives the terminal back when the program crashes, before anybody reads what is said about it.
///
/// A handler of a signal may use neither memory nor locks: what it needs lies ready in plain memory.
enum CrashGuard {
    private static let signals = [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS]

    /// Remembers what the terminal was, and catches crashes from now on.
    @MainActor
    static func arm(_ input: Int32, _ output: Int32, _ original: termios) {
        if state == nil {
            let memory = UnsafeMutablePointer<State>.allocate(capacity: 1)
            memory.initialize(to: State())
            state = memory
        }
        guard let state else { return }
        state.pointee.input = input
        state.pointee.output = output
        state.pointee.original = original
        guard !state.pointee.isArmed else { return }
        state.pointee.isArmed = true
        for (index, number) in signals.enumerated() {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = handleCrash
            // A stack that has run over leaves no room on itself, where there is another one.
            action.sa_flags = Int32(SA_ONSTACK)
            sigaction(number, &action, previous(index))
        }
    }

    /// Gives the calling thread a second stack, on which the end of its first one can be handled.
    ///
    /// The main actor runs on threads of a pool, so this is called before each round of work; a thread that has one
    /// already keeps it.
    static func protectStack() {
        var current = stack_t()
        guard sigaltstack(nil, &current) == 0, current.ss_flags & Int32(SS_DISABLE) != 0 else { return }
        var stack = stack_t()
        stack.ss_size = 65_536
        stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: stack.ss_size, alignment: 16)
        sigaltstack(&stack, nil)
    }

    /// Catches nothing any more.
    @MainActor
    static func disarm() {
        guard let state, state.pointee.isArmed else { return }
        state.pointee.isArmed = false
        for (index, number) in signals.enumerated() { sigaction(number, previous(index), nil) }
    }

    /// Gives the terminal back at once, from any thread or handler.
    static func restore() {
        guard let state, state.pointee.isArmed else { return }
        TerminalModes.leave.withUTF8Buffer { _ = Glibc.write(state.pointee.output, $0.baseAddress, $0.count) }
        tcsetattr(state.pointee.input, TCSANOW, &state.pointee.original)
    }

    fileprivate struct State {
        var input: Int32 = -1
        var output: Int32 = -1
        var original = termios()
        var isArmed = false
    }

    fileprivate static func previous(_ index: Int) -> UnsafeMutablePointer<sigaction> {
        previousActions.advanced(by: index)
    }

    fileprivate static func index(of number: Int32) -> Int? { signals.firstIndex(of: number) }

    // Written on the main actor before a handler is installed, read by handlers after that.
    nonisolated(unsafe) fileprivate static var state: UnsafeMutablePointer<State>?

    // Each entry is written when its handler is installed and read by that handler alone.
    nonisolated(unsafe) private static let previousActions: UnsafeMutablePointer<sigaction> = {
        let memory = UnsafeMutablePointer<sigaction>.allocate(capacity: signals.count)
        memory.initialize(repeating: sigaction(), count: signals.count)
        return memory
    }()
}

/// Restores the terminal and lets whoever was to handle the crash before do so.
private func handleCrash(_ number: Int32) {
    CrashGuard.restore()
    if let index = CrashGuard.index(of: number) {
        sigaction(number, CrashGuard.previous(index), nil)
    } else {
        signal(number, SIG_DFL)
    }
    raise(number)
}
