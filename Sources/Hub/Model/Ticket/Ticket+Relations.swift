public import CRDT

extension Ticket {
    /// Says whom the ticket is about. The person before stays readable, so that a wrong link can be taken back.
    ///
    /// - Throws: `identity_not_proven` when a person is named on a mere claim.
    public static func setCustomer(
        _ customer: CustomerContext, assurance: Assurance, in transaction: inout Transaction
    ) throws(HubError) {
        guard customer.person == nil || assurance.isProof else {
            throw HubError(
                .identityNotProven,
                "a claim does not make a customer known; keep it as a claimed trait until it is verified or vouched for"
            )
        }
        let before = transaction.root.value(TicketKey.person)
        // All four are written together every time, so that one write wins them all.
        transaction.root.set(TicketKey.person, Value(customer.person))
        transaction.root.set(TicketKey.company, Value(customer.company))
        transaction.root.set(TicketKey.assurance, .string(assurance.rawValue))
        transaction.root.set(TicketKey.previousPerson, before == .erased ? .null : before)
    }

    /// Takes the last link to a person back: the ticket is about whom it was about before.
    public static func revertCustomer(in transaction: inout Transaction) throws(HubError) {
        let customer: CustomerContext
        if let before = transaction.root.value(TicketKey.previousPerson).identifier {
            customer = .known(person: before, company: nil)
        } else {
            customer = .anonymous
        }
        try setCustomer(customer, assurance: customer == .anonymous ? .anonymous : .vouched, in: &transaction)
    }

    /// Sets traits, claimed and verified apart; `.null` removes one.
    public static func setTraits(
        claimed: [String: Value] = [:], verified: [String: Value] = [:], in transaction: inout Transaction
    ) {
        for (name, value) in claimed.sorted(by: { $0.key < $1.key }) {
            transaction.root.map(TicketKey.claimed).set(name, value)
        }
        for (name, value) in verified.sorted(by: { $0.key < $1.key }) {
            transaction.root.map(TicketKey.verified).set(name, value)
        }
    }

    /// Links the recording of the customer's session; nil unlinks it.
    public static func link(_ recording: RecordingLink?, in transaction: inout Transaction) {
        transaction.root.set(TicketKey.recording, Value(recording?.stored))
    }

    /// Merges the ticket into another one, which it leaves all clocks to; nil takes that back, and figures count as if it
    /// had never been.
    ///
    /// - Throws: `invalid_value` when it is the same ticket, or nothing is to be taken back; `ticket_is_merged` when it is
    ///   merged already.
    public static func merge(
        _ ticket: Identifier, into target: Identifier?, in transaction: inout Transaction
    ) throws(HubError) {
        guard ticket != target else { throw HubError(.invalidValue, "a ticket cannot be merged into itself") }
        let isMerged = transaction.root.value(TicketKey.mergedInto) != .null
        guard target != nil || isMerged else {
            throw HubError(.invalidValue, "the ticket is merged into no other one; there is nothing to take back")
        }
        guard target == nil || !isMerged else {
            throw HubError(.ticketIsMerged, "the ticket was merged into another one already; merge that one instead")
        }
        transaction.root.set(TicketKey.mergedInto, Value(target))
    }

    /// Notes that the ticket continues a resolved one.
    public static func setFollowUp(of earlier: Identifier, in transaction: inout Transaction) {
        transaction.root.set(TicketKey.followUpOf, Value(earlier))
    }

    /// Records what the assistant knew when it spoke. References add up.
    public static func setAssistant(_ metadata: AssistantMetadata, in transaction: inout Transaction) {
        transaction.root.map(TicketKey.assistant).set(TicketKey.confidence, Value(metadata.confidence))
        transaction.root.map(TicketKey.assistant).set(
            TicketKey.fallbackReason, Value(metadata.fallbackReason?.code)
        )
        for reference in metadata.references {
            transaction.root.map(TicketKey.assistant).set(TicketKey.references).insert(.string(reference.stored))
        }
    }

    /// Appends to the log; the typed functions below say what is meant.
    @discardableResult
    public static func record(_ entry: TicketLogEntry, in transaction: inout Transaction) -> OperationID {
        transaction.root.records(TicketKey.log).append(entry.fields)
    }

    /// Hands over from the AI to people.
    @discardableResult
    public static func handOff(
        _ handOff: Event.HandOff, confidence: Double? = nil, in transaction: inout Transaction
    ) -> OperationID {
        record(.handOff(handOff, confidence: confidence), in: &transaction)
    }

    /// Records a judgement.
    @discardableResult
    public static func judge(_ judgement: Event.Judgement, in transaction: inout Transaction) -> OperationID {
        record(.judgement(judgement), in: &transaction)
    }

    /// Records the customer's rating, 1…5.
    @discardableResult
    public static func rate(_ score: Int, in transaction: inout Transaction) -> OperationID {
        record(.rating(Event.Rating(score: score)), in: &transaction)
    }

    /// Links another ticket as the same issue.
    @discardableResult
    public static func linkSameIssue(_ other: Identifier, in transaction: inout Transaction) -> OperationID {
        record(.sameIssue(other), in: &transaction)
    }
}
