import CRDT
import Hub
import Replica
import SyncProtocol
import SyncServer

extension World {
    /// The administrator states facts, with or without a network: a few at once, as in a storm.
    mutating func administer() throws {
        guard nodes.count > 1, !nodes[0].isStopped else { return }
        for _ in 0..<(random.chance(20) ? 4 : 1) where random.chance(60) {
            let target = Int.random(in: 1..<nodes.count, using: &random)
            guard let fact = fact(about: target) else { continue }
            let before = nodes[0].work.saved.count
            try change(0, isAction: false) { writer, _ in try writer.state(fact) }
            guard nodes[0].work.saved.count > before else { continue }
            if case .deviceRevoked = fact { noteRevoked(nodes[target].store.member.actor) }
            note("the administrator states \(fact)")
        }
        if nodes.count < 5, random.chance(4), try server.log.read({ try $0.state }) == "open" {
            // A copy of the log from before could not know the device.
            if !server.isRestored { server.backup = nil }
            try join(nodes.count, isAdministrator: false)
            note("node \(nodes.count - 1) joins")
        }
    }

    private mutating func noteRevoked(_ actor: ActorID) {
        for node in nodes.indices where nodes[node].store.member.actor == actor { nodes[node].isRevoked = true }
    }

    private mutating func fact(about target: Int) -> DirectoryFact? {
        let member = nodes[target].store.member
        guard let queue = queues.randomElement(using: &random) else { return nil }
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<10: return .granted(member.user, queue, history: random.chance(75) ? .all : .fromNow)
        case 10..<18: return .revoked(member.user, queue)
        case 18: return .role(member.user, random.chance(50) ? .viewer : .agent)
        default: return random.chance(30) ? .deviceRevoked(actor: member.actor.description) : nil
        }
    }

    /// Somebody who holds a token and no key tries to write in another's name.
    mutating func forge() throws {
        guard let victim = nodes.indices.randomElement(using: &random),
            let ticket = tickets.randomElement(using: &random)
        else { return }
        let member = nodes[victim].store.member
        let number = try server.log.read { try $0.number(of: member.actor) } + 1
        var document = Document()
        let time = Stamp(milliseconds: UInt64(now))
        let change = document.edit(actor: member.actor, number: number, time: time) { transaction in
            Ticket.setSubject("forged", in: &transaction)
        }
        guard let change, case .present(let bytes) = change.content else { return }
        let sealed = SealedChange(
            Envelope(
                kind: ChangeKind(.ticket), workspace: server.workspace, root: ticket, document: ticket,
                reference: change.reference, previous: nil, time: time, structure: change.structure,
                content: .present(salt: [UInt8](repeating: 7, count: 16), bytes: bytes)
            )
        )
        forgedIDs.insert(sealed.id)
        let batch = Batch(
            workspace: server.workspace, actor: member.actor, changes: [sealed], key: SigningKey(using: &random)
        )
        _ = try server.log.append([batch], at: serverTime)
        note("somebody forges a change of node \(victim)")
    }
}
