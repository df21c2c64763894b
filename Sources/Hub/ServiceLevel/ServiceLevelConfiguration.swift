/// The service-level policies of a workspace through time, and its opening hours.
public struct ServiceLevelConfiguration: Hashable, Sendable {
    /// The list of policies from an instant on.
    public struct Version: Hashable, Sendable {
        /// When it comes into force.
        public let from: Instant
        /// The policies; the first that matches holds.
        public let policies: [ServiceLevelPolicy]

        /// Assembles a version.
        public init(from: Instant, policies: [ServiceLevelPolicy]) {
            self.from = from
            self.policies = policies
        }
    }

    /// Ascending by `from`; the first also holds for all time before it.
    public let versions: [Version]
    /// The workspace's opening hours, for business times that are under no policy.
    public let openingHours: ScheduleHistory
    /// True when any target counts in business days.
    let usesBusinessDays: Bool

    /// No policies, open around the clock.
    public static let none = ServiceLevelConfiguration(policies: [])

    /// Policies that never changed.
    public init(policies: [ServiceLevelPolicy], openingHours: ScheduleHistory = .always) {
        self.init(
            versions: [Version(from: Instant(milliseconds: .min), policies: policies)], openingHours: openingHours)
    }

    /// Takes versions in any order; of two with the same instant the later in the list holds.
    public init(versions: [Version], openingHours: ScheduleHistory = .always) {
        self.versions = versions.enumerated()
            .sorted { ($0.element.from, $0.offset) < ($1.element.from, $1.offset) }
            .map(\.element)
        self.openingHours = openingHours
        usesBusinessDays = versions.contains { version in
            version.policies.contains { policy in
                policy.targets.values.contains { if case .businessDays = $0 { true } else { false } }
            }
        }
    }

    /// The policy for a ticket of these properties by the list in force at `instant`; nil when none matches.
    public func policy(
        at instant: Instant, channel: String, segment: String?, priority: Priority
    ) -> ServiceLevelPolicy? {
        guard var index = versions.indices.last else { return nil }
        while index > 0, versions[index].from > instant { index -= 1 }
        return versions[index].policies.first { $0.matches(channel: channel, segment: segment, priority: priority) }
    }
}
