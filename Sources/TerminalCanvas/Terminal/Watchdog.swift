import Foundation

/// Ends a program that was asked to end and does not.
enum Watchdog {
    /// Ends the process by a signal after a time, with the terminal given back.
    static func start(after interval: Duration, signal number: Int32) {
        let seconds = Double(interval.components.seconds)
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: seconds)
            CrashGuard.restore()
            TerminalEnd.endProcess(by: number)
        }
    }
}
