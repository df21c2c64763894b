import CRDT
import Hub
import Replica
import SyncProtocol
import SyncServer

// Customers who write to the server, the assistant that answers them, and the teammates who come between.
extension World {
    /// Words with different fates: an answer, another one, an offer or a hand-off, a person, no question at all.
    private static let questions = [
        "How do I mend a puncture?", "How long does charging the battery take?", "My bike makes a noise",
        "I want to talk to a human", "Thanks!",
    ]

    /// What was there before anybody wrote: articles, and in some worlds a small budget.
    mutating func prepareAssistant() throws {
        let budget: Int64? = random.chance(30) ? Int64.random(in: 1...4, using: &random) : nil
        try inServer { server, now in
            let articles = [
                ("Mending a puncture", "Take the tyre off. Mend the puncture with a patch."),
                ("Charging the battery", "The battery charges in four hours."),
            ]
            for (title, body) in articles {
                try server.replica.write(at: now, randomness: server.randomness(), isAction: false) { writer in
                    let id = writer.newIdentifier()
                    try writer.place(id, in: .workspace)
                    try writer.edit(.article, id, root: id) { Article.create(title: title, body: body, in: &$0) }
                    try writer.edit(.article, id, root: id) { try Article.publish(needsApproval: false, in: &$0) }
                }
            }
            guard let budget else { return }
            let section = SettingsSection.assistant.document
            try server.replica.write(at: now, randomness: server.randomness()) { writer in
                try writer.place(section, in: .workspace)
                try writer.edit(.settings, section, root: section) {
                    $0.root.set("assistant.runs_per_hour", .integer(budget))
                }
            }
        }
    }

