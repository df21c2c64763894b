import CRDT
import Hub
import Testing

@Suite struct TicketTests {
    private let id = Identifier(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)
    private let person = Identifier(high: 7, low: 4)
    private let company = Identifier(high: 7, low: 8)

    private func opened(_ draft: TicketDraft = TicketDraft(channel: "email"), by device: inout Device) throws
        -> Document
    {
        var document = Document()
        try device.edit(&document) { transaction throws(HubError) in try Ticket.open(draft, in: &transaction) }
        return document
    }

    @Test func `an opened ticket reads as its draft`() throws {
        var device = Device(1)
        var draft = TicketDraft(
            channel: "widget", subject: "Printer",
            source: TicketSource(conversation: "c9", locale: "de-AT", product: "Press", url: "https://a.example/x y")
        )
        draft.priority = .urgent
        draft.owner = "team:two"
        draft.tags = ["b", "a"]
        draft.segment = "gold"
        draft.customer = .known(person: person, company: company)
        draft.assurance = .verifiedByToken
        draft.claimed = ["plan": "free"]
        draft.verified = ["plan": "gold", "seats": 3]
        draft.recording = RecordingLink(provider: "replay", url: "https://r.example/1 2", startOffsetMilliseconds: 90)
        draft.followUpOf = Identifier(high: 9, low: 4)
        draft.assistance = .init(isOn: false, reason: "channel_ai_off")
        let ticket = Ticket(id: id, document: try opened(draft, by: &device))

        #expect(ticket.channel == "widget")
        #expect(ticket.subject == "Printer")
        #expect(ticket.source == draft.source)
        #expect(ticket.status == .open)
        #expect(ticket.priority == .urgent)
        #expect(ticket.owner == "team:two")
        #expect(ticket.tags == ["a", "b"])
        #expect(ticket.segment == "gold")
        #expect(ticket.customer == draft.customer)
        #expect(ticket.assurance == .verifiedByToken)
        #expect(ticket.claimed == Traits(["plan": "free"]))
        #expect(ticket.verified == Traits(["plan": "gold", "seats": 3]))
        #expect(ticket.recording == draft.recording)
        #expect(ticket.followUpOf == draft.followUpOf)
        #expect(ticket.log.map(\.entry) == [.assistance(isOn: false, reason: "channel_ai_off")])
    }

    @Test func `only the transitions of the table are written`() throws {
        let lawful: Set<String> = [
            "open-open", "open-pending", "open-resolved", "pending-pending", "pending-open", "pending-resolved",
            "resolved-resolved", "resolved-open",
        ]
        for from in TicketStatus.allCases {
            for to in TicketStatus.allCases {
                var device = Device(1)
                var document = try opened(by: &device)
                try device.edit(&document) { transaction throws(HubError) in
                    try Ticket.setStatus(from, in: &transaction)
                }
                do {
                    let change = try device.edit(&document) { transaction throws(HubError) in
                        try Ticket.setStatus(to, in: &transaction)
                    }
                    #expect(lawful.contains("\(from)-\(to)"))
                    #expect((change == nil) == (from == to), "the same status again writes nothing")
                    #expect(Ticket(id: id, document: document).status == to)
                } catch {
                    #expect(!lawful.contains("\(from)-\(to)"))
                    #expect(error.code == .unlawfulTransition)
                    #expect(Ticket(id: id, document: document).status == from)
                }
            }
        }
    }

    @Test func `resolving names who did it and ends a snooze, reopening forgets both`() throws {
        var device = Device(1)
        var document = try opened(by: &device)
        let resolver = Resolver(kind: .ai, id: "assistant 2")
        device.edit(&document) { Ticket.snooze(until: Instant(milliseconds: 5), in: &$0) }
        #expect(Ticket(id: id, document: document).snoozedUntil == Instant(milliseconds: 5))
        try device.edit(&document) { transaction throws(HubError) in
            try Ticket.setStatus(.resolved, resolver: resolver, in: &transaction)
        }
        #expect(Ticket(id: id, document: document).resolver == resolver)
        #expect(Ticket(id: id, document: document).snoozedUntil == nil)
        try device.edit(&document) { transaction throws(HubError) in
            try Ticket.setStatus(.open, resolver: resolver, in: &transaction)
        }
        #expect(Ticket(id: id, document: document).resolver == nil)
        #expect(document.root.value("resolver") == .null, "no later status brings the old resolver back")
    }

    @Test func `of two who resolve and reopen at once, one wins status and resolver alike`() throws {
        for seed in HubSeed.seeds(200) {
            var random = HubSeed(seed)
            var devices = (1...3).map { Device(UInt64($0)) }
            let start = try opened(by: &devices[0])
            var documents = [start, start, start]
            for _ in 0..<8 {
                let index = Int.random(in: 0..<3, using: &random)
                devices[index].milliseconds += UInt64.random(in: 0...4000, using: &random)
                let now = Ticket(id: id, document: documents[index]).status
                let resolver = Resolver(kind: .teammate, id: "\(index)")
                try devices[index].edit(&documents[index]) { transaction throws(HubError) in
                    try Ticket.setStatus(
                        now == .resolved ? .open : .resolved, resolver: resolver, in: &transaction)
                }
                if Bool.random(using: &random) {
                    exchange(index, (index + 1) % 3, of: &documents)
                }
            }
            converge(&documents)
            let tickets = documents.map { Ticket(id: id, document: $0) }
            #expect(tickets.allSatisfy { $0 == tickets[0] }, "seed \(seed)")
            guard tickets[0].status == .resolved else { continue }
            let status = documents[0].root.values("status")[0].id.change
            let resolver = documents[0].root.values("resolver")[0].id.change
            #expect(status == resolver, "seed \(seed): one write wins both")
            #expect(tickets[0].resolver != nil, "seed \(seed)")
        }
    }

