import Hub
import Replica
import SyncProtocol

/// The figures as JSON tells them.
struct StatisticsReport: Encodable {
    struct Coverage: Encodable {
        let scopes: [String]
        let asOf: String
        let synced: String?
        let unsent: Int
        let zone: String
        let definitionVersion: Int
    }

    struct Window: Encodable {
        let since: String
        let until: String
    }

    /// Durations in a few numbers; medians are absent where nothing has ended.
    struct Durations: Encodable {
        let n: Int
        let medianSeconds: Double?
        let p90Seconds: Double?
        let waiting: Int
        let oldestWaitingSeconds: Int64?

        init(_ list: DurationList, _ instant: Instant, _ rule: PercentileRule) {
            let figures = list.figures(asOf: instant, rule: rule)
            n = figures.count
            medianSeconds = figures.medianSeconds
            p90Seconds = figures.p90Seconds
            waiting = figures.waiting
            oldestWaitingSeconds = figures.oldestWaitingSeconds
        }
    }

    struct ByChannel: Encodable {
        let all: Durations
        let byChannel: [String: Durations]

        init(_ durations: ChannelDurations, _ instant: Instant, _ rule: PercentileRule) {
            all = Durations(durations.all, instant, rule)
            byChannel = durations.byChannel.mapValues { Durations($0, instant, rule) }
        }
    }

    /// A rate with what it is of; absent where that is nothing.
    struct Rate: Encodable {
        let count: Int
        let total: Int
        let rate: Double?

        init(_ proportion: Proportion) {
            (count, total, rate) = (proportion.count, proportion.total, proportion.rate)
        }
    }

    struct Outcomes: Encodable {
        let eligible: Int
        let undecided: Int
        let ineligible: Int
        let provisional: Int
        let parts: [String: Int]
        let reasons: [String: Int]
        let containment: Rate
        let confirmedOnly: Rate
        let involvement: Rate
        let resolution: Rate
        let escalation: Rate
        let finView: Rate
        let zendeskView: Rate

        init(_ figures: OutcomeFigures) {
            (eligible, undecided, ineligible) = (figures.eligible, figures.undecided, figures.ineligible)
            provisional = figures.provisional
            parts = Dictionary(uniqueKeysWithValues: figures.parts.map { ($0.key.rawValue, $0.value) })
            reasons = Dictionary(uniqueKeysWithValues: figures.reasons.map { ($0.key.code, $0.value) })
            (containment, confirmedOnly) = (Rate(figures.containment), Rate(figures.confirmedOnly))
            (involvement, resolution) = (Rate(figures.involvement), Rate(figures.resolution))
            (escalation, finView, zendeskView) = (
                Rate(figures.escalation), Rate(figures.finView), Rate(figures.zendeskView)
            )
        }
    }

    struct ServiceLevels: Encodable {
        let underPolicy: Int
        let halfUsed: Int
        let atRisk: Int
        let breached: Int
        let answeredAfterBreach: Int
        let stillOpen: Int
        let breachedByClock: [String: Int]
    }

    struct Teammate: Encodable {
        let id: String
        let name: String?
        let messages: Int
    }

    let coverage: Coverage
    let percentileRule: String
    let channel: String?
    let window: Window?
    let conversations: Int
    let messages: Int
    let notes: Int
    let participants: Int
    let byChannel: [String: Int]
    let byLocale: [String: Int]
    let byTopic: [String: Int]
    let byTag: [String: Int]
    let byMonth: [String: Int]
    let byStatus: [String: Int]
    let spam: Int
    let locked: Int
    let solved: Int
    let finalState: [String: Int]
    let firstReply: ByChannel
    let firstTeammateReply: ByChannel
    let resolution: ByChannel
    let businessResolution: Durations
    let replyTargetSeconds: Int64
    let lateReplies: Int
    let outcomes: Outcomes
    let reopened: Rate
    let satisfaction: Rate
    let volume: [String: Int]
    let volumeExcluded: Int
    let serviceLevels: ServiceLevels
    let teammates: [Teammate]

    init(_ statistics: Statistics) {
        let (figures, request, rule) = (statistics.figures, statistics.request, statistics.request.rule)
        let now = statistics.coverage.asOf
        coverage = Coverage(
            scopes: statistics.coverage.scopes.map(\.description), asOf: now.iso,
            synced: statistics.coverage.syncedAt?.iso, unsent: statistics.coverage.pendingCount,
            zone: statistics.coverage.zone, definitionVersion: statistics.coverage.definitionVersion
        )
        percentileRule = rule.rawValue
        channel = request.channel
        window = request.window.map { Window(since: $0.start.iso, until: $0.end.iso) }
        conversations = figures.conversationCount
        messages = figures.messageCount
        notes = figures.noteCount
        participants = figures.participantCount
        (byChannel, byLocale, byTopic) = (figures.byChannel, figures.byLocale, figures.byTopic)
        (byTag, byMonth) = (figures.byTag, figures.byMonth)
        byStatus = Dictionary(uniqueKeysWithValues: figures.byStatus.map { ($0.key.rawValue, $0.value) })
        (spam, locked, solved) = (figures.spamCount, figures.lockedCount, figures.solvedCount)
        finalState = Dictionary(uniqueKeysWithValues: figures.finalStates.map { ($0.key.rawValue, $0.value) })
        firstReply = ByChannel(figures.firstReply, now, rule)
        firstTeammateReply = ByChannel(figures.firstHumanReply, now, rule)
        resolution = ByChannel(figures.resolution, now, rule)
        businessResolution = Durations(figures.businessResolution, now, rule)
        replyTargetSeconds = request.replyTargetSeconds
        lateReplies = figures.lateReplyCount
        outcomes = Outcomes(figures.outcomes)
        reopened = Rate(figures.reopenings.rate)
        satisfaction = Rate(figures.satisfaction.total.satisfaction)
        (volume, volumeExcluded) = (figures.volume, figures.volumeExcludedCount)
        let (funnel, byClock) = (figures.breaches, figures.breachesByClock)
        serviceLevels = ServiceLevels(
            underPolicy: funnel.underPolicy, halfUsed: funnel.halfUsed, atRisk: funnel.atRisk,
            breached: funnel.breached, answeredAfterBreach: funnel.answeredAfterBreach, stillOpen: funnel.stillOpen,
            breachedByClock: Dictionary(uniqueKeysWithValues: byClock.map { ($0.key.rawValue, $0.value) })
        )
        teammates = statistics.teammates.map { Teammate(id: $0.id, name: $0.name, messages: $0.messageCount) }
    }
}
