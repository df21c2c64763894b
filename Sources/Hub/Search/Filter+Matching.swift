extension Filter {
    /// True when every condition holds for the row.
    ///
    /// This is the definition; a query in SQL has to give the same rows.
    public func matches(_ row: TicketSummary, in context: SearchContext) -> Bool {
        conditions.allSatisfy { $0.matches(row, in: context) }
    }
}

extension Filter.Condition {
    /// True when one of the values holds for the row, or, negated, none does.
    public func matches(_ row: TicketSummary, in context: SearchContext) -> Bool {
        values.contains { holds($0, for: row, in: context) } != isNegated
    }

    private func holds(_ value: Filter.Value, for row: TicketSummary, in context: SearchContext) -> Bool {
        switch value {
        case .time(let condition):
            condition.interval(in: context).contains(field == .created ? row.created : row.updated)
        case .me:
            context.me != nil && row.owner?.id == context.me
        case .absent:
            isAbsent(in: row)
        case .word(let word):
            holds(Words.caseFolded(word), as: word, for: row, in: context)
        }
    }

    private func isAbsent(in row: TicketSummary) -> Bool {
        switch field {
        case .customer: row.customer == nil
        case .source: row.source == nil
        case .owner: row.owner == nil
        case .queue: row.queue == nil
        case .tag: row.tags.isEmpty
        case .segment: row.segment == nil
        case .reason: row.reasons.isEmpty
        case .locale: row.locale == nil
        case .sla: row.sla == .none
        case .channel, .status, .is, .priority, .outcome, .created, .updated: false
        }
    }

    private func holds(
        _ word: String, as typed: String, for row: TicketSummary, in context: SearchContext
    ) -> Bool {
        func equals(_ other: String?) -> Bool { other.map { Words.caseFolded($0) == word } ?? false }
        switch field {
        case .customer: return row.customer?.answers(to: typed) ?? false
        case .owner: return row.owner?.answers(to: typed) ?? false
        case .source: return equals(row.channel) || equals(row.source)
        case .channel: return equals(row.channel)
        case .status: return row.status.rawValue == word
        case .is: return Filter.Flag(rawValue: word)?.holds(for: row, in: context) ?? false
        case .queue: return equals(row.queue)
        case .priority: return row.priority.name == word
        case .tag: return row.tags.contains(where: equals)
        case .segment: return equals(row.segment)
        case .reason:
            return row.reasons.contains { reason in
                if case .policyRule = reason, word == "policy_rule" { return true }
                return equals(reason.code)
            }
        case .outcome:
            return row.resolution.rawValue == word || word == "ai" && row.resolution.isByAIAlone
        case .sla: return row.sla.rawValue == word
        case .locale:
            guard let locale = row.locale.map(Words.caseFolded) else { return false }
            return locale == word || locale.hasPrefix(word + "-")
        case .created, .updated: return false
        }
    }
}

extension Filter.Flag {
    /// True when the row has the property.
    public func holds(for row: TicketSummary, in context: SearchContext) -> Bool {
        switch self {
        case .unassigned: row.owner == nil
        case .snoozed: row.snoozedUntil.map { $0 > context.now } ?? false
        case .breached: row.sla == .breached
        case .unread: row.isUnread
        case .waiting: row.waitingSince != nil
        case .escalated: row.escalatedAt != nil
        case .ai: row.resolution.isByAIAlone
        case .mixed: row.resolution == .mixed
        case .human: row.resolution == .human
        case .spam: row.isSpam
        }
    }
}

extension TicketSummary.Resolution {
    /// True when the AI resolved the ticket without a person.
    public var isByAIAlone: Bool { self == .aiConfirmed || self == .aiAssumed }
}

extension TicketSummary.Party {
    /// True when `text` is the identifier or an address, case aside, or when its words stand in the name one after the
    /// other, case and diacritics aside.
    public func answers(to text: String) -> Bool {
        let word = Words.caseFolded(text)
        if Words.caseFolded(id) == word || addresses.contains(where: { Words.caseFolded($0) == word }) { return true }
        let phrase = Words.tokens(in: text).map(\.folded)
        guard !phrase.isEmpty, let name else { return false }
        return Words.contains(phrase, in: Words.tokens(in: name), form: .folded)
    }
}
