import CRDT
import Hub
import Testing

@Suite struct EventsTests {
    private let root = Identifier(high: 3, low: 4)
    private let customer = Author(kind: .customer, id: "ida")

    /// Everything that was written, with what the log would know about it: the stamp is the time, the author the user.
    private struct World {
        var device = Device(1)
        var ticket = Document()
        var talk = Document()
        var notes = Document()
        var known: [ChangeReference: ChangeMetadata] = [:]

        mutating func write(
            _ document: WritableKeyPath<World, Document>, as author: Author? = nil, action: Identifier? = nil,
            _ body: (inout Transaction) throws -> Void
        ) throws {
            var copy = self[keyPath: document]
            if let change = try device.edit(&copy, body) { note(change, by: author ?? device.author, action) }
            self[keyPath: document] = copy
        }

        mutating func note(_ change: Change, by author: Author, _ action: Identifier? = nil) {
            let time = Instant(milliseconds: Int64(change.time.milliseconds))
            known[change.reference] = ChangeMetadata(author: author, occurred: time, accepted: time, action: action)
        }

        func history(root: Identifier, placements: [PlacementFact] = []) -> TicketHistory {
            TicketHistory(
                root: root, ticket: ticket, publicDiscussion: talk, internalDiscussion: notes, placements: placements,
                metadata: { known[$0] }
            )
        }
    }

