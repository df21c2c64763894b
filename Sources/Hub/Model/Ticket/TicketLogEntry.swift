public import CRDT

/// One entry of a ticket's log: what was recorded once about the ticket and never changes.
public enum TicketLogEntry: Hashable, Sendable {
    /// The AI handed over to people, with the confidence, 0…1, it had.
    case handOff(Event.HandOff, confidence: Double?)
    /// Somebody or some classifier judged.
    case judgement(Event.Judgement)
    /// The customer rated the conversation.
    case rating(Event.Rating)
    /// A teammate edited or approved a draft of the AI; `message` is what was sent.
    case draftApproved(message: OperationID?)
    /// The AI was on or off for this channel and bucket when the episode began.
    case assistance(isOn: Bool, reason: String?)
    /// A run of the AI failed.
    case assistantFailed(FallbackReason)
    /// The ticket is about the same issue as another.
    case sameIssue(Identifier)
    /// A person gave the conversation back to the assistant.
    case leaseReturned
    /// The assistant has decided what to do about the customer's words; it decides about each message once.
    case decided(AssistantDecision)
    /// A channel said what became of a message of the public discussion.
    case delivery(message: OperationID, DeliveryFact)
    /// Somebody asks to send a message again; `failure` is the entry that says it failed, and is answered once.
    case resend(message: OperationID, failure: OperationID)

    /// The immutable fields of the record.
    public var fields: [String: Value] {
        var fields: [String: Value] = ["type": .string(type)]
        switch self {
        case .handOff(let handOff, let confidence):
            fields["reason"] = .string(handOff.reason.code)
            if !handOff.secondaryReasons.isEmpty {
                fields["secondary"] = .string(handOff.secondaryReasons.map(\.code).joined(separator: "\n"))
            }
            fields["destination"] = handOff.destination.map(Value.string)
            fields["rule"] = handOff.rule.map(Value.string)
            fields["confidence"] = confidence.map(Value.double)
        case .judgement(let judgement):
            fields["message"] = judgement.message.map { .string($0.description) }
            fields["finding"] = .string(judgement.finding.rawValue)
            fields["classifier"] = .string(judgement.classifier)
        case .rating(let rating):
            fields["score"] = .integer(Int64(rating.score))
        case .draftApproved(let message):
            fields["message"] = message.map { .string($0.description) }
        case .assistance(let isOn, let reason):
            fields["on"] = .bool(isOn)
            fields["reason"] = reason.map(Value.string)
        case .assistantFailed(let reason):
            fields["reason"] = .string(reason.code)
        case .sameIssue(let ticket):
            fields["ticket"] = .string(ticket.description)
        case .leaseReturned: break
        case .decided(let decision):
            fields["run"] = .string(decision.run.description)
            fields["decision"] = .string(decision.kind.rawValue)
            fields["messages"] = .string(decision.messages.map(\.description).joined(separator: "\n"))
        case .delivery(let message, let fact):
            fields["message"] = .string(message.description)
            fields["state"] = .string(fact.name)
            fields["reason"] = fact.reason.map(Value.string)
        case .resend(let message, let failure):
            fields["message"] = .string(message.description)
            fields["failure"] = .string(failure.description)
        }
        return fields
    }

    /// Reads a record's fields; nil when they are of a type this build does not know, or erased.
    public init?(fields: [String: Value]) {
        func string(_ key: String) -> String? { fields[key]?.string }
        switch string("type") {
        case "hand_off":
            guard let reason = string("reason").flatMap(FallbackReason.init(code:)) else { return nil }
            let secondary = string("secondary")?.split(separator: "\n") ?? []
            let handOff = Event.HandOff(
                reason: reason, secondaryReasons: secondary.compactMap { FallbackReason(code: String($0)) },
                destination: string("destination"), rule: string("rule")
            )
            self = .handOff(handOff, confidence: fields["confidence"]?.double)
        case "judgement":
            guard
                let finding = string("finding").flatMap(Event.Judgement.Finding.init),
                let classifier = string("classifier")
            else { return nil }
            let message = string("message").flatMap(OperationID.init(reference:))
            self = .judgement(Event.Judgement(message: message, finding: finding, classifier: classifier))
        case "rating":
            guard let score = fields["score"]?.integer else { return nil }
            self = .rating(Event.Rating(score: Int(clamping: score)))
        case "draft_approved":
            self = .draftApproved(message: string("message").flatMap(OperationID.init(reference:)))
        case "assistance":
            guard let isOn = fields["on"]?.bool else { return nil }
            self = .assistance(isOn: isOn, reason: string("reason"))
        case "assistant_failed":
            guard let reason = string("reason").flatMap(FallbackReason.init(code:)) else { return nil }
            self = .assistantFailed(reason)
        case "same_issue":
            guard let ticket = string("ticket").flatMap(Identifier.init) else { return nil }
            self = .sameIssue(ticket)
        case "lease_returned":
            self = .leaseReturned
        case "decided":
            guard let run = string("run").flatMap(Identifier.init),
                let kind = string("decision").flatMap(AssistantDecision.Kind.init), let messages = string("messages")
            else { return nil }
            let references = messages.split(separator: "\n").compactMap { OperationID(reference: String($0)) }
            self = .decided(AssistantDecision(run: run, kind: kind, messages: references))
        case "delivery":
            guard
                let message = string("message").flatMap(OperationID.init(reference:)),
                let fact = DeliveryFact(name: string("state"), reason: string("reason"))
            else { return nil }
            self = .delivery(message: message, fact)
        case "resend":
            guard
                let message = string("message").flatMap(OperationID.init(reference:)),
                let failure = string("failure").flatMap(OperationID.init(reference:))
            else { return nil }
            self = .resend(message: message, failure: failure)
        default:
            return nil
        }
    }

    private var type: String {
        switch self {
        case .handOff: "hand_off"
        case .judgement: "judgement"
        case .rating: "rating"
        case .draftApproved: "draft_approved"
        case .assistance: "assistance"
        case .assistantFailed: "assistant_failed"
        case .sameIssue: "same_issue"
        case .leaseReturned: "lease_returned"
        case .decided: "decided"
        case .delivery: "delivery"
        case .resend: "resend"
        }
    }
}
