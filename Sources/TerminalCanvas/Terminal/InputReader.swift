import Foundation
import Glibc
import Synchronization

/// Reads a terminal and the signals on a thread of its own, so that whatever the program does, no key waits to be read.
final class InputReader: Sendable {
    /// What it reads.
    enum Notice: Sendable {
        case input(Input)
        case signal(Int32)
        /// The terminal is gone.
        case closed
    }

    private enum Mode { case reading, paused, stopped }

    /// How long bytes that may be the start of a sequence wait for the rest.
    private static let sequenceMillisecondsMax: Int32 = 30

    private let descriptor: Int32
    private let signals: Pipe
    private let wake = Pipe()
    private let mode = Mutex(Mode.reading)
    private let done = DispatchSemaphore(value: 0)

    /// Starts the thread; `notify` is called on it.
    init(_ descriptor: Int32, signals: Pipe, notify: @escaping @Sendable (Notice) -> Void) {
        self.descriptor = descriptor
        self.signals = signals
        Thread.detachNewThread { [self] in
            run(notify)
            done.signal()
        }
    }

    /// Leaves the terminal's input to somebody else; returns when nothing more is read.
    func pause() { change(to: .paused) }

    /// Reads again.
    func resume() { change(to: .reading) }

    /// Ends the thread and waits for it.
    func stop() {
        change(to: .stopped)
        done.wait()
        wake.close()
    }

    private func change(to new: Mode) {
        mode.withLock { $0 = new }
        var byte: UInt8 = 0
        _ = write(wake.writeEnd, &byte, 1)
    }

    private func run(_ notify: (Notice) -> Void) {
        SignalPipe.unblockOnThisThread()
        var decoder = InputDecoder()
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let mode = mode.withLock(\.self)
            guard mode != .stopped else { return }
            var waiting = [
                pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0),
                pollfd(fd: signals.readEnd, events: Int16(POLLIN), revents: 0),
                pollfd(fd: mode == .reading ? descriptor : -1, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&waiting, 3, decoder.isWaiting ? Self.sequenceMillisecondsMax : -1)
            if ready == 0 { decoder.flush().forEach { notify(.input($0)) } }
            guard ready > 0 else { continue }
            if waiting[0].revents != 0 { _ = read(wake.readEnd, &buffer, buffer.count) }
            if waiting[1].revents != 0 {
                let count = read(signals.readEnd, &buffer, buffer.count)
                // Ctrl-C at a program that has the terminal is meant for that program.
                for number in buffer.prefix(max(0, count)).map(Int32.init) where mode == .reading || number != SIGINT {
                    notify(.signal(number))
                }
            }
            guard waiting[2].revents != 0 else { continue }
            // Reading under the lock: after `pause` has taken it, no byte that is meant for somebody else is read.
            let count = self.mode.withLock { $0 == .reading ? read(descriptor, &buffer, buffer.count) : nil }
            guard let count else { continue }
            if count > 0 {
                decoder.feed(buffer.prefix(count)).forEach { notify(.input($0)) }
            } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
                notify(.closed)
                return
            }
        }
    }
}
