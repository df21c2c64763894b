/// Cuts a timeline into episodes, one event at a time and in order.
///
/// `step` tells what the last event did, so that the service-level clocks walk along instead of deciding again.
struct EpisodeCutter {
    /// What one event did to the episodes.
    struct Step {
        /// The system's resolution that fell due before the event.
        var quietEnd: Instant?
        /// What began at the event.
        var beginning: Episode.Beginning?
        /// What closed at the event.
        var closing: Episode.Closing?
        /// True when people took over from the AI, by a hand-off or without one.
        var isHandedOver = false
    }

    private let rules: MetricRules
    /// The episodes so far; only the last can be open.
    private(set) var episodes: [Episode] = []
    /// What the last event did.
    private(set) var step = Step()
    /// The channel on which the ticket was opened.
    private(set) var channel = ""
    /// The queue that holds it.
    private(set) var queue: String?
    /// True once it was merged into another ticket; nothing counts after that.
    private(set) var isMerged = false
    /// True while it is marked as spam.
    private(set) var isSpam = false
    /// Same-issue links that stand in the ticket itself.
    private(set) var links: [IssueReturn] = []
    private var owner: String?
    private var assistance: (isOn: Bool, reason: String?)?
    private var isAssistanceOfEpisode = false
    private var quietSeconds: Int64
    private var lastAssistantIndex = -1

    init(rules: MetricRules) {
        self.rules = rules
        quietSeconds = rules.quietSecondsDefault
    }

    /// True while an episode is open.
    var isOpen: Bool { episodes.last.map { $0.closing == nil } ?? false }

    /// Takes the event at `index` of `timeline`.
    mutating func consume(_ event: Event, at index: Int, in timeline: Timeline) {
        step = Step()
        guard !isMerged else { return }
        closeQuietEpisode(before: event.occurred)
        switch event.kind {
        case .opened(let channel):
            self.channel = channel
            quietSeconds = rules.quietSeconds(onChannel: channel)
        case .message(let fact): consume(fact, of: event, at: index, in: timeline)
        case .status(let status): consume(status, of: event, at: index)
        case .assigned(let owner):
            self.owner = owner
            if event.author.kind == .teammate, owner == event.author.id { touch(at: event.occurred) }
        case .queued(let scope):
            queue = scope
            if isOpen { episodes[episodes.count - 1].queue = scope }
        case .handedOff(let handOff): if isOpen { escalate(handOff, at: event.occurred) }
        case .draftApproved: touch(at: event.occurred)
        case .judged(let judgement): judge(judgement.finding, at: timeline.position(of: judgement, at: index))
        case .rated(let rating): rate(rating.score, at: index)
        case .merged:
            close(at: event.occurred, by: .merged)
            isMerged = true
        case .linkedAsSameIssue(let ticket):
            links.append(IssueReturn(ticket: ticket, opened: event.occurred, linked: event.occurred))
        case .spam(let isSpam): self.isSpam = isSpam
        case .assistance(let isOn, let reason): assist(isOn, reason)
        case .closedAsImported: close(at: event.occurred, by: .imported)
        case .note, .snoozed, .priority, .segment, .assistantFailed, .leaseReturned: break
        }
    }

    /// The episodes with their returns; `quietEnd` is the system's resolution that is due and not written yet.
    func finished(quietEnd: Instant?, returns: [IssueReturn], asOf instant: Instant?) -> [Episode] {
        var cutter = self
        if let quietEnd { cutter.close(at: quietEnd, by: .resolved(by: .system)) }
        cutter.assignReturns(returns, asOf: instant)
        return cutter.episodes
    }
}

// MARK: - Beginning and closing

extension EpisodeCutter {
    private mutating func closeQuietEpisode(before instant: Instant) {
        guard let due = episodes.last?.systemResolution, due < instant else { return }
        close(at: due, by: .resolved(by: .system))
        step.closing = nil
        step.quietEnd = due
    }

    private mutating func close(at instant: Instant, by closing: Episode.Closing) {
        guard isOpen else { return }
        let last = episodes.count - 1
        episodes[last].end = instant
        episodes[last].closing = closing
        settleWait(of: last, at: instant)
        step.closing = closing
    }

