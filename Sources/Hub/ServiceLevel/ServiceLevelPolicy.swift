/// The four promises that are clocked.
public enum ServiceClock: String, Hashable, Sendable, Codable, CaseIterable {
    /// From the ticket's first customer message to the first qualifying public reply.
    case firstResponse = "first_response"
    /// After the first reply: from the oldest unanswered customer message to a public reply, resolve or merge.
    case nextResponse = "next_response"
    /// From a hand-off to the first public reply by a teammate.
    case handOffResponse = "hand_off_response"
    /// From the episode's start to its resolution; pauses while pending or snoozed.
    case resolution
}

/// Targets for the tickets that match; the first policy of a list that matches holds.
public struct ServiceLevelPolicy: Hashable, Sendable {
    /// The stable name.
    public let id: String
    /// The channels it is for; nil: all.
    public var channels: Set<String>?
    /// The segments it is for; nil: all, customers without a segment included.
    public var segments: Set<String>?
    /// The priorities it is for; nil: all.
    public var priorities: Set<Priority>?
    /// Targets; a clock without one is not under the policy.
    public var targets: [ServiceClock: TargetDuration]
    /// The hours in which its clocks run.
    public var schedule: ScheduleHistory
    /// True when an answer of the AI stops the first and next response.
    public var countsAssistantReplies: Bool
    /// True when a reopened ticket gets its whole resolution target again.
    public var restartsWhenReopened: Bool

    /// Assembles a policy; without further ado it matches every ticket and runs around the clock.
    public init(
        id: String, channels: Set<String>? = nil, segments: Set<String>? = nil, priorities: Set<Priority>? = nil,
        targets: [ServiceClock: TargetDuration], schedule: ScheduleHistory = .always,
        countsAssistantReplies: Bool = true, restartsWhenReopened: Bool = false
    ) {
        self.id = id
        self.channels = channels
        self.segments = segments
        self.priorities = priorities
        self.targets = targets
        self.schedule = schedule
        self.countsAssistantReplies = countsAssistantReplies
        self.restartsWhenReopened = restartsWhenReopened
    }

    /// True when a ticket of these properties is under the policy.
    public func matches(channel: String, segment: String?, priority: Priority) -> Bool {
        if let priorities, !priorities.contains(priority) { return false }
        if let channels, !channels.contains(channel) { return false }
        guard let segments else { return true }
        return segment.map(segments.contains) ?? false
    }
}
