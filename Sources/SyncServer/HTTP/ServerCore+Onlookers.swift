import Hub
import ServiceLifecycle
import SyncProtocol
import Widget

extension ServerCore {
    /// How long a question who writes stays unanswered at most, in milliseconds.
    private static let onlookerMilliseconds: Int64 = 20_000

    /// Notes that a customer writes in a ticket, for those of the team who look at it.
    func note(_ customer: Author, writesIn ticket: Identifier, at instant: Instant) {
        typing.note(customer, in: ticket, at: instant)
        customersWrite.nudge()
    }

    /// Notes that a customer wrote no more, because their message is there.
    func clear(_ customer: Author, writesIn ticket: Identifier) {
        typing.clear(customer, in: ticket)
        customersWrite.nudge()
    }

    /// The customers who write in a ticket, once that is something else than the asker believes, or after a while.
    ///
    /// - Parameter isWriting: Whether the asker believes that somebody does.
    func customers(in ticket: Identifier, behind isWriting: Bool) async -> [Author] {
        let end = now().milliseconds + Self.onlookerMilliseconds
        while true {
            let instant = now()
            let signs = typing.writing(in: ticket, at: instant).filter { $0.key.kind == .customer }
            let isOver = Task.isCancelled || Task.isShuttingDownGracefully || instant.milliseconds >= end
            guard signs.isEmpty != isWriting, !isOver else { return Array(signs.keys) }
            // A sign that is not renewed runs out by itself, without anybody saying so.
            let expiry = signs.values.map { $0.milliseconds + TypingBoard.holdMilliseconds }.min() ?? end
            await wait(milliseconds: max(1, min(expiry, end) - instant.milliseconds))
        }
    }

    /// Waits for a sign of any customer, at most so long. One that is given in the moment before is not missed for long:
    /// signs are renewed as long as they hold.
    private func wait(milliseconds: Int64) async {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { [customersWrite] in
                // The first comes at once and says nothing.
                for await _ in customersWrite.listen().cancelOnGracefulShutdown().dropFirst() { return }
            }
            tasks.addTask {
                try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .milliseconds(milliseconds)) }
            }
            await tasks.next()
            tasks.cancelAll()
        }
    }
}