    /// One random thing happens around the assistant, or none.
    mutating func attend() throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<6: try hearCustomer()
        case 6..<11: try converse()
        case 11..<27: try work()
        case 27..<28: try switchAssistant()
        case 28..<29: try server.flush(disks)
        case 29..<31:
            if random.chance(50), try server.losePower() { note("the server loses power") }
            try restartServer()
        default: break
        }
    }

    /// The server's process does something and may die over it: from the first, second or third transaction on nothing
    /// is committed, in its log or in its own replica.
    private mutating func inServer(_ body: (Server, Instant) throws -> Void) throws {
        let dies = step > 0 && random.chance(4)
        if dies {
            let disk = random.chance(50) ? server.disk : server.replicaDisk
            disk.crash(afterCommits: Int.random(in: 0...2, using: &random))
        }
        do {
            try body(server, serverTime)
            if !dies { _ = try server.catchUp(at: serverTime) }
        } catch is PowerFailure where dies {}
        if dies {
            note("the server dies at its own work")
            try restartServer()
        }
        try followLog()
    }

    /// A customer writes. What stood behind a decision that the log refused is written again, as channels do it.
    private mutating func hearCustomer() throws {
        guard try server.log.read({ try $0.state }) == "open" else { return }
        let known = try knownTickets(server.replica)
        let ticket = random.chance(50) ? known.randomElement(using: &random) : nil
        let root = ticket ?? Identifier(at: serverTime, using: &random)
        let words = "\(Self.questions.randomElement(using: &random) ?? "") \(random.chance(30) ? "Please!" : "")"
        let queue = queues.randomElement(using: &random)
        let customer = Author(kind: .customer, id: "visitor of \(root)")
        let origin = ChangeWriter.Origin(
            onBehalfOf: OnBehalfOf(assurance: .anonymous, kind: customer.kind, id: customer.id))
        if ticket == nil { tickets.append(root) }
        note("a customer writes in \(root)")
        for _ in 0..<2 {
            try inServer { server, now in
                let policy = ChannelPolicy(
                    of: "widget", channels: try server.replica.settings(.channels).settings,
                    assistant: try server.replica.settings(.assistant).settings)
                try server.replica.write(at: now, randomness: server.randomness()) { writer in
                    if let queue, try writer.scope(of: root) == nil {
                        try writer.place(root, in: queue)
                        try writer.edit(.ticket, root, root: root, origin: origin) { transaction in
                            var draft = TicketDraft(channel: "widget")
                            draft.assistance = policy.assistance
                            try Ticket.open(draft, in: &transaction)
                        }
                    }
                    try writer.edit(.discussion, root.publicDiscussion, root: root, origin: origin) { transaction in
                        try Discussion.begin(visibility: .public, in: &transaction)
                        Discussion.post(MessageDraft(author: customer, body: words), in: &transaction)
                    }
                }
            }
            guard try !server.replica.discardRefused(of: customer, at: serverTime).isEmpty else { return }
        }
        throw violation("what a customer writes is refused twice")
    }

    /// A teammate speaks to a customer, claims the ticket, gives it back or resolves it.
    private mutating func converse() throws {
        let node = Int.random(in: 0..<nodes.count, using: &random)
        guard !nodes[node].isRevoked, !nodes[node].isStopped,
            let ticket = try knownTickets(nodes[node].store).randomElement(using: &random)
        else { return }
        let user = nodes[node].store.member.user
        let before = nodes[node].work.saved
        let choice = Int.random(in: 0..<10, using: &random)
        try change(node) { writer, random in
            switch choice {
            case 0..<4: try Self.post(ticket, user, "Let me see \(random.next())", &writer)
            case 4: try writer.edit(.ticket, ticket, root: ticket) { Ticket.assign(to: user.description, in: &$0) }
            case 5:
                try writer.edit(.ticket, ticket, root: ticket) { transaction in
                    guard Ticket(id: ticket, document: transaction.document).status != .resolved else { return }
                    try Ticket.setStatus(
                        .resolved, resolver: Resolver(kind: .teammate, id: user.description), in: &transaction)
                }
            default: try writer.edit(.ticket, ticket, root: ticket) { Ticket.returnLease(in: &$0) }
            }
        }
        if choice > 5 { speech.returns.formUnion(nodes[node].work.saved.subtracting(before)) }
        note("node \(node) takes part in \(ticket) (\(choice))")
    }

    /// The administrator switches the assistant off, or on again.
    private mutating func switchAssistant() throws {
        guard !nodes[0].isStopped else { return }
        let isOn = random.chance(60)
        let before = nodes[0].work.saved
        try change(0) { writer, _ in
            let section = SettingsSection.assistant.document
            if try writer.scope(of: section) == nil { try writer.place(section, in: .workspace) }
            try writer.edit(.settings, section, root: section) { $0.root.set("assistant.on", .bool(isOn)) }
        }
        for id in nodes[0].work.saved.subtracting(before) { speech.switches[id] = isOn }
        note("the assistant is switched \(isOn ? "on" : "off")")
    }

    /// The assistant goes on by some steps, and may be killed between any two.
    private mutating func work() throws {
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            var done: AssistantDesk.Step?
            let dies = random.chance(4)
            if dies {
                let disk = random.chance(50) ? server.disk : server.replicaDisk
                disk.crash(afterCommits: Int.random(in: 0...2, using: &random))
            }
            do {
                done = try server.desk.step(at: serverTime)
            } catch is PowerFailure where dies {}
            if dies {
                note("the assistant dies")
                return try restartServer()
            }
            try followLog()
            guard let done else { return }
            note("the assistant: \(done)")
            if case .rested(let pass) = done, !pass.hasMore { return }
        }
    }

    /// Lets the assistant work until it rests.
    ///
    /// - Returns: Whether it had nothing to do, and nothing waits.
    mutating func letAssistantRest() throws -> Bool {
        while true {
            guard case .rested(let pass) = try server.desk.step(at: serverTime) else { continue }
            try followLog()
            return !pass.hasWritten && !pass.hasMore && server.desk.isClear
        }
    }
}
