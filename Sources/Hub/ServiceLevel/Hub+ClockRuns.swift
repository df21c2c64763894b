extension Hub {
    /// The runs of the four service-level clocks over a ticket's events, as seen from `instant`.
    ///
    /// - Parameters:
    ///   - events: the ticket's events in any order; superseded ones and those after `instant` do not count.
    ///   - instant: the present of the figure.
    ///   - configuration: policies and opening hours through time.
    ///   - rules: quiet period and reopening window, which end and reopen episodes.
    ///
    /// Clocks that are under no policy are left out. O(n) for events in order.
    public static func clockRuns(
        of events: [Event], asOf instant: Instant, configuration: ServiceLevelConfiguration,
        rules: MetricRules = MetricRules()
    ) -> [ClockRun] {
        let timeline = Timeline(events, asOf: instant)
        var cutter = EpisodeCutter(rules: rules)
        var clocks = ServiceClocks(configuration: configuration)
        for (index, event) in timeline.events.enumerated() {
            cutter.consume(event, at: index, in: timeline)
            clocks.consume(event, step: cutter.step, in: timeline)
        }
        let due = cutter.episodes.last?.systemResolution
        return clocks.finished(quietEnd: due.flatMap { $0 <= instant ? $0 : nil })
    }
}