    @Test func `a merged ticket takes no status and no second merge`() throws {
        var device = Device(1)
        var document = try opened(by: &device)
        let (ticket, other) = (id, Identifier(high: 9, low: 4))
        try device.edit(&document) { transaction throws(HubError) in
            try Ticket.merge(ticket, into: other, in: &transaction)
        }
        #expect(Ticket(id: id, document: document).mergedInto == other)
        #expect(throws: HubError.self) {
            try device.edit(&document) { transaction throws(HubError) in
                try Ticket.setStatus(.pending, in: &transaction)
            }
        }
        #expect(throws: HubError.self) {
            try device.edit(&document) { transaction throws(HubError) in
                try Ticket.merge(ticket, into: person, in: &transaction)
            }
        }
    }

    @Test func `a merge is taken back once, and the ticket takes a status again`() throws {
        var device = Device(1)
        var document = try opened(by: &device)
        let (ticket, other) = (id, Identifier(high: 9, low: 4))
        func merge(into target: Identifier?) throws {
            try device.edit(&document) { transaction throws(HubError) in
                try Ticket.merge(ticket, into: target, in: &transaction)
            }
        }
        #expect(throws: HubError.self) { try merge(into: nil) }
        try merge(into: other)
        try merge(into: nil)
        #expect(Ticket(id: id, document: document).mergedInto == nil)
        #expect(throws: HubError.self) { try merge(into: nil) }
        try device.edit(&document) { transaction throws(HubError) in
            try Ticket.setStatus(.pending, in: &transaction)
        }
        try merge(into: other)
        #expect(Ticket(id: id, document: document).mergedInto == other)
    }

    @Test func `a claim makes nobody known, a proof does, and a wrong link is taken back`() throws {
        var device = Device(1)
        var document = try opened(by: &device)
        let (first, second) = (person, Identifier(high: 7, low: 12))
        for assurance in [Assurance.anonymous, .claimed] {
            let error = #expect(throws: HubError.self) {
                try device.edit(&document) { transaction throws(HubError) in
                    try Ticket.setCustomer(
                        .known(person: first, company: nil), assurance: assurance, in: &transaction)
                }
            }
            #expect(error?.code == .identityNotProven)
            #expect(Ticket(id: id, document: document).customer == .anonymous)
        }
        for person in [first, second] {
            try device.edit(&document) { transaction throws(HubError) in
                try Ticket.setCustomer(.known(person: person, company: nil), assurance: .vouched, in: &transaction)
            }
        }
        #expect(Ticket(id: id, document: document).customer.person == second)
        #expect(Ticket(id: id, document: document).previousPerson == first)
        try device.edit(&document) { transaction throws(HubError) in try Ticket.revertCustomer(in: &transaction) }
        #expect(Ticket(id: id, document: document).customer.person == first)
        #expect(Ticket(id: id, document: document).previousPerson == second)
    }

    @Test func `two who name the customer at once never mix one's person with the other's company`() throws {
        var (left, right) = (Device(1), Device(2))
        var one = try opened(by: &left)
        var two = one
        let (person, company) = (person, company)
        try left.edit(&one) { transaction throws(HubError) in
            try Ticket.setCustomer(.known(person: person, company: company), assurance: .vouched, in: &transaction)
        }
        right.milliseconds += 60_000
        let other = Identifier(high: 8, low: 4)
        try right.edit(&two) { transaction throws(HubError) in
            try Ticket.setCustomer(.known(person: other, company: nil), assurance: .verifiedByMail, in: &transaction)
        }
        exchange(&one, &two)
        for document in [one, two] {
            #expect(Ticket(id: id, document: document).customer == .known(person: other, company: nil))
            #expect(Ticket(id: id, document: document).assurance == .verifiedByMail)
        }
    }

    @Test func `a tag that is added while another removes it stays`() throws {
        var (left, right) = (Device(1), Device(2))
        var draft = TicketDraft(channel: "email")
        draft.tags = ["billing"]
        var one = try opened(draft, by: &left)
        var two = one
        left.edit(&one) { Ticket.untag("billing", in: &$0) }
        right.edit(&two) { Ticket.tag("billing", in: &$0) }
        exchange(&one, &two)
        #expect(Ticket(id: id, document: one).tags == ["billing"])
        #expect(Ticket(id: id, document: two).tags == ["billing"])
    }

    @Test func `two who set the owner at once see the last one, and the other stays readable`() throws {
        var (left, right) = (Device(1), Device(2))
        var one = try opened(by: &left)
        var two = one
        right.milliseconds = left.milliseconds + 500
        left.edit(&one) { Ticket.assign(to: "anna", in: &$0) }
        right.edit(&two) { Ticket.assign(to: "ben", in: &$0) }
        exchange(&one, &two)
        for document in [one, two] {
            #expect(Ticket(id: id, document: document).owner == "ben")
            #expect(document.root.values("owner").map(\.value) == ["ben", "anna"])
        }
    }

    @Test func `registers of another type read as absent`() {
        var device = Device(1)
        var document = Document()
        device.edit(&document) { transaction in
            for key in ["channel", "status", "resolver", "owner", "person", "assurance", "recording", "subject"] {
                transaction.root.set(key, 7)
            }
            for key in ["priority", "snoozed_until", "spam", "locked"] { transaction.root.set(key, "x") }
            transaction.root.set("priority", 99)
            transaction.records("log").append(["type": "of tomorrow"])
            transaction.records("log").append(["type": "rating"])
        }
        let ticket = Ticket(id: id, document: document)
        #expect(ticket == Ticket(id: id, document: Document()))
    }
}
