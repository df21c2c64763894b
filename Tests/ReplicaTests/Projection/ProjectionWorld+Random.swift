import CRDT
import Hub
import SyncProtocol

@testable import Replica

extension ProjectionWorld {
    static let words = [
        "refund", "Möbel", "mobel", "Straße", "strasse", "modifica", "modificà", "login", "été", "ete", "漢字",
        "invoice", "don't", "x_y", "42", "ñandú", "*bold*", "[link](https://e.example)", "\n\n", "- item", "`code`",
        "!!!",
    ]
    static let channels = ["email", "widget", "slack", "Forum"]
    static let tags = ["billing", "Bug", "vip", "größe"]
    static let owners = ["t1", "t2", "Team Blue"]

    mutating func text() -> String {
        (0..<1 + Int(random.next() % 12)).map { _ in pick(Self.words) }.joined(separator: " ")
    }

    /// Opens a ticket of random properties and lets some of its life happen.
    @discardableResult
    mutating func openAny() throws -> Identifier {
        var draft = TicketDraft(channel: pick(Self.channels), subject: isLucky(4) ? nil : text())
        draft.priority = pick(Priority.allCases)
        if isLucky(2) { draft.owner = pick(Self.owners) }
        if isLucky(2) { draft.tags = [pick(Self.tags), pick(Self.tags)] }
        if isLucky(3) { draft.segment = pick(["gold", "Silver"]) }
        if isLucky(2) {
            let locale = pick(["en", "pt-BR", "pt", "de-AT"])
            draft.source = TicketSource(locale: locale, product: pick(["web", "App"]))
        }
        if isLucky(2), !people.isEmpty {
            draft.customer = .known(person: pick(people), company: nil)
            draft.assurance = .verifiedByMail
        } else if isLucky(2) {
            draft.claimed = ["name": .string(pick(["Ana Torres", "Bo"])), "email": .string("ana@e.example")]
        }
        if isLucky(3) { draft.assistance = TicketDraft.Assistance(isOn: true) }
        let ticket = try open(draft, body: text(), in: pick(["general", "billing"]), author: pick(["c1", "c2"]))
        for _ in 0..<Int(random.next() % 5) { try live(ticket) }
        return ticket
    }

    /// Lets one thing happen to a ticket.
    mutating func live(_ ticket: Identifier) throws {
        pass(seconds: Int64(random.next() % 200_000))
        switch random.next() % 16 {
        case 0: try say(text(), in: ticket)
        case 1: try say(text(), in: ticket, by: Author(kind: .customer, id: "c1"))
        case 2: try say(text(), in: ticket, by: Author(kind: .ai, id: "ai"), role: .answer)
        case 3: try say(text(), in: ticket, isInternal: true)
        case 4: try edit(ticket) { Ticket.setSpam(true, in: &$0) }
        case 5:
            let until = now.advanced(bySeconds: 90_000)
            try edit(ticket) { Ticket.snooze(until: until, in: &$0) }
        case 6:
            let rule = pick(["r1", "r2"])
            let reason = pick([FallbackReason.customerRequest, .policyRule(rule), .lowConfidence])
            try edit(ticket) { Ticket.handOff(Event.HandOff(reason: reason), in: &$0) }
        case 7:
            try edit(ticket) { transaction in
                try? Ticket.setStatus(.resolved, resolver: Resolver(kind: .teammate, id: "t1"), in: &transaction)
            }
        case 8: try edit(ticket) { try? Ticket.setStatus(.pending, in: &$0) }
        case 9:
            let owner = isLucky(3) ? nil : pick(Self.owners)
            try edit(ticket) { Ticket.assign(to: owner, in: &$0) }
        case 10:
            let queue = pick(["general", "billing", "second"])
            try write { try $0.place(ticket, in: .queue(queue)) }
        case 11: try change(pick(try store.ticket(ticket.description, at: now).lines.map(\.message.id)), in: ticket)
        case 12:
            // What comes late goes where it belongs.
            let draft = MessageDraft(
                author: Author(kind: .customer, id: "c1"), body: text(), sent: now.advanced(bySeconds: -400_000))
            try write { writer in
                _ = try writer.edit(.discussion, ticket.publicDiscussion, root: ticket) {
                    Discussion.post(draft, in: &$0)
                }
            }
        case 13:
            guard !people.isEmpty else { return }
            let (person, name) = (pick(people), isLucky(3) ? nil : pick(["Ana Torres", "Bo Li", "José García"]))
            try write { writer in
                _ = try writer.edit(.person, person, root: person) { Person.setName(name, in: &$0) }
            }
        default:
            let (tag, subject) = (pick(Self.tags), text())
            try edit(ticket) { transaction in
                Ticket.untag(tag, in: &transaction)
                Ticket.setSubject(subject, in: &transaction)
            }
        }
    }

    /// Edits, deletes or reacts to a message of either discussion.
    mutating func change(_ message: OperationID, in ticket: Identifier) throws {
        let (body, choice) = (text(), random.next() % 3)
        try write { writer in
            for discussion in [ticket.publicDiscussion, ticket.internalDiscussion] {
                let document = try writer.document(discussion, root: ticket)
                guard Discussion.message(message, in: document) != nil else { continue }
                try writer.edit(.discussion, discussion, root: ticket) { transaction in
                    switch choice {
                    case 0: try? Discussion.edit(message, body: body, in: &transaction)
                    case 1: try Discussion.setDeleted(true, message, in: &transaction)
                    default:
                        let reaction = Reaction(emoji: "+1", author: Author(kind: .teammate, id: "t1"))
                        try Discussion.react(reaction, to: message, in: &transaction)
                    }
                }
            }
        }
    }

    /// A world with people, policies and tickets.
    static func filled(seed: UInt64, tickets: Int) throws -> ProjectionWorld {
        var world = try ProjectionWorld(seed: seed)
        let people = [("Ana Torres", "ana@shop.example"), ("José García", "jose@shop.example"), (nil, "x@y.example")]
        for (name, email) in people {
            world.pass(seconds: 1)
            try world.person(name: name, emails: [email])
        }
        try world.set("policy.main.rank", .double(1))
        try world.set("policy.main.first_response", .string("8h"))
        try world.set("policy.main.resolution", .string("48h"))
        if world.isLucky(2) {
            try world.set("hours.shop.zone", .string("Europe/Berlin"))
            try world.set("policy.main.schedule", .string("shop"))
        }
        for _ in 0..<tickets { try world.openAny() }
        return world
    }
}
