/// Who speaks for the team in a conversation.
///
/// People take it by speaking, by claiming the ticket, or when the assistant hands over; they give it back by an explicit
/// act alone. Nothing else returns it, so that the assistant never talks into what a person has begun.
public enum Lease: String, Hashable, Sendable, Codable, CaseIterable {
    /// The assistant may.
    case assistant
    /// A person does, and the assistant is silent until they give the conversation back.
    case person

    /// Who holds a conversation after its events.
    ///
    /// - Parameter events: The ticket's events by (`occurred`, `id`), as `Hub.events(of:)` gives them. O(events).
    public init(after events: [Event]) {
        self = events.reduce(.assistant) { lease, event in
            event.isSuperseded ? lease : event.leaseGiven ?? lease
        }
    }
}

extension Event {
    /// Whom the event gives the conversation to; nil when it leaves it where it is.
    fileprivate var leaseGiven: Lease? {
        switch kind {
        case .message(let fact): author.kind == .teammate && !fact.isNoise ? .person : nil
        // A rule that gives new tickets an owner says who is asked when it comes to people, and takes nothing.
        case .assigned(let owner): owner != nil && author.kind == .teammate ? .person : nil
        case .handedOff, .draftApproved: .person
        case .leaseReturned: .assistant
        default: nil
        }
    }
}
