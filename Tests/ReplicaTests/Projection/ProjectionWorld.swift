import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

@testable import Replica

/// A replica in memory that lives without a server, and random work done on it.
struct ProjectionWorld {
    let store: ReplicaStore
    var random: SeededRandom
    var now = Instant(milliseconds: 1_700_000_000_000)
    var tickets: [Identifier] = []
    var people: [Identifier] = []

    init(seed: UInt64, in queue: DatabaseQueue? = nil) throws {
        random = SeededRandom(seed: seed)
        let member = ReplicaStore.Member(
            workspace: Identifier(high: 1 << 60, low: 4), user: Identifier(high: 1 << 60, low: 8),
            actor: ActorID(high: 7, low: 9), rootFingerprint: "none")
        store = try ReplicaStore.create(in: queue ?? DatabaseQueue(), member: member)
    }

    /// The environment's seed, or another one each time.
    static var seed: UInt64 {
        ProcessInfo.processInfo.environment["REPLICA_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...999_999)
    }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[Int(random.next() % UInt64(list.count))] }
    mutating func isLucky(_ share: Int) -> Bool { random.next() % UInt64(share) == 0 }

    mutating func pass(seconds: Int64) { now = now.advanced(bySeconds: seconds) }

    @discardableResult
    mutating func write<Value>(_ body: (inout ChangeWriter) throws -> Value) throws -> Value {
        let value = try store.write(at: now, randomness: random, body)
        _ = random.next()
        return value
    }

    /// Opens a ticket with a customer's message.
    @discardableResult
    mutating func open(
        _ draft: TicketDraft, body: String, in queue: String = "general", author: String = "c1"
    ) throws -> Identifier {
        pass(seconds: 60)
        let now = now
        let id = try write { writer in
            let id = writer.newIdentifier()
            try writer.place(id, in: .queue(queue))
            try writer.edit(.ticket, id, root: id) { try Ticket.open(draft, in: &$0) }
            try writer.edit(.discussion, id.publicDiscussion, root: id) { transaction in
                try Discussion.begin(visibility: .public, in: &transaction)
                let message = MessageDraft(author: Author(kind: .customer, id: author), body: body, sent: now)
                Discussion.post(message, in: &transaction)
            }
            return id
        }
        tickets.append(id)
        return id
    }

    mutating func say(
        _ body: String, in ticket: Identifier, by author: Author = Author(kind: .teammate, id: "t1"),
        role: Event.MessageRole = .message, isInternal: Bool = false
    ) throws {
        pass(seconds: 60)
        try write { writer in
            let id = isInternal ? ticket.internalDiscussion : ticket.publicDiscussion
            try writer.edit(.discussion, id, root: ticket) { transaction in
                try Discussion.begin(visibility: isInternal ? .internal : .public, in: &transaction)
                Discussion.post(MessageDraft(author: author, role: role, body: body), in: &transaction)
            }
        }
    }

    mutating func edit(_ ticket: Identifier, _ body: (inout Transaction) throws -> Void) throws {
        pass(seconds: 30)
        try write { writer in _ = try writer.edit(.ticket, ticket, root: ticket, body) }
    }

    @discardableResult
    mutating func person(name: String?, emails: [String]) throws -> Identifier {
        let id = try write { writer in
            let id = writer.newIdentifier()
            try writer.place(id, in: .workspace)
            try writer.edit(.person, id, root: id) { transaction in
                if let name { Person.setName(name, in: &transaction) }
                for email in emails { Person.addEmail(email, isVerified: false, in: &transaction) }
            }
            return id
        }
        people.append(id)
        return id
    }

    mutating func set(_ name: String, _ value: Value) throws {
        guard let section = SettingDefinition.definition(of: name)?.section else { return }
        try write { writer in
            let id = section.document
            if try writer.scope(of: id) == nil { try writer.place(id, in: .workspace) }
            try writer.edit(.settings, id, root: id) { try Settings.set(name, to: value, in: &$0) }
        }
    }

    /// The projection rows as lines.
    func dump() throws -> [String] {
        var lines: [String] = []
        try store.dumpProjections { lines.append($0) }
        return lines
    }
}

/// SplitMix64.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
