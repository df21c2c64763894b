import Glibc

/// Signals as bytes in a pipe, so that they can be waited for together with input.
enum SignalPipe {
    /// Window size, ends that are asked for, and stops.
    private static let signals = [SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT]

    // Written on the main actor while no handler is installed, read by handlers.
    nonisolated(unsafe) fileprivate static var writeEnd: Int32 = -1
    // Used on the main actor alone.
    nonisolated(unsafe) private static var previous: [Int32: sigaction] = [:]

    /// Catches the signals.
    ///
    /// - Returns: The pipe, from which a byte with the number of each is read.
    @MainActor
    static func open() -> Pipe {
        precondition(writeEnd < 0, "one terminal at a time catches signals")
        let pipe = Pipe()
        writeEnd = pipe.writeEnd
        for number in signals { install(number) }
        return pipe
    }

    /// Catches nothing any more and closes the pipe.
    @MainActor
    static func close(_ pipe: Pipe) {
        for (number, action) in previous {
            var action = action
            sigaction(number, &action, nil)
        }
        previous = [:]
        writeEnd = -1
        pipe.close()
    }

    /// Stops this process as its shell expects, until it is continued.
    @MainActor
    static func stop() {
        leaveStopping()
        // The queue's threads block most signals, and a signal that waits would stop the process later, or never.
        var (stops, before) = (sigset_t(), sigset_t())
        sigemptyset(&stops)
        sigaddset(&stops, SIGTSTP)
        pthread_sigmask(SIG_UNBLOCK, &stops, &before)
        raise(SIGTSTP)
        pthread_sigmask(SIG_SETMASK, &before, nil)
        catchStopping()
    }

    /// Whether a signal asks the program to end.
    static func isEnding(_ number: Int32) -> Bool { [SIGTERM, SIGHUP, SIGINT].contains(number) }

    /// Lets the calling thread be the one that the signals reach.
    static func unblockOnThisThread() {
        var caught = sigset_t()
        sigemptyset(&caught)
        for number in signals { sigaddset(&caught, number) }
        pthread_sigmask(SIG_UNBLOCK, &caught, nil)
    }

    /// Lets a stop stop this process at once, together with a program that has the terminal.
    @MainActor
    static func leaveStopping() { signal(SIGTSTP, SIG_DFL) }

    /// Catches stops again.
    @MainActor
    static func catchStopping() { install(SIGTSTP) }

    @MainActor
    private static func install(_ number: Int32) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handleSignal
        action.sa_flags = Int32(SA_RESTART)
        var old = sigaction()
        sigaction(number, &action, &old)
        if previous[number] == nil { previous[number] = old }
    }
}

private func handleSignal(_ number: Int32) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: number)
    // A full pipe holds a signal already that will be looked at.
    _ = Glibc.write(SignalPipe.writeEnd, &byte, 1)
    errno = saved
}
