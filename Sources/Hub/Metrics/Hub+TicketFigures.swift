extension Hub {
    /// All figures of a ticket.
    ///
    /// - Parameters:
    ///   - events: the ticket's events in any order; superseded ones do not count.
    ///   - rules: quiet period, retraction period and reopening window.
    ///   - configuration: service-level policies and opening hours through time.
    ///   - returns: tickets of the same verified person that are linked as the same issue.
    ///   - instant: leaves out what happened later, and takes a quiet period that ends by then as ended. Without it all
    ///     events count and nothing ends by itself, so that the result holds until the next event.
    ///
    /// O(n) for events in order.
    public static func figures(
        of events: [Event], rules: MetricRules = MetricRules(), configuration: ServiceLevelConfiguration = .none,
        returns: [IssueReturn] = [], asOf instant: Instant? = nil
    ) -> TicketFigures {
        let timeline = Timeline(events, asOf: instant ?? Instant(milliseconds: .max))
        var reader = TicketReader(rules: rules, configuration: configuration)
        for index in timeline.events.indices { reader.consume(timeline.events[index], at: index, in: timeline) }
        return reader.finished(asOf: instant, returns: returns)
    }

    /// The episodes of a ticket as seen from `instant`; parameters as of `figures`.
    public static func episodes(
        of events: [Event], asOf instant: Instant, rules: MetricRules = MetricRules(), returns: [IssueReturn] = []
    ) -> [Episode] {
        figures(of: events, rules: rules, returns: returns, asOf: instant).episodes
    }

    /// The runs of the four service-level clocks as seen from `instant`, without those under no policy; parameters as
    /// of `figures`.
    public static func clockRuns(
        of events: [Event], asOf instant: Instant, configuration: ServiceLevelConfiguration,
        rules: MetricRules = MetricRules()
    ) -> [ClockRun] {
        figures(of: events, rules: rules, configuration: configuration, asOf: instant).clocks
    }
}
