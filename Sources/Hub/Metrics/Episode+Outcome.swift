extension Episode {
    /// True when the AI was on and the customer asked for something; spam never is.
    public var isEligible: Bool { isAssistanceOn && meaningfulMessages > 0 && !isSpam }

    /// True when the AI took part in an eligible episode.
    public var isInvolved: Bool { isEligible && involved != nil }

    /// True when nothing but small talk and system replies happened.
    public var isSmallTalk: Bool { meaningfulMessages == 0 && involved == nil && touched == nil && escalation == nil }

    /// True when no person wrote any of the customer's messages.
    public var isAutomatic: Bool { customerMessages > 0 && automaticMessages == customerMessages }

    /// True when the episode lies with the AI alone and nobody has a question open: such an episode is resolved by the
    /// system once it is quiet.
    public var restsWithAssistant: Bool {
        guard closing == nil, isAssistanceOn, escalation == nil, touched == nil else { return false }
        return involved == nil ? meaningfulMessages == 0 : verdict != .no
    }

    /// When a worker owes `resolved(system)`; nil when none is due. Metrics take it as written whether or not it is.
    public var systemResolution: Instant? { restsWithAssistant ? quietDeadline : nil }

    /// When the episode ended as seen from `instant`, the system's resolution included; nil while open.
    public func end(asOf instant: Instant) -> Instant? {
        if let end { return end }
        guard let due = systemResolution, due <= instant else { return nil }
        return due
    }

    /// The outcome as seen from `instant`; nil while the episode is neither closed nor timed out, and for episodes
    /// that are not eligible, were merged away or closed by the import.
    public func outcome(asOf instant: Instant) -> Outcome? {
        guard isEligible else { return nil }
        switch closing {
        case .imported, .merged: return nil
        case .resolved: break
        case nil: guard quietDeadline <= instant else { return nil }
        }
        if escalation != nil { return .escalated }
        guard involved != nil else { return touched == nil ? .unanswered : .humanOnly }
        if lastAnswer != nil, verdict == .yes { return .containedConfirmed }
        if lastAssistantRole == .answer || lastAssistantRole == .action, verdict != .no { return .containedAssumed }
        return .abandoned
    }

    /// True when the credit of a contained episode was taken back by a return.
    public func isRetracted(asOf instant: Instant) -> Bool {
        guard let returned, returned <= instant else { return false }
        return outcome(asOf: instant)?.isContained == true
    }

    /// True when the figures that count this episode may still change without anybody disagreeing with the past: it is
    /// undecided, or its credit can still be taken back.
    public func isProvisional(asOf instant: Instant, rules: MetricRules) -> Bool {
        guard isEligible else { return false }
        guard let outcome = outcome(asOf: instant) else { return closing == nil }
        guard outcome.isContained, !isRetracted(asOf: instant) else {
            return closing == nil && end(asOf: instant) == nil
        }
        guard let end = end(asOf: instant) else { return true }
        return instant < end.advanced(bySeconds: rules.retractionSeconds)
    }
}
