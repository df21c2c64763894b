import CRDT

@testable import Hub

/// A ticket's life in a few lines: what is said at how many seconds after Monday, 2024-07-01, 09:00 UTC.
struct MetricsStory {
    static let base = Instant("2024-07-01T09:00:00Z")
    static let minute: Int64 = 60
    static let hour: Int64 = 3600
    static let day: Int64 = 86_400

    private(set) var events: [Event] = []

    /// Begins a ticket on a channel, with the AI on, off, or without a word about it.
    init(channel: String = "widget", assistance: Bool? = true) {
        add(0, .system, .opened(channel: channel))
        if let assistance { self.assistance(0, assistance) }
    }

    static func at(_ seconds: Int64) -> Instant { base.advanced(bySeconds: seconds) }

    @discardableResult
    mutating func add(
        _ seconds: Int64, _ author: Author.Kind, id: String = "", isSuperseded: Bool = false, _ kind: Event.Kind
    ) -> OperationID {
        let id = (self.nextID, Author(kind: author, id: id.isEmpty ? author.rawValue : id))
        events.append(
            Event(
                id: id.0, occurred: Self.at(seconds), accepted: nil, author: id.1, isSuperseded: isSuperseded,
                kind: kind
            )
        )
        return id.0
    }

    private var nextID: OperationID {
        let change = ChangeReference(actor: ActorID(high: 0, low: 1), number: UInt64(events.count + 1))
        return OperationID(change: change, index: 0)
    }

    @discardableResult
    mutating func message(
        _ seconds: Int64, _ author: Author.Kind, _ role: Event.MessageRole = .message, isAutomatic: Bool = false,
        isSuperseded: Bool = false
    ) -> OperationID {
        let fact = Event.MessageFact(message: nextID, role: role, isAutomatic: isAutomatic)
        return add(seconds, author, isSuperseded: isSuperseded, .message(fact))
    }

    @discardableResult
    mutating func customer(_ seconds: Int64) -> OperationID { message(seconds, .customer) }
    @discardableResult
    mutating func teammate(_ seconds: Int64) -> OperationID { message(seconds, .teammate) }
    @discardableResult
    mutating func answer(_ seconds: Int64) -> OperationID { message(seconds, .ai, .answer) }

    mutating func assistance(_ seconds: Int64, _ isOn: Bool, reason: String? = nil) {
        add(seconds, .system, .assistance(isOn: isOn, reason: reason))
    }

    mutating func status(_ seconds: Int64, _ status: TicketStatus, by author: Author.Kind = .teammate) {
        add(seconds, author, .status(status))
    }

    mutating func resolve(_ seconds: Int64, by author: Author.Kind = .teammate) {
        status(seconds, .resolved, by: author)
    }

    mutating func handOff(_ seconds: Int64, _ reason: FallbackReason = .customerRequest) {
        add(seconds, .ai, .handedOff(.init(reason: reason)))
    }

    mutating func judge(_ seconds: Int64, _ message: OperationID?, _ finding: Event.Judgement.Finding) {
        add(seconds, .ai, .judged(.init(message: message, finding: finding, classifier: "rules 1")))
    }

    mutating func rate(_ seconds: Int64, _ score: Int) { add(seconds, .customer, .rated(.init(score: score))) }

    func episodes(at seconds: Int64, returns: [IssueReturn] = []) -> [Episode] {
        Hub.episodes(of: events, asOf: Self.at(seconds), returns: returns)
    }

    /// The outcome of each episode.
    func outcomes(at seconds: Int64) -> [Outcome?] {
        episodes(at: seconds).map { $0.outcome(asOf: Self.at(seconds)) }
    }

    func figures(at seconds: Int64, _ configuration: ServiceLevelConfiguration = .none) -> TicketFigures {
        Hub.figures(of: events, configuration: configuration, asOf: Self.at(seconds))
    }
}
