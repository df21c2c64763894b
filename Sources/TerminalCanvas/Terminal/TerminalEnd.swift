import Glibc

/// Why a loop ended.
public enum TerminalEnd: Hashable, Sendable {
    /// The program wanted to.
    case quit
    /// A signal asked for it, such as SIGTERM; its number.
    case signal(Int32)
    /// The terminal is gone.
    case closed

    /// Ends the process the way that whoever waits for it expects: with code 0, or by the signal that asked for it.
    public func endProcess() -> Never {
        switch self {
        case .quit: exit(0)
        case .signal(let number): Self.endProcess(by: number)
        case .closed: Self.endProcess(by: SIGHUP)
        }
    }

    /// Ends the process by a signal, from any thread: those of the queues block most signals.
    static func endProcess(by number: Int32) -> Never {
        Glibc.signal(number, SIG_DFL)
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, number)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        raise(number)
        exit(1)
    }
}
