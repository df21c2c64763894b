import Hub
import Synchronization

/// Suspects spam by what needs no reading: many links, or the same words in many conversations at once.
///
/// Only words that begin a conversation of somebody unverified are suspected; whoever talks to the team already is not.
/// What it has seen lives in memory: a restart forgives.
final class SpamWatch: Sendable {
    /// Links in one message from which on it is suspected.
    static let linkCountMin = 8
    /// Conversations that begin with the same words within an hour, from which on they are suspected.
    static let repetitionCountMin = 5
    /// Words that are shorter say the same by chance.
    private static let scalarCountMin = 40
    private static let hourMilliseconds: Int64 = 3_600_000
    private static let textCountMax = 10_000

    private let seen = Mutex<[String: [(thread: String, at: Instant)]]>([:])

    /// Why a message is to be looked at first; nil when it is not.
    func suspicion(of message: InboundMessage, at now: Instant) -> String? {
        guard message.author.kind == .customer, !message.author.assurance.isVerified else { return nil }
        let text = message.body.plainText
        if text.ranges(of: "://").count >= Self.linkCountMin { return "many_links" }
        guard text.unicodeScalars.count >= Self.scalarCountMin else { return nil }
        let count = seen.withLock { seen -> Int in
            if seen.count > Self.textCountMax { seen = [:] }
            var times = (seen[text] ?? []).filter { now.milliseconds - $0.at.milliseconds < Self.hourMilliseconds }
            if !times.contains(where: { $0.thread == message.thread }) { times.append((message.thread, now)) }
            seen[text] = times
            return times.count
        }
        return count >= Self.repetitionCountMin ? "repeated" : nil
    }
}
