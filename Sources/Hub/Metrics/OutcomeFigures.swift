/// What became of a cohort of episodes, and the rates of the AI that follow from it.
///
/// Rates are over the eligible episodes that are closed or timed out, each of which has exactly one outcome; those that
/// are not so far stand beside them as `undecided`.
public struct OutcomeFigures: Hashable, Sendable {
    /// The parts that make up 100 %.
    public enum Part: String, Hashable, Sendable, Codable, CaseIterable {
        /// Handed over, or taken over.
        case escalated
        /// By people, without the AI.
        case humanOnly = "human_only"
        /// Confirmed, and still credited.
        case containedConfirmed = "contained_confirmed"
        /// Assumed, and still credited.
        case containedAssumed = "contained_assumed"
        /// Contained, but the customer came back with the matter.
        case retracted
        /// The AI took part, to no end.
        case abandoned
        /// Nobody replied.
        case unanswered
    }

    /// Eligible episodes with an outcome.
    public private(set) var eligible = 0
    /// Eligible ones that are still going on.
    public private(set) var undecided = 0
    /// Those that are not eligible: the AI was off, small talk, spam, merged away or closed by the import.
    public private(set) var ineligible = 0
    /// Eligible ones with an outcome in which the AI took part.
    public private(set) var involved = 0
    /// How many of `eligible` each part has.
    public private(set) var parts: [Part: Int] = [:]
    /// Escalated ones by their primary reason.
    public private(set) var reasons: [FallbackReason: Int] = [:]
    /// Why the AI was off, for the ineligible ones that say so.
    public private(set) var offReasons: [String: Int] = [:]
    /// Those whose part may still change by the passing of time or a return.
    public private(set) var provisional = 0
    /// Involved ones that «Fin view» credits.
    public private(set) var finCredited = 0
    /// Involved ones that «Zendesk view» credits.
    public private(set) var zendeskCredited = 0

    /// An empty cohort.
    public init() {}

    /// Counts episodes as seen from `instant`.
    public init(_ episodes: some Sequence<Episode>, asOf instant: Instant, rules: MetricRules = MetricRules()) {
        for episode in episodes { add(episode, asOf: instant, rules: rules) }
    }

    /// Counts an episode as seen from `instant`.
    public mutating func add(_ episode: Episode, asOf instant: Instant, rules: MetricRules = MetricRules()) {
        if episode.isProvisional(asOf: instant, rules: rules) { provisional += 1 }
        guard let outcome = episode.outcome(asOf: instant) else {
            if episode.isEligible, episode.closing == nil { undecided += 1 } else { ineligible += 1 }
            if !episode.isAssistanceOn, let reason = episode.assistanceReason { offReasons[reason, default: 0] += 1 }
            return
        }
        eligible += 1
        if episode.isInvolved {
            involved += 1
            if episode.isCreditedByFin(asOf: instant) { finCredited += 1 }
            if episode.isCreditedByZendesk(asOf: instant) { zendeskCredited += 1 }
        }
        if outcome == .escalated, let escalation = episode.escalation {
            reasons[escalation.handOff.reason, default: 0] += 1
        }
        parts[Self.part(of: outcome, isRetracted: episode.isRetracted(asOf: instant)), default: 0] += 1
    }

    private static func part(of outcome: Outcome, isRetracted: Bool) -> Part {
        switch outcome {
        case .escalated: .escalated
        case .humanOnly: .humanOnly
        case .containedConfirmed: isRetracted ? .retracted : .containedConfirmed
        case .containedAssumed: isRetracted ? .retracted : .containedAssumed
        case .abandoned: .abandoned
        case .unanswered: .unanswered
        }
    }
}

extension OutcomeFigures {
    /// How many a part has.
    public func count(of part: Part) -> Int { parts[part] ?? 0 }

    /// Contained and still credited.
    public var contained: Int { count(of: .containedConfirmed) + count(of: .containedAssumed) }
    /// AI containment: credited episodes of the eligible ones.
    public var containment: Proportion { Proportion(contained, of: eligible) }
    /// Containment by an explicit yes alone.
    public var confirmedOnly: Proportion { Proportion(count(of: .containedConfirmed), of: eligible) }
    /// Involvement: the eligible episodes in which the AI took part. Containment is involvement × resolution.
    public var involvement: Proportion { Proportion(involved, of: eligible) }
    /// Resolution: credited episodes of the involved ones.
    public var resolution: Proportion { Proportion(contained, of: involved) }
    /// Escalated episodes of the eligible ones.
    public var escalation: Proportion { Proportion(count(of: .escalated), of: eligible) }
    /// Share of each part, in the order of `Part.allCases`; they sum to 100 % unless nothing is eligible.
    public var stack: [(part: Part, share: Proportion)] {
        Part.allCases.map { ($0, Proportion(count(of: $0), of: eligible)) }
    }
    /// «Fin view»: of the involved episodes, those whose last answer was confirmed or not followed up.
    public var finView: Proportion { Proportion(finCredited, of: involved) }
    /// «Zendesk view»: of the involved episodes, those that nobody touched within 72 h of inactivity.
    public var zendeskView: Proportion { Proportion(zendeskCredited, of: involved) }
    /// True when the rates may still change by the passing of time or a return.
    public var isProvisional: Bool { undecided > 0 || provisional > 0 }
}

extension Episode {
    private static let zendeskSeconds: Int64 = 72 * 3600

    /// True when the AI's last answer was confirmed or not followed up, no person was needed and nobody returned.
    public func isCreditedByFin(asOf instant: Instant) -> Bool {
        guard isInvolved, escalation == nil, lastAnswer != nil, verdict != .no else { return false }
        guard verdict == .yes || !isFollowedUp else { return false }
        return returned.map { $0 > instant } ?? true
    }

    /// True when no person was needed and nothing happened for 72 h after the last message.
    public func isCreditedByZendesk(asOf instant: Instant) -> Bool {
        guard isInvolved, escalation == nil else { return false }
        let due = lastActivity.advanced(bySeconds: Self.zendeskSeconds)
        guard due <= instant else { return false }
        return reopened.map { $0 > due } ?? true
    }
}
