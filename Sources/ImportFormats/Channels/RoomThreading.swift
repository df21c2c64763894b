import Hub

/// Tells the conversations in a shared room apart, by mention and recency.
///
/// A message that mentions somebody belongs to the conversation in which the mentioned one spoke last. A message that
/// mentions nobody continues its author's own conversation, or the one in which the author was mentioned, whichever is
/// more recent. Everything else opens a conversation. "Recent" means five minutes or ten messages of the room, so that
/// busy and quiet rooms both hold together, and never more than a day.
///
/// State is kept for each author of each room; a message costs one look-up for each mention.
struct RoomThreading {
    private struct Trace {
        var conversation: Int
        var at: Instant
        var count: Int
    }

    private struct Room {
        var count = 0
        var spoke: [String: Trace] = [:]
        var mentioned: [String: Trace] = [:]
    }

    private static let pauseMillisecondsMax: Int64 = 5 * 60_000
    private static let pauseMessagesMax = 10
    private static let mentionMillisecondsMax: Int64 = 60 * 60_000
    private static let dayMilliseconds: Int64 = 24 * 60 * 60_000

    private var rooms: [String: Room] = [:]
    private var conversations = 0

    /// The conversation of the room's next message, counted from 0 in the order in which they open.
    mutating func conversation(room name: String, author: String, mentions: [String], at: Instant) -> Int {
        var room = rooms.removeValue(forKey: name) ?? Room()
        room.count += 1
        let others = mentions.filter { $0 != author }
        var candidates: [Trace]
        if others.isEmpty {
            candidates = [room.spoke[author], room.mentioned[author]].compactMap(\.self).filter { trace in
                let pause = Self.pause(from: trace.at, to: at)
                let isClose = pause <= Self.pauseMillisecondsMax || room.count - trace.count <= Self.pauseMessagesMax
                return isClose && pause <= Self.dayMilliseconds
            }
        } else {
            candidates = others.compactMap { room.spoke[$0] }
            candidates.removeAll { Self.pause(from: $0.at, to: at) > Self.mentionMillisecondsMax }
        }
        let conversation: Int
        if let latest = candidates.max(by: { ($0.at, $0.count) < ($1.at, $1.count) }) {
            conversation = latest.conversation
        } else {
            conversation = conversations
            conversations += 1
        }
        let trace = Trace(conversation: conversation, at: at, count: room.count)
        room.spoke[author] = trace
        for other in others { room.mentioned[other] = trace }
        rooms[name] = room
        return conversation
    }

    /// Saturating, as times come from outside.
    private static func pause(from earlier: Instant, to later: Instant) -> Int64 {
        let (difference, overflow) = later.milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return overflow ? .max : difference
    }
}
