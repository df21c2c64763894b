import CRDT
import Hub

/// One event as JSON tells it.
struct EventEntry: Encodable {
    let id: String
    let kind: String
    /// What the event says beside its kind: a status, an owner, a queue, a reason.
    let value: String?
    let occurred: String
    let accepted: String?
    let authorKind: String
    let author: String
    let superseded: Bool

    init(_ event: Event) {
        id = event.id.description
        (kind, value) = Self.parts(of: event.kind)
        occurred = event.occurred.iso
        accepted = event.accepted?.iso
        authorKind = event.author.kind.rawValue
        author = event.author.id
        superseded = event.isSuperseded
    }

    /// The name of an event's kind, and what it says.
    static func parts(of kind: Event.Kind) -> (kind: String, value: String?) {
        switch kind {
        case .opened(let channel): ("opened", channel)
        case .message(let fact): ("message", fact.role.rawValue)
        case .note: ("note", nil)
        case .status(let status): ("status", status.rawValue)
        case .snoozed(let until): ("snoozed", until?.iso)
        case .assigned(let owner): ("assigned", owner)
        case .queued(let scope): ("queued", scope)
        case .priority(let priority): ("priority", "\(priority)")
        case .segment(let segment): ("segment", segment)
        case .handedOff(let handOff): ("handed_off", handOff.reason.code)
        case .draftApproved: ("draft_approved", nil)
        case .judged(let judgement): ("judged", judgement.finding.rawValue)
        case .rated(let rating): ("rated", String(rating.score))
        case .merged(let ticket): ("merged", ticket?.description)
        case .linkedAsSameIssue(let ticket): ("same_issue", ticket.description)
        case .spam(let isSpam): ("spam", String(isSpam))
        case .assistance(let isOn, let reason): ("assistance", isOn ? "on" : reason ?? "off")
        case .closedAsImported: ("closed_as_imported", nil)
        case .assistantFailed(let reason): ("assistant_failed", reason.code)
        case .leaseReturned: ("lease_returned", nil)
        }
    }
}
