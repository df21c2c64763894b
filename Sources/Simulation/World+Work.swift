import CRDT
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol

extension World {
    /// A member works, with or without a network.
    mutating func write(_ node: Int) throws {
        guard !nodes[node].isRevoked, !nodes[node].isStopped else { return }
        let choice = Int.random(in: 0..<100, using: &random)
        let mine = try knownTickets(nodes[node].store)
        switch choice {
        case 0..<20: try open(node)
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
        note("node \(node) has written (\(choice))")
    }

    /// Makes changes in one transaction, which a crash may cut off, and notes what was saved.
    mutating func change(
        _ node: Int, isAction: Bool = true, _ body: (inout ChangeWriter, inout SeededGenerator) throws -> Void
    ) throws {
        var random = random
        let dies = step > 0 && random.chance(2)
        let randomness = SeededGenerator(seed: random.next())
        if dies { nodes[node].disk.crash(afterCommits: 0) }
        do {
            try nodes[node].store.write(at: time(of: node), randomness: randomness, isAction: isAction) { writer in
                try body(&writer, &random)
            }
        } catch is PowerFailure where dies {
            note("node \(node) dies while it writes")
        }
        self.random = random
        if dies { try restart(node) }
        try noteWork(node)
        nodes[node].wakeAt = 0
    }

    /// Notes the changes that a device has saved since it was asked last.
    private mutating func noteWork(_ node: Int) throws {
        let known = nodes[node].work.ids.keys.max() ?? 0
        let actor = nodes[node].store.member.actor
        let rows = try nodes[node].store.database.read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT number, header, content FROM change
                    WHERE actor = (SELECT id FROM actor WHERE actor = ?) AND number > ?
                    """
            )
            return try Row.fetchAll(statement, arguments: [Self.data(actor), Int64(known)])
        }
        for row in rows {
            let change = try SealedChange(header: [UInt8](row[1] as Data), content: [UInt8](row[2] as Data))
            nodes[node].work.ids[row[0]] = change.id
            nodes[node].work.saved.insert(change.id)
        }
    }

    private mutating func open(_ node: Int) throws {
        let known = try nodes[node].store.database.read { db in
            try String.fetchAll(db.cachedStatement(sql: "SELECT DISTINCT scope FROM placement"))
        }
        let writable = nodes[node].isAdministrator ? queues : queues.filter { known.contains($0.description) }
        // Now and then somebody writes where it will be refused.
        let choice = random.chance(10) ? queues : writable
        guard let queue = choice.randomElement(using: &random) else { return }
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

    static func post(
        _ ticket: Identifier, _ user: Identifier, _ body: String, origin: ChangeWriter.Origin = .init(),
        _ writer: inout ChangeWriter
    ) throws {
        let discussion = ticket.publicDiscussion
        try writer.edit(.discussion, discussion, root: ticket, origin: origin) { transaction in
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

    /// An outside event reaches one device, and perhaps others that reached it before: it must have one effect.
    mutating func reportEvent(_ node: Int) throws {
        guard !nodes[node].isRevoked, !nodes[node].isStopped else { return }
        let repeated = events.filter { _ in random.chance(50) }.randomElement(using: &random)
        guard let event = try repeated ?? newEvent(node) else { return }
        guard try knownTickets(nodes[node].store).contains(event.ticket) else { return }
        let user = nodes[node].store.member.user
        try change(node) { writer, _ in
            try Self.post(event.ticket, user, "from outside", origin: .init(external: event.hash), &writer)
        }
        note("node \(node) hears of an outside event")
    }

    private mutating func newEvent(_ node: Int) throws -> (ticket: Identifier, hash: [UInt8])? {
        guard let ticket = try knownTickets(nodes[node].store).randomElement(using: &random) else { return nil }
        events.append((ticket, Array(Hash.blake2b(Array("event \(events.count)".utf8))[..<16])))
        return events.last
    }

    private mutating func eraseMessage(_ node: Int, _ ticket: Identifier) throws {
        let references = try nodes[node].store.database.read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT actor.actor, change.number FROM change JOIN actor ON actor.id = change.actor
                    WHERE root = ? AND document = ? AND state = 0 AND kind = 2 ORDER BY sequence
                    """
            )
            let arguments: StatementArguments = [Self.data(ticket), Self.data(ticket.publicDiscussion)]
            return try Row.fetchAll(statement, arguments: arguments).map { row in
                ChangeReference(actor: try Self.actor(row[0]), number: row[1])
            }
        }
        guard let target = references.randomElement(using: &random) else { return }
        try change(node, isAction: false) { writer, _ in
            try writer.erase([target], root: ticket, reason: "right_to_be_forgotten")
        }
        note("node \(node) erases \(target)")
    }

    func knownTickets(_ store: ReplicaStore) throws -> [Identifier] {
        try store.database.read { db in
            let sql = "SELECT DISTINCT root FROM change WHERE kind = 1 AND state <> 2 ORDER BY root"
            return try Data.fetchAll(db.cachedStatement(sql: sql))
        }.map(Self.identifier)
    }

    // MARK: Rows

    static func data(_ identifier: Identifier) -> Data {
        var writer = ByteWriter()
        writer.write(identifier)
        return Data(writer.bytes)
    }

    static func data(_ actor: ActorID) -> Data {
        var writer = ByteWriter()
        writer.write(actor)
        return Data(writer.bytes)
    }

    static func identifier(_ data: Data) throws -> Identifier {
        var reader = ByteReader(Array(data))
        return try reader.identifier()
    }

    static func actor(_ data: Data) throws -> ActorID {
        var reader = ByteReader(Array(data))
        return try reader.actor()
    }
}
