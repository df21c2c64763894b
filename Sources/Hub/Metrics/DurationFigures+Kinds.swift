extension DurationFigures {
    /// Time to the first reply by the AI or a teammate, over tickets. O(n log n).
    public static func firstReply(
        of tickets: some Sequence<TicketFigures>, asOf instant: Instant, rule: PercentileRule = .nearestRank
    ) -> DurationFigures {
        var (ended, waiting) = ([Int64](), [Instant]())
        for ticket in tickets {
            if let milliseconds = ticket.firstReplyMilliseconds {
                ended.append(milliseconds)
            } else if ticket.isOpen, let since = ticket.firstCustomerMessage {
                waiting.append(since)
            }
        }
        return DurationFigures(milliseconds: ended, waiting: waiting, asOf: instant, rule: rule)
    }

    /// Time from the hand-off, or the first message, to the first reply by a person, over tickets. O(n log n).
    public static func firstHumanReply(
        of tickets: some Sequence<TicketFigures>, asOf instant: Instant, rule: PercentileRule = .nearestRank
    ) -> DurationFigures {
        var (ended, waiting) = ([Int64](), [Instant]())
        for ticket in tickets {
            if let milliseconds = ticket.firstHumanReplyMilliseconds {
                ended.append(milliseconds)
            } else if let since = ticket.waitingForHumanSince {
                waiting.append(since)
            }
        }
        return DurationFigures(milliseconds: ended, waiting: waiting, asOf: instant, rule: rule)
    }

    /// Time from start to resolution, over episodes: wall time, or the open time of `openingHours`. Open episodes stand
    /// aside as waiting; what an import closed or a merge took is left out. O(n log n).
    public static func resolution(
        of episodes: some Sequence<Episode>, during openingHours: ScheduleHistory = .always, asOf instant: Instant,
        rule: PercentileRule = .nearestRank
    ) -> DurationFigures {
        var (ended, waiting) = ([Int64](), [Instant]())
        for episode in episodes {
            switch episode.closing {
            case .imported, .merged: continue
            case .resolved, nil: break
            }
            if let end = episode.end(asOf: instant) {
                ended.append(openingHours.openMilliseconds(from: episode.start, to: end))
            } else {
                waiting.append(episode.start)
            }
        }
        return DurationFigures(milliseconds: ended, waiting: waiting, asOf: instant, rule: rule)
    }
}
