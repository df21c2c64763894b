public import CRDT

extension Ticket {
    /// Opens a ticket in an empty document: `state` and `describe` in one.
    ///
    /// - Throws: `identity_not_proven` when the draft names a person without proof.
    public static func open(_ draft: TicketDraft, in transaction: inout Transaction) throws(HubError) {
        try state(draft, in: &transaction)
        describe(draft, in: &transaction)
    }

    /// Writes what figures rest on and nobody's words: channel, priority, owner, tags, segment, customer, assistance.
    ///
    /// Whoever wants the words of an opening to be erasable without the figures makes this a change of its own.
    public static func state(_ draft: TicketDraft, in transaction: inout Transaction) throws(HubError) {
        transaction.root.set(TicketKey.channel, .string(draft.channel))
        if draft.priority != .normal { setPriority(draft.priority, in: &transaction) }
        if let owner = draft.owner { assign(to: owner, in: &transaction) }
        for tag in draft.tags { Self.tag(tag, in: &transaction) }
        if let segment = draft.segment { setSegment(segment, in: &transaction) }
        if draft.customer != .anonymous {
            try setCustomer(draft.customer, assurance: draft.assurance, in: &transaction)
        } else if draft.assurance != .anonymous {
            transaction.root.set(TicketKey.assurance, .string(draft.assurance.rawValue))
        }
        if let earlier = draft.followUpOf { setFollowUp(of: earlier, in: &transaction) }
        if let assistance = draft.assistance {
            record(.assistance(isOn: assistance.isOn, reason: assistance.reason), in: &transaction)
        }
    }

    /// Writes the words and traits: subject, source, claimed and verified traits, recording.
    public static func describe(_ draft: TicketDraft, in transaction: inout Transaction) {
        if let subject = draft.subject { setSubject(subject, in: &transaction) }
        for (name, field) in draft.source.fields.sorted(by: { $0.key < $1.key }) {
            transaction.root.map(TicketKey.source).set(name, .string(field))
        }
        setTraits(claimed: draft.claimed, verified: draft.verified, in: &transaction)
        if let recording = draft.recording { link(recording, in: &transaction) }
    }

    /// Sets the status; `resolver` is kept with `.resolved` and ignored otherwise. Resolving ends a snooze.
    ///
    /// - Throws: `unlawful_transition` when the status does not follow from the one the author sees;
    ///   `ticket_is_merged` when the ticket lives on in another.
    public static func setStatus(
        _ status: TicketStatus, resolver: Resolver? = nil, in transaction: inout Transaction
    ) throws(HubError) {
        let current = Self.status(transaction.root.value(TicketKey.status))
        guard transaction.root.value(TicketKey.mergedInto) == .null else {
            throw HubError(.ticketIsMerged, "the ticket was merged into another one; change the status of that one")
        }
        guard current != status else { return }
        guard current.allows(status) else {
            let lawful = current.successors.map(\.rawValue).joined(separator: " or ")
            throw HubError(
                .unlawfulTransition,
                "a ticket that is \(current.rawValue) cannot become \(status.rawValue); set it to \(lawful) first"
            )
        }
        transaction.root.set(TicketKey.status, .string(status.rawValue))
        // Both registers are written together every time, so that the same write wins both.
        transaction.root.set(TicketKey.resolver, status == .resolved ? Value(resolver?.stored) : .null)
        if status == .resolved, transaction.root.value(TicketKey.snoozedUntil) != .null {
            snooze(until: nil, in: &transaction)
        }
    }

    /// Closes an imported ticket that nobody ever resolved, so that it stays out of resolution figures.
    public static func closeAsImported(in transaction: inout Transaction) throws(HubError) {
        try setStatus(.resolved, resolver: .imported, in: &transaction)
    }

    /// Lets the ticket sleep until an instant; nil wakes it.
    public static func snooze(until instant: Instant?, in transaction: inout Transaction) {
        transaction.root.set(TicketKey.snoozedUntil, Value(instant))
    }

    /// Gives the ticket to a user or team; nil takes it from everybody.
    public static func assign(to owner: String?, in transaction: inout Transaction) {
        transaction.root.set(TicketKey.owner, Value(owner))
    }

    /// Sets how urgent it is.
    public static func setPriority(_ priority: Priority, in transaction: inout Transaction) {
        transaction.root.set(TicketKey.priority, .integer(Int64(priority.rawValue)))
    }

    /// Sets what it is about.
    public static func setSubject(_ subject: String?, in transaction: inout Transaction) {
        transaction.root.set(TicketKey.subject, Value(subject))
    }

    /// Sets the customer's segment.
    public static func setSegment(_ segment: String?, in transaction: inout Transaction) {
        transaction.root.set(TicketKey.segment, Value(segment))
    }

    /// Adds a tag; adding wins over a concurrent removal.
    public static func tag(_ tag: String, in transaction: inout Transaction) {
        transaction.root.set(TicketKey.tags).insert(.string(tag))
    }

    /// Removes a tag.
    public static func untag(_ tag: String, in transaction: inout Transaction) {
        transaction.root.set(TicketKey.tags).remove(.string(tag))
    }

    /// Marks as spam, or unmarks.
    public static func setSpam(_ isSpam: Bool, in transaction: inout Transaction) {
        transaction.root.set(TicketKey.spam, .bool(isSpam))
    }

    /// Locks the ticket against further messages, or unlocks it.
    public static func setLocked(_ isLocked: Bool, in transaction: inout Transaction) {
        transaction.root.set(TicketKey.locked, .bool(isLocked))
    }
}
