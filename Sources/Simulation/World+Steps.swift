import CRDT
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer

extension World {
    /// One random thing happens.
    mutating func act() throws {
        let node = Int.random(in: 0..<nodes.count, using: &random)
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<22: try write(node)
        case 22..<80: try move(node, isLossy: true)
        case 80..<84: nodes[node].isPartitioned.toggle()
        case 84..<88: try crash(node)
        case 88..<90: crashServer()
        case 90..<95: try administer()
        case 95..<97: try forge()
        default: try catchUpServerReplica()
        }
    }

    // MARK: Work

    private mutating func write(_ node: Int) throws {
        guard !nodes[node].isRevoked, !nodes[node].isStopped else { return }
        let before = try writtenCount(node)
        let choice = Int.random(in: 0..<100, using: &random)
        let known = try nodes[node].store.database.read { db in
            try String.fetchAll(db, sql: "SELECT DISTINCT scope FROM placement")
        }
        let mine = try placedTickets(node)
        let writable = queues.filter { known.contains($0.description) || nodes[node].isAdministrator }
        switch choice {
        case 0..<20:
            guard let queue = queues.randomElement(using: &random) else { return }
            try open(node, in: nodes[node].isAdministrator ? queue : writable.first ?? queue)
        case 20..<60:
            guard let ticket = mine.randomElement(using: &random) else { return }
            try edit(node, ticket)
        case 60..<75: try editArticle(node)
        case 75..<90:
            guard let ticket = mine.randomElement(using: &random), let queue = queues.randomElement(using: &random)
            else { return }
            try change(node, isAction: false) { writer, _ in try writer.place(ticket, in: queue) }
        default:
            guard nodes[node].isAdministrator, let ticket = mine.randomElement(using: &random) else { return }
            try eraseMessage(node, ticket)
        }
        nodes[node].writtenCount += try writtenCount(node) - before
        nodes[node].wakeAt = 0
        trace("\(step) node \(node) writes (\(choice))")
    }

    private mutating func change(
        _ node: Int, isAction: Bool = true, _ body: (inout ChangeWriter, inout SeededGenerator) throws -> Void
    ) throws {
        var random = random
        try nodes[node].store.write(
            at: time(of: node), randomness: SeededGenerator(seed: random.next()), isAction: isAction
        ) { writer in try body(&writer, &random) }
        self.random = random
    }

    private mutating func open(_ node: Int, in queue: Scope) throws {
        let ticket = Identifier(at: time(of: node), using: &random)
        let user = nodes[node].store.member.user
        tickets.append(ticket)
        try change(node) { writer, random in
            try writer.place(ticket, in: queue)
            try writer.edit(.ticket, ticket, root: ticket) { transaction in
                try Ticket.open(TicketDraft(channel: "widget", subject: "Ticket \(random.next())"), in: &transaction)
            }
            try Self.post(ticket, user, "opened \(random.next())", &writer)
        }
    }

    private static func post(
        _ ticket: Identifier, _ user: Identifier, _ body: String, _ writer: inout ChangeWriter
    ) throws {
        let discussion = ticket.publicDiscussion
        try writer.edit(.discussion, discussion, root: ticket) { transaction in
            _ = Discussion.post(
                MessageDraft(author: Author(kind: .teammate, id: user.description), body: body), in: &transaction
            )
        }
    }

    private mutating func edit(_ node: Int, _ ticket: Identifier) throws {
        let user = nodes[node].store.member.user
        try change(node) { writer, random in
            switch Int.random(in: 0..<5, using: &random) {
            case 0: try Self.post(ticket, user, "words \(random.next())", &writer)
            case 1:
                try writer.edit(.ticket, ticket, root: ticket) { Ticket.assign(to: user.description, in: &$0) }
            case 2:
                try writer.edit(.ticket, ticket, root: ticket) { Ticket.tag("tag\(random.next() % 5)", in: &$0) }
            case 3:
                let priority = Priority.allCases.randomElement(using: &random) ?? .normal
                try writer.edit(.ticket, ticket, root: ticket) { Ticket.setPriority(priority, in: &$0) }
            default:
                try Self.post(ticket, user, "and pending \(random.next())", &writer)
                try writer.edit(.ticket, ticket, root: ticket) {
                    Ticket.setSubject("Subject \(random.next() % 100)", in: &$0)
                }
            }
        }
    }

    private mutating func editArticle(_ node: Int) throws {
        let article = article
        try change(node) { writer, random in
            let count = try writer.document(article, root: article).text("body").count
            guard count > 0 else { return }
            try writer.edit(.article, article, root: article) { transaction in
                let start = Int.random(in: 0..<count, using: &random)
                if random.chance(60) {
                    transaction.text("body").insert("<\(random.next() % 1000)>", at: start)
                } else {
                    transaction.text("body").delete(start..<min(count, start + 3))
                }
            }
        }
    }

    private mutating func eraseMessage(_ node: Int, _ ticket: Identifier) throws {
        let discussion = ticket.publicDiscussion
        let holder = nodes[node].store
        let references = try holder.database.read { db in
            let sql = """
                SELECT actor.actor, change.number FROM change JOIN actor ON actor.id = change.actor
                WHERE root = ? AND document = ? AND state = 0 AND kind = 2 ORDER BY sequence
                """
            return try Row.fetchAll(db, sql: sql, arguments: [Self.data(ticket), Self.data(discussion)]).map { row in
                ChangeReference(actor: try Self.actor(row[0]), number: row[1])
            }
        }
        guard let target = references.randomElement(using: &random) else { return }
        try change(node, isAction: false) { writer, _ in
            try writer.erase([target], root: ticket, reason: "right_to_be_forgotten")
        }
        trace("\(step) node \(node) erases \(target)")
    }

    // MARK: Administration

    private mutating func administer() throws {
        guard nodes.count > 1, random.chance(60) else { return }
        let target = Int.random(in: 1..<nodes.count, using: &random)
        let member = nodes[target].store.member
        guard let queue = queues.randomElement(using: &random) else { return }
        let fact: DirectoryFact
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5: fact = .granted(member.user, queue, history: random.chance(80) ? .all : .fromNow)
        case 5..<9: fact = .revoked(member.user, queue)
        default:
            guard random.chance(30) else { return }
            fact = .deviceRevoked(actor: member.actor.description)
            nodes[target].isRevoked = true
        }
        try change(0, isAction: false) { writer, _ in try writer.state(fact) }
        nodes[0].writtenCount += 1
        nodes[0].wakeAt = 0
        trace("\(step) administrator: \(fact)")
    }

    /// Somebody who holds a token and no key tries to write in another's name.
    private mutating func forge() throws {
        guard let victim = nodes.indices.randomElement(using: &random),
            let ticket = tickets.randomElement(using: &random)
        else { return }
        let member = nodes[victim].store.member
        let number = try log.read { try $0.number(of: member.actor) } + 1
        var document = Document()
        let reference = ChangeReference(actor: member.actor, number: number)
        let time = Stamp(milliseconds: UInt64(now))
        let change = document.edit(actor: member.actor, number: number, time: time) { transaction in
            Ticket.setSubject("forged", in: &transaction)
        }
        guard let change, case .present(let bytes) = change.content else { return }
        let sealed = SealedChange(
            Envelope(
                kind: ChangeKind(.ticket), workspace: workspace, root: ticket, document: ticket, reference: reference,
                previous: nil, time: time, structure: change.structure,
                content: .present(salt: [UInt8](repeating: 7, count: 16), bytes: bytes)
            )
        )
        forgedIDs.insert(sealed.id)
        let batch = Batch(
            workspace: workspace, actor: member.actor, changes: [sealed], key: SigningKey(using: &random)
        )
        _ = try log.append([batch], at: Instant(milliseconds: now))
        trace("\(step) forgery for node \(victim)")
    }

    private mutating func crash(_ node: Int) throws {
        nodes[node].driver = try SyncDriver(nodes[node].store, key: nodes[node].key)
        nodes[node].wire = .idle
        nodes[node].wakeAt = 0
        trace("\(step) node \(node) crashes")
    }

    private mutating func crashServer() {
        service = SyncService(log)
        for node in nodes.indices { nodes[node].wire = .idle }
        trace("\(step) server crashes")
        for node in nodes.indices { nodes[node].wakeAt = 0 }
    }
}