    @Test func `the story of a ticket reads as the events that a person would tell`() throws {
        var world = World()
        let ai = Author(kind: .ai, id: "assistant")
        let action = Identifier(high: 1, low: 4)
        try world.write(\.ticket, as: customer) { transaction throws(HubError) in
            var draft = TicketDraft(channel: "widget", subject: "Printer")
            draft.priority = .high
            draft.assistance = .init(isOn: true)
            try Ticket.open(draft, in: &transaction)
        }
        try world.write(\.talk) { Discussion.post(MessageDraft(author: customer, body: "It does not print"), in: &$0) }
        let question = try #require(Discussion(id: root, document: world.talk).messages.first?.id)
        try world.write(\.talk, as: ai) {
            Discussion.post(MessageDraft(author: ai, role: .answer, body: "Turn it on"), in: &$0)
        }
        let answer = try #require(Discussion(id: root, document: world.talk).messages.last?.id)
        try world.write(\.ticket, as: ai) {
            Ticket.judge(Event.Judgement(message: question, finding: .negative, classifier: "c 1"), in: &$0)
        }
        let handOff = Event.HandOff(reason: .frustration, destination: "queue:two")
        try world.write(\.ticket, as: ai) { Ticket.handOff(handOff, confidence: 0.2, in: &$0) }
        let remark = MessageDraft(author: world.device.author, body: "hm")
        try world.write(\.notes) { Discussion.post(remark, in: &$0) }
        let note = try #require(Discussion(id: root, document: world.notes).messages.first?.id)
        try world.write(\.ticket, action: action) { transaction throws(HubError) in
            Ticket.assign(to: "anna", in: &transaction)
            try Ticket.setStatus(.resolved, resolver: Resolver(kind: .teammate, id: "anna"), in: &transaction)
        }
        try world.write(\.ticket, as: customer) { Ticket.rate(5, in: &$0) }

        let events = Hub.events(of: world.history(root: root))
        #expect(
            events.map(\.kind) == [
                .opened(channel: "widget"), .priority(.high), .assistance(isOn: true, reason: nil),
                .message(.init(message: question, role: .message, isAutomatic: false)),
                .message(.init(message: answer, role: .answer, isAutomatic: false)),
                .judged(.init(message: question, finding: .negative, classifier: "c 1")),
                .handedOff(handOff), .note(message: note),
                .assigned(owner: "anna"), .status(.resolved), .rated(.init(score: 5)),
            ])
        #expect(
            events.map(\.author.kind) == [
                .customer, .customer, .customer, .customer, .ai, .ai, .ai, .teammate, .teammate, .teammate, .customer,
            ])
        #expect(events.filter { $0.action == action }.count == 2)
        #expect(events[9].author == Author(kind: .teammate, id: "anna"), "who resolved is the resolver")
        #expect(events.allSatisfy { !$0.isSuperseded && $0.accepted == $0.occurred })
    }

    @Test func `every other register that matters is an event`() throws {
        var world = World()
        let other = Identifier(high: 9, low: 4)
        try world.write(\.ticket) { try Ticket.open(TicketDraft(channel: "email"), in: &$0) }
        try world.write(\.ticket) { Ticket.snooze(until: Instant(milliseconds: 9), in: &$0) }
        try world.write(\.ticket) { Ticket.snooze(until: nil, in: &$0) }
        try world.write(\.ticket) { Ticket.assign(to: nil, in: &$0) }
        try world.write(\.ticket) { Ticket.setSegment("gold", in: &$0) }
        try world.write(\.ticket) { Ticket.setSpam(true, in: &$0) }
        try world.write(\.ticket) { Ticket.record(.draftApproved(message: nil), in: &$0) }
        try world.write(\.ticket) { Ticket.record(.assistantFailed(.timeout), in: &$0) }
        try world.write(\.ticket) { Ticket.linkSameIssue(other, in: &$0) }
        try world.write(\.ticket) { Ticket.setSubject("words make no event", in: &$0) }
        try world.write(\.ticket) { try Ticket.setStatus(.pending, in: &$0) }
        try world.write(\.ticket) { try Ticket.closeAsImported(in: &$0) }
        try world.write(\.ticket) { try Ticket.merge(root, into: other, in: &$0) }
        try world.write(\.ticket) { try Ticket.merge(root, into: nil, in: &$0) }
        #expect(
            Hub.events(of: world.history(root: root)).map(\.kind) == [
                .opened(channel: "email"), .snoozed(until: Instant(milliseconds: 9)), .snoozed(until: nil),
                .assigned(owner: nil), .segment("gold"), .spam(true), .draftApproved,
                .assistantFailed(reason: .timeout),
                .linkedAsSameIssue(with: other), .status(.pending), .closedAsImported, .merged(into: other),
                .merged(into: nil),
            ])
    }

    @Test func `a source's time orders its message, and the envelope's time the rest`() throws {
        var world = World()
        try world.write(\.ticket) { try Ticket.open(TicketDraft(channel: "email"), in: &$0) }
        try world.write(\.talk) {
            Discussion.post(
                MessageDraft(author: customer, body: "old", sent: Instant(milliseconds: 7)), in: &$0)
        }
        let events = Hub.events(of: world.history(root: root))
        #expect(events.map(\.occurred.milliseconds).first == 7)
        #expect(events.first?.accepted?.milliseconds == Int64(world.device.milliseconds))
    }

    @Test func `placements are events, and a change that nobody knows is none`() throws {
        var world = World()
        try world.write(\.ticket) { try Ticket.open(TicketDraft(channel: "email"), in: &$0) }
        let reference = ChangeReference(actor: ActorID(high: 9, low: 9), number: 1)
        let fact = PlacementFact(
            id: OperationID(change: reference, index: 0), scope: "queue:two",
            metadata: ChangeMetadata(
                author: Author(kind: .system, id: "hub"), occurred: Instant(milliseconds: 1), accepted: nil)
        )
        #expect(
            Hub.events(of: world.history(root: root, placements: [fact])).map(\.kind)
                == [.queued(scope: "queue:two"), .opened(channel: "email")])
        world.known = [:]
        #expect(Hub.events(of: world.history(root: root)).isEmpty)
    }

    @Test func `what happened at one instant is ordered by identifier, whatever it stands in`() throws {
        var world = World()
        try world.write(\.ticket) { try Ticket.open(TicketDraft(channel: "email"), in: &$0) }
        let instant = Instant(milliseconds: Int64(world.device.milliseconds))
        let facts = [UInt64.max, 0, 0xDF, 1].map { low in
            let reference = ChangeReference(actor: ActorID(high: 0xD0, low: low), number: 2)
            let metadata = ChangeMetadata(author: customer, occurred: instant, accepted: nil)
            return PlacementFact(id: OperationID(change: reference, index: 0), scope: "s", metadata: metadata)
        }
        let events = Hub.events(of: world.history(root: root, placements: facts))
        #expect(events.map(\.id) == events.map(\.id).sorted())
        #expect(events.map(\.kind)[1] == .opened(channel: "email"), "the ticket's own actor is between them")
    }

    @Test func `of two who set the status at once, the loser's event is marked and counts nowhere`() throws {
        var (left, right, world) = (Device(1), Device(2), World())
        var one = Document()
        let opening = try left.edit(&one) { transaction throws(HubError) in
            try Ticket.open(TicketDraft(channel: "email"), in: &transaction)
        }
        var two = one
        right.milliseconds = left.milliseconds + 500
        let pending = try left.edit(&one) { transaction throws(HubError) in
            try Ticket.setStatus(.pending, in: &transaction)
        }
        let resolved = try right.edit(&two) { transaction throws(HubError) in
            try Ticket.setStatus(
                .resolved, resolver: Resolver(kind: .teammate, id: "2"), in: &transaction)
        }
        exchange(&one, &two)
        let after = try left.edit(&one) { transaction throws(HubError) in
            try Ticket.setStatus(.open, in: &transaction)
        }
        for change in [opening, pending, resolved, after] { world.note(try #require(change), by: left.author) }
        world.ticket = one
        let statuses = Hub.events(of: world.history(root: root)).filter {
            if case .status = $0.kind { true } else { false }
        }
        #expect(statuses.map(\.kind) == [.status(.pending), .status(.resolved), .status(.open)])
        #expect(statuses.map(\.isSuperseded) == [true, false, false], "being overwritten later is no defeat")
    }

    @Test func `erased words leave the message's event`() throws {
        var world = World()
        try world.write(\.talk, as: customer) {
            Discussion.post(MessageDraft(author: customer, body: "my password", isAutomatic: true), in: &$0)
        }
        let ai = Author(kind: .ai, id: "assistant")
        try world.write(\.talk, as: ai) {
            Discussion.post(MessageDraft(author: ai, role: .clarify, body: "which?"), in: &$0)
        }
        let before = Hub.events(of: world.history(root: root))
        world.talk.erase(Set(world.known.keys))
        #expect(Hub.events(of: world.history(root: root)) == before)
    }

    @Test func `events do not depend on the order in which changes arrive`() throws {
        for seed in HubSeed.seeds(150) {
            var random = HubSeed(seed)
            var world = World()
            let changes = try randomChanges(&world, &random)
            let expected = Hub.events(of: world.history(root: root))
            #expect(!expected.isEmpty, "seed \(seed)")
            for _ in 0..<3 {
                var other = world
                other.ticket = Document()
                other.talk = Document()
                for (isTicket, change) in changes.shuffled(using: &random) {
                    if isTicket {
                        try other.ticket.apply(change, stamp: change.time)
                    } else {
                        try other.talk.apply(change, stamp: change.time)
                    }
                }
                #expect(Hub.events(of: other.history(root: root)) == expected, "seed \(seed)")
            }
        }
    }

    /// Three devices that write one ticket and meet now and then; leaves the merged documents in `world`.
    private func randomChanges(_ world: inout World, _ random: inout HubSeed) throws -> [(Bool, Change)] {
        var devices = (1...3).map { Device(UInt64($0)) }
        var tickets = [Document](repeating: Document(), count: 3)
        var talks = [Document](repeating: Document(), count: 3)
        var changes: [(Bool, Change)] = []
        let opening = try devices[0].edit(&tickets[0]) { transaction throws(HubError) in
            try Ticket.open(TicketDraft(channel: "email"), in: &transaction)
        }
        changes.append((true, try #require(opening)))
        for index in 1...2 { tickets[index] = tickets[0] }
        for step in 0..<14 {
            let index = Int.random(in: 0..<3, using: &random)
            devices[index].milliseconds += UInt64.random(in: 0...3000, using: &random)
            let author = devices[index].author
            if Bool.random(using: &random) {
                let status = Ticket(id: root, document: tickets[index]).status.successors.randomElement(using: &random)
                let owner = Int.random(in: 0..<4, using: &random)
                let change = try devices[index].edit(&tickets[index]) { transaction throws(HubError) in
                    if owner == 0 { return Ticket.assign(to: "\(step)", in: &transaction) }
                    if owner == 1 { return Ticket.setPriority(.urgent, in: &transaction) }
                    try Ticket.setStatus(
                        status ?? .open, resolver: Resolver(kind: .teammate, id: author.id), in: &transaction)
                }
                if let change { changes.append((true, change)) }
            } else {
                let change = devices[index].edit(&talks[index]) {
                    Discussion.post(MessageDraft(author: author, body: "\(step)"), in: &$0)
                }
                if let change { changes.append((false, change)) }
            }
            if Int.random(in: 0..<3, using: &random) == 0 {
                exchange(index, (index + 1) % 3, of: &tickets)
                exchange(index, (index + 1) % 3, of: &talks)
            }
        }
        converge(&tickets)
        converge(&talks)
        (world.ticket, world.talk) = (tickets[0], talks[0])
        for (_, change) in changes { world.note(change, by: devices[0].author) }
        return changes
    }
}
