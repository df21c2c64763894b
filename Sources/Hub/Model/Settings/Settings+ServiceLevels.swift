public import CRDT

extension ServiceLevelConfiguration {
    /// Reads the policies and schedules of a workspace through time from its settings' documents.
    ///
    /// Each change of the settings is a version from its own time on, so figures of the past keep the rules of the past.
    ///
    /// - Parameters:
    ///   - serviceLevels: The section `service_levels`; nil: no policies.
    ///   - businessHours: The section `business_hours`; nil: open around the clock.
    ///   - workspaceHours: The schedule of business times, `workspace.hours`; nil: around the clock.
    ///   - occurred: When a change of either happened; a change it does not know counts from the beginning.
    /// - Complexity: O(n²) in the changes of a section, which are few.
    public init(
        serviceLevels: Document?, businessHours: Document?, workspaceHours: String? = nil,
        occurred: (ChangeReference) -> Instant?
    ) {
        let hours = Settings.versions(of: .businessHours, businessHours, occurred)
        var schedules: [String: ScheduleHistory] = [:]
        for name in Set(hours.flatMap { $0.settings.names(of: "hours.*.zone") }) {
            schedules[name] = ScheduleHistory(named: name, hours)
        }
        let versions = Settings.versions(of: .serviceLevels, serviceLevels, occurred).map { from, settings in
            Version(from: from, policies: settings.policies(schedules))
        }
        self.init(versions: versions, openingHours: workspaceHours.flatMap { schedules[$0] } ?? .always)
    }
}

extension MetricRules {
    /// Reads the rules of figures; what is not set keeps the standard of its channel.
    public init(assistant: Settings, channels: Settings) {
        self.init()
        for channel in assistant.names(of: "assistant.quiet.*") {
            guard case .seconds(let seconds)? = assistant.duration("assistant.quiet.\(channel)") else { continue }
            quietSeconds[channel] = seconds
        }
        if let days = assistant["assistant.retraction_days"].integer { retractionSeconds = days * 86_400 }
        for channel in channels.names(of: "channel.*.reopen_days") {
            guard let days = channels["channel.\(channel).reopen_days"].integer else { continue }
            reopenSeconds[channel] = days * 86_400
        }
    }
}

extension Settings {
    /// A section as each of its changes left it, in the document's order.
    fileprivate static func versions(
        of section: SettingsSection, _ document: Document?, _ occurred: (ChangeReference) -> Instant?
    ) -> [(from: Instant, settings: Settings)] {
        var seen: [ChangeReference] = []
        return (document?.changes() ?? []).map { change in
            seen.append(change.reference)
            let settings = Settings(section: section, document: document?.view(at: seen) ?? Document())
            return (occurred(change.reference) ?? Instant(milliseconds: .min), settings)
        }
    }

    /// The policies by rank, then name.
    fileprivate func policies(_ schedules: [String: ScheduleHistory]) -> [ServiceLevelPolicy] {
        let ranked = names(of: "policy.*.rank").map { (rank: self["policy.\($0).rank"].double ?? 0, name: $0) }
        return ranked.sorted { ($0.rank, $0.name) < ($1.rank, $1.name) }.map { _, name in
            var targets: [ServiceClock: TargetDuration] = [:]
            for clock in ServiceClock.allCases { targets[clock] = duration("policy.\(name).\(clock.rawValue)") }
            let priorities = words("policy.\(name).priorities")?.compactMap { Priority(name: $0) }
            return ServiceLevelPolicy(
                id: name, channels: words("policy.\(name).channels"), segments: words("policy.\(name).segments"),
                priorities: priorities.map(Set.init), targets: targets,
                schedule: self["policy.\(name).schedule"].string.flatMap { schedules[$0] } ?? .always,
                countsAssistantReplies: self["policy.\(name).ai_answers"].bool ?? true,
                restartsWhenReopened: self["policy.\(name).fresh_on_reopen"].bool ?? false
            )
        }
    }

    fileprivate func duration(_ name: String) -> TargetDuration? {
        self[name].string.flatMap(TargetDuration.init)
    }

    /// The words of a list joined by commas; nil when it is empty.
    private func words(_ name: String) -> Set<String>? {
        let words = (self[name].string ?? "").split(separator: ",").map { word in
            String(word.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        return words.isEmpty ? nil : Set(words)
    }

    /// A schedule as the section has it; around the clock where it would never open.
    fileprivate func schedule(_ name: String) -> BusinessSchedule {
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        let week = days.map { self["hours.\(name).\($0)"].string.flatMap(OpeningHours.hours) ?? [] }
        let prefix = "hours.\(name).holiday."
        let holidays = values.compactMap { key, value in
            value == true && key.hasPrefix(prefix) ? LocalDate(String(key.dropFirst(prefix.count))) : nil
        }
        let zone = self["hours.\(name).zone"].string.flatMap(LocalZone.init(identifier:)) ?? .utc
        return (try? BusinessSchedule(zone: zone, week: week, holidays: holidays)) ?? .always
    }
}

extension ScheduleHistory {
    fileprivate init(named name: String, _ hours: [(from: Instant, settings: Settings)]) {
        let versions = hours.map { Version(from: $0.from, schedule: $0.settings.schedule(name)) }
        self = (try? ScheduleHistory(versions: versions)) ?? .always
    }
}

extension Priority {
    /// Reads the name that settings and searches use; nil when it is none.
    init?(name: String) {
        switch name {
        case "low": self = .low
        case "normal": self = .normal
        case "high": self = .high
        case "urgent": self = .urgent
        default: return nil
        }
    }
}
