package import Hub

/// The statuses that the inbox can be turned to, as conditions of its query.
package enum StatusPill: String, Hashable, Sendable, Codable, CaseIterable {
    case open, pending, resolved, snoozed, all

    /// The conditions that the pill stands for.
    package var conditions: [Filter.Condition] {
        switch self {
        case .open, .pending:
            [.init(.status, rawValue), .init(.is, [.word(Filter.Flag.snoozed.rawValue)], isNegated: true)]
        case .resolved: [.init(.status, rawValue)]
        case .snoozed: [.init(.is, Filter.Flag.snoozed.rawValue)]
        case .all: []
        }
    }

    /// Whether a condition is one that pills set.
    static func owns(_ condition: Filter.Condition) -> Bool {
        condition.field == .status
            || condition.field == .is && condition.values == [.word(Filter.Flag.snoozed.rawValue)]
    }

    /// The pill that a filter stands on; nil when its statuses are none of the pills'.
    package init?(_ filter: Filter) {
        let own = Set(filter.conditions.filter(Self.owns))
        guard let pill = Self.allCases.first(where: { Set($0.conditions) == own }) else { return nil }
        self = pill
    }
}

/// The filters that one key turns on and off.
package enum QuickFilter: String, Hashable, Sendable, Codable, CaseIterable {
    case mine, unassigned, waiting, unread, escalated
    case atRisk = "at-risk"
    case byAI = "by-ai"

    /// The command that turns it on and off.
    package var command: CommandID {
        guard let id = CommandID(rawValue: rawValue) else { preconditionFailure("a quick filter has its command") }
        return id
    }

    /// The condition that it stands for.
    package var condition: Filter.Condition {
        switch self {
        case .mine: Filter.Condition(.owner, [.me])
        case .unassigned: Filter.Condition(.owner, [.absent])
        case .waiting: Filter.Condition(.is, Filter.Flag.waiting.rawValue)
        case .unread: Filter.Condition(.is, Filter.Flag.unread.rawValue)
        case .escalated: Filter.Condition(.is, Filter.Flag.escalated.rawValue)
        case .atRisk:
            Filter.Condition(.sla, TicketSummary.SLAState.atRisk.rawValue, TicketSummary.SLAState.breached.rawValue)
        case .byAI: Filter.Condition(.is, Filter.Flag.ai.rawValue)
        }
    }
}

extension Filter {
    /// The filter with a pill's statuses in place of its own.
    func turned(to pill: StatusPill) -> Filter {
        Filter(pill.conditions + conditions.filter { !StatusPill.owns($0) })
    }

    /// The filter with a condition added, or without it where it has it.
    func toggling(_ condition: Condition) -> Filter {
        if conditions.contains(condition) { return Filter(conditions.filter { $0 != condition }) }
        // «Mine» and «unassigned» together would find nothing: the newer takes the place of the older.
        let isExclusive = condition.field == .owner
        let kept = isExclusive ? conditions.filter { $0.field != condition.field || $0.isNegated } : conditions
        return Filter(kept + [condition])
    }

    /// The filter with a value of a field added to what the field may be, or taken away.
    func toggling(_ value: Value, of field: Field) -> Filter {
        var conditions = conditions
        guard let place = conditions.firstIndex(where: { $0.field == field && !$0.isNegated }) else {
            return Filter(conditions + [Condition(field, [value])])
        }
        let old = conditions[place]
        // Instants exclude one another: the newer takes the place of the older.
        var values = field.isTime ? [] : old.values.filter { $0 != value }
        if !old.values.contains(value) { values.append(value) }
        if values.isEmpty {
            conditions.remove(at: place)
        } else {
            conditions[place] = Condition(field, values)
        }
        return Filter(conditions)
    }

    /// Whether a field may be a value.
    func holds(_ value: Value, of field: Field) -> Bool {
        conditions.contains { $0.field == field && !$0.isNegated && $0.values.contains(value) }
    }

    /// The filter without what it says of a field.
    func without(_ field: Field) -> Filter { Filter(conditions.filter { $0.field != field || $0.isNegated }) }
}