    private mutating func begin(_ beginning: Episode.Beginning, at instant: Instant, index: Int) {
        if beginning == .reopened { episodes[episodes.count - 1].reopened = instant }
        var episode = Episode(
            ordinal: episodes.count + 1, beginning: beginning, start: instant, channel: channel,
            isAssistanceOn: assistance?.isOn ?? false, quietDeadline: instant.advanced(bySeconds: quietSeconds)
        )
        episode.assistanceReason = assistance?.reason
        episode.queue = queue
        episode.startIndex = index
        episodes.append(episode)
        isAssistanceOfEpisode = false
        step.beginning = beginning
    }

    /// What a return at `instant` after the last episode is.
    private func beginning(at instant: Instant) -> Episode.Beginning {
        guard let end = episodes.last?.end else { return .first }
        return instant <= end.advanced(bySeconds: rules.reopenSeconds(onChannel: channel)) ? .reopened : .followUp
    }

    private mutating func consume(_ status: TicketStatus, of event: Event, at index: Int) {
        switch status {
        case .resolved: close(at: event.occurred, by: .resolved(by: event.author.kind))
        case .open, .pending:
            guard !isOpen, !episodes.isEmpty else { return }
            // A teammate who reopens means this matter, however long ago it was.
            let beginning = event.author.kind == .teammate ? .reopened : beginning(at: event.occurred)
            begin(beginning, at: event.occurred, index: index)
        }
    }

    private mutating func assignReturns(_ returns: [IssueReturn], asOf instant: Instant?) {
        var all: [IssueReturn] = []
        if !links.isEmpty || !returns.isEmpty {
            let known = Set(returns.map(\.ticket))
            // A link whose other ticket is unknown here stands for that ticket's opening.
            all = links.filter { !known.contains($0.ticket) }
            for other in returns where instant.map({ other.linked <= $0 }) ?? true { all.append(other) }
        }
        for index in episodes.indices {
            episodes[index].isSpam = isSpam
            guard let end = episodes[index].end else { continue }
            let limit = end.advanced(bySeconds: rules.retractionSeconds)
            var returned = episodes[index].reopened.flatMap { $0 <= limit ? $0 : nil }
            for other in all where other.opened > end && other.opened <= limit {
                let known = max(other.opened, other.linked)
                returned = min(returned ?? known, known)
            }
            episodes[index].returned = returned
        }
    }
}

// MARK: - Messages

extension EpisodeCutter {
    private mutating func consume(
        _ fact: Event.MessageFact, of event: Event, at index: Int, in timeline: Timeline
    ) {
        if event.author.kind == .customer {
            consumeCustomer(fact, at: event.occurred, index: index, isMeaningful: timeline.isMeaningful(fact))
            return
        }
        // A message of the very instant that closed the episode belongs to it: a solution and its mark share a time.
        guard let last = episodes.indices.last, isOpen || episodes[last].end == event.occurred, !fact.isNoise else {
            return
        }
        note(activityAt: event.occurred, in: last)
        switch event.author.kind {
        case .teammate: touch(last, at: event.occurred)
        case .ai: involve(last, by: fact, at: event.occurred, index: index)
        case .customer, .system, .automation, .observer: break
        }
        if fact.isReply(by: event.author.kind) { reply(in: last, by: event.author.kind, at: event.occurred) }
    }

    private mutating func consumeCustomer(
        _ fact: Event.MessageFact, at instant: Instant, index: Int, isMeaningful: Bool
    ) {
        if !isOpen {
            if let end = episodes.last?.end {
                guard isMeaningful, instant > end else { return }
            }
            begin(beginning(at: instant), at: instant, index: index)
        }
        let last = episodes.count - 1
        episodes[last].customerMessages += 1
        if fact.isNoise { episodes[last].automaticMessages += 1 } else { note(activityAt: instant, in: last) }
        guard isMeaningful else { return }
        episodes[last].meaningfulMessages += 1
        if episodes[last].firstMeaningful == nil { episodes[last].firstMeaningful = instant }
        if episodes[last].waitingSince == nil { episodes[last].waitingSince = instant }
        if episodes[last].lastAnswer != nil { episodes[last].isFollowedUp = true }
    }

    private mutating func note(activityAt instant: Instant, in episode: Int) {
        episodes[episode].lastActivity = instant
        episodes[episode].quietDeadline = instant.advanced(bySeconds: quietSeconds)
    }

