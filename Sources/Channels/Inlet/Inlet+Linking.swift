public import Hub
import Replica
import Synchronization

extension Inlet {
    /// Makes a conversation that somebody began unknown a verified customer's, before they write again.
    ///
    /// Only tickets that are nobody's are linked: different verified people never meet in one conversation, and a link
    /// that a teammate took back is not made again. Taking it back is `Ticket.revertCustomer`.
    ///
    /// - Returns: Whether the conversation is the customer's now; nil when it has no ticket.
    /// - Throws: What the database throws; and what bringing it into the log throws.
    public func link(
        _ thread: String, to author: InboundMessage.Author, on channel: String, at now: Instant
    ) throws -> Bool? {
        precondition(author.isVerifiedCustomer, "a claim links nothing")
        return try turn.withLock { _ in
            let roots = try InboundThread(thread, on: channel, naming: naming, in: store).roots
            guard !roots.isEmpty else { return nil }
            let person = identifier(of: author, on: channel)
            var isTheirs = true
            var links: [Identifier] = []
            for root in roots {
                let ticket = Ticket(id: root, document: try store.documents(of: root).document(root))
                if ticket.customer.person == person { continue }
                if ticket.customer.person == nil, ticket.previousPerson != person {
                    links.append(root)
                } else {
                    isTheirs = false
                }
            }
            guard isTheirs, !links.isEmpty else { return isTheirs }
            try store.write(at: now) { writer in
                _ = try know(author, on: channel, &writer)
                let origin = ChangeWriter.Origin(onBehalfOf: onBehalf(of: author, on: channel))
                for root in links {
                    try writer.edit(.ticket, root, root: root, origin: origin) { transaction in
                        try Ticket.setCustomer(
                            .known(person: person, company: nil), assurance: author.assurance, in: &transaction)
                    }
                }
            }
            try commit()
            return true
        }
    }
}
