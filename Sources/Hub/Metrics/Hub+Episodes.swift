extension Hub {
    /// Cuts a ticket's events into episodes as seen from `instant`.
    ///
    /// - Parameters:
    ///   - events: the ticket's events in any order; superseded ones and those after `instant` do not count.
    ///   - instant: the present of the figure.
    ///   - rules: quiet period, retraction period and reopening window.
    ///   - returns: tickets of the same verified person that are linked as the same issue.
    ///
    /// An episode that lies with the AI alone and is quiet counts as resolved by the system at its deadline whether or
    /// not a worker wrote so yet. O(n) for events in order.
    public static func episodes(
        of events: [Event], asOf instant: Instant, rules: MetricRules = MetricRules(), returns: [IssueReturn] = []
    ) -> [Episode] {
        let timeline = Timeline(events, asOf: instant)
        var cutter = EpisodeCutter(rules: rules)
        for (index, event) in timeline.events.enumerated() { cutter.consume(event, at: index, in: timeline) }
        return cutter.finished(asOf: instant, returns: returns)
    }
}