    private mutating func reply(in episode: Int, by kind: Author.Kind, at instant: Instant) {
        guard episodes[episode].firstMeaningful != nil else { return }
        if episodes[episode].firstReply == nil { episodes[episode].firstReply = instant }
        if kind == .teammate, episodes[episode].firstHumanReply == nil { episodes[episode].firstHumanReply = instant }
        settleWait(of: episode, at: instant)
    }

    private mutating func settleWait(of episode: Int, at instant: Instant) {
        guard let since = episodes[episode].waitingSince else { return }
        episodes[episode].customerWaitMilliseconds += instant.milliseconds - since.milliseconds
        episodes[episode].waitingSince = nil
    }
}

// MARK: - The AI and the people

extension EpisodeCutter {
    private mutating func assist(_ isOn: Bool, _ reason: String?) {
        assistance = (isOn, reason)
        // What held when the episode began is recorded at its beginning; later switches are for the next one.
        guard isOpen, !isAssistanceOfEpisode else { return }
        episodes[episodes.count - 1].isAssistanceOn = isOn
        episodes[episodes.count - 1].assistanceReason = reason
        isAssistanceOfEpisode = true
    }

    private mutating func involve(_ episode: Int, by fact: Event.MessageFact, at instant: Instant, index: Int) {
        lastAssistantIndex = index
        episodes[episode].lastAssistantRole = fact.role
        if fact.isAnswer || episodes[episode].verdict == .no { episodes[episode].verdict = .none }
        if fact.isAnswer {
            episodes[episode].lastAnswer = instant
            episodes[episode].lastAnswerIndex = index
            episodes[episode].isFollowedUp = false
        }
        guard fact.isAssistance, episodes[episode].involved == nil else { return }
        episodes[episode].involved = instant
        // A workspace that records no switches has the AI on wherever it answers.
        if assistance == nil { episodes[episode].isAssistanceOn = true }
        if let touched = episodes[episode].touched { takeOver(episode, at: touched) }
    }

    private mutating func touch(at instant: Instant) {
        guard isOpen else { return }
        touch(episodes.count - 1, at: instant)
    }

    private mutating func touch(_ episode: Int, at instant: Instant) {
        if episodes[episode].touched == nil { episodes[episode].touched = instant }
        guard episodes[episode].involved != nil, episodes[episode].escalation == nil else { return }
        takeOver(episode, at: instant)
        step.isHandedOver = true
    }

    private mutating func takeOver(_ episode: Int, at instant: Instant) {
        guard episodes[episode].escalation == nil else { return }
        let handOff = Event.HandOff(reason: .humanTakeover)
        episodes[episode].escalation = .init(instant: instant, handOff: handOff, queue: queue, owner: owner)
    }

    private mutating func escalate(_ handOff: Event.HandOff, at instant: Instant) {
        step.isHandedOver = true
        let last = episodes.count - 1
        guard episodes[last].escalation == nil else { return }
        episodes[last].escalation = .init(instant: instant, handOff: handOff, queue: queue, owner: owner)
        episodes[last].firstHumanReply = nil
    }

    private mutating func judge(_ finding: Event.Judgement.Finding, at position: Int) {
        switch finding {
        case .affirmation: decide(.yes, at: position)
        case .negative, .openQuestion: decide(.no, at: position)
        case .notMeaningful, .thanks, .right, .wrong: break
        }
    }

    private mutating func rate(_ score: Int, at position: Int) {
        guard let last = episodes.indices.last else { return }
        episodes[last].rating = score
        if score >= 4 { decide(.yes, at: position) } else if score <= 2 { decide(.no, at: position) }
    }

    /// Notes a yes after the last answer, or a no after the AI's last message; the later of them stands.
    private mutating func decide(_ verdict: Episode.Verdict, at position: Int) {
        guard let episode = episodes.lastIndex(where: { $0.startIndex <= position }) else { return }
        let answer = episodes[episode].lastAnswerIndex
        let last = episode == episodes.count - 1 ? max(answer, lastAssistantIndex) : answer
        guard answer >= 0 || verdict == .no, position > (verdict == .yes ? answer : last) else { return }
        guard position >= episodes[episode].verdictIndex else { return }
        episodes[episode].verdict = verdict
        episodes[episode].verdictIndex = position
    }
}
