import CRDT
import Hub
import Testing

@Suite struct TicketLogEntryTests {
    private static let message = OperationID(
        change: ChangeReference(actor: ActorID(high: 1, low: .max), number: 77), index: 3
    )

    private static let entries: [TicketLogEntry] = [
        .handOff(
            Event.HandOff(
                reason: .policyRule("a\"(b),c"), secondaryReasons: [.frustration, .policyRule("x")],
                destination: "queue:billing", rule: "pack/3@7"
            ),
            confidence: 0.25
        ),
        .handOff(Event.HandOff(reason: .lowConfidence), confidence: nil),
        .judgement(Event.Judgement(message: message, finding: .affirmation, classifier: "yes-no 2")),
        .judgement(Event.Judgement(message: nil, finding: .thanks, classifier: "person")),
        .rating(Event.Rating(score: 4)),
        .draftApproved(message: message),
        .draftApproved(message: nil),
        .assistance(isOn: true, reason: nil),
        .assistance(isOn: false, reason: "rollout_holdout"),
        .assistantFailed(.modelUnavailable),
        .sameIssue(Identifier(high: 4, low: 8)),
        .leaseReturned,
        .decided(AssistantDecision(run: Identifier(high: 4, low: 8), kind: .handOff, messages: [message, message])),
        .decided(AssistantDecision(run: Identifier(high: 4, low: 8), kind: .silent, messages: [])),
        .delivery(message: message, .delivered),
        .delivery(message: message, .read),
        .delivery(message: message, .failed(reason: "http_500")),
        .resend(message: message, failure: message),
    ]

    @Test(arguments: entries) func `an entry reads as it was written`(_ entry: TicketLogEntry) {
        #expect(TicketLogEntry(fields: entry.fields) == entry)
    }

    @Test(arguments: entries) func `an erased entry reads as none`(_ entry: TicketLogEntry) {
        #expect(TicketLogEntry(fields: entry.fields.mapValues { _ in .erased }) == nil)
    }

    @Test func `a reference to an operation reads as it was printed, and nothing else does`() {
        #expect(OperationID(reference: Self.message.description) == Self.message)
        #expect(ChangeReference(reference: Self.message.change.description) == Self.message.change)
        let actor = String(repeating: "0", count: 32)
        for text in [
            "", "@", ".", actor, "\(actor)@", "\(actor)@1", "\(actor)@.1", "\(actor)@1.", "\(actor)@1.4294967296",
            "\(actor)@18446744073709551616.0", "\(actor)@1.-1", "\(actor.dropLast())G@1.0", "\(actor)@1.0 ",
            "é\(actor)",
        ] {
            #expect(OperationID(reference: text) == nil, "\(text)")
        }
    }
}
