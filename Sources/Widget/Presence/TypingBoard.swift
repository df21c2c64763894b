package import Hub
import Synchronization

/// Who is writing just now. It is in memory alone, expires by itself and never enters the log.
package final class TypingBoard: Sendable {
    /// How long a sign of writing holds, in milliseconds.
    package static let holdMilliseconds: Int64 = 5000
    private static let countMax = 10_000

    private let signs = Mutex<[Identifier: [Author: Instant]]>([:])

    /// Makes an empty board.
    package init() {}

    /// Notes that somebody writes in the conversation of a ticket.
    package func note(_ author: Author, in ticket: Identifier, at now: Instant) {
        signs.withLock { signs in
            if signs.count >= Self.countMax {
                signs = signs.filter { $0.value.values.contains { Self.holds($0, at: now) } }
            }
            // Those whose sign has run out go, so that a board holds no more than who writes.
            var present = signs[ticket, default: [:]].filter { Self.holds($0.value, at: now) }
            present[author] = now
            signs[ticket] = present
        }
    }

    /// Notes that somebody stopped, because their message is there.
    package func clear(_ author: Author, in ticket: Identifier) {
        signs.withLock { $0[ticket]?[author] = nil }
    }

    /// Who writes in a ticket's conversation, and since when they were last heard of.
    package func writing(in ticket: Identifier, at now: Instant) -> [Author: Instant] {
        signs.withLock { $0[ticket]?.filter { Self.holds($0.value, at: now) } ?? [:] }
    }

    private static func holds(_ sign: Instant, at now: Instant) -> Bool {
        (0..<holdMilliseconds).contains(now.milliseconds - sign.milliseconds)
    }
}
