import CRDT
import GRDB
import Hub
import Logging
import Replica
import SyncProtocol

@testable import SyncServer

/// A workspace with articles, customers who write, teammates and the assistant, all in one process.
final class AssistantOffice {
    let temporary: TemporaryFolder
    let folder: WorkspaceFolder
    let replica: ServerReplica
    private let logger: Logger

    /// Makes a workspace with two articles.
    init() throws {
        temporary = try TemporaryFolder()
        folder = try .founded(temporary)
        replica = try folder.openReplicaOfServer()
        try replica.catchUp(now: ServerClock.now)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        self.logger = logger
        try publish("Charging the battery", "The battery charges in four hours. Use the charger that came with it.")
        try publish("Returning a bike", "Return it within 14 days. We refund what you paid.")
    }

    /// Publishes an article.
    @discardableResult
    func publish(_ title: String, _ body: String, audience: String? = nil) throws -> Identifier {
        let id = try replica.store.write(at: ServerClock.now(), isAction: false) { writer in
            let id = writer.newIdentifier()
            try writer.place(id, in: .workspace)
            try writer.edit(.article, id, root: id) {
                Article.create(title: title, body: body, audience: audience, in: &$0)
            }
            try writer.edit(.article, id, root: id) { try Article.publish(needsApproval: false, in: &$0) }
            return id
        }
        try replica.catchUp(now: ServerClock.now)
        return id
    }

    /// Adds a pack, which is on, with a rule that escalates.
    @discardableResult
    func addRule(matcher: String, destination: String? = nil) throws -> Identifier {
        let id = try replica.store.write(at: ServerClock.now()) { writer in
            let id = writer.newIdentifier()
            try writer.place(id, in: .workspace)
            try writer.edit(.guidance, id, root: id) { transaction in
                GuidancePack.create(name: "Rules", in: &transaction)
                GuidancePack.setOn(true, in: &transaction)
                GuidancePack.addRule(
                    .escalate, text: "x", matcher: matcher, destination: destination, in: &transaction)
            }
            return id
        }
        try replica.catchUp(now: ServerClock.now)
        return id
    }

    /// Sets a setting.
    func set(_ name: String, _ value: Value) throws {
        guard let section = SettingDefinition.definition(of: name)?.section else { preconditionFailure(name) }
        let document = section.document
        try replica.store.write(at: ServerClock.now()) { writer in
            if try writer.scope(of: document) == nil { try writer.place(document, in: .workspace) }
            try writer.edit(.settings, document, root: document) { $0.root.set(name, value) }
        }
        try replica.catchUp(now: ServerClock.now)
    }

    /// A customer writes, in a new ticket or an old one; the server knows it when this returns.
    @discardableResult
    func write(
        _ words: String, in ticket: Identifier? = nil, subject: String? = nil, channel: String = "widget",
        by customer: String = "visitor-1", assurance: Assurance = .anonymous, occurred: Instant? = nil,
        attachments: [AttachmentReference] = []
    ) throws -> Identifier {
        let origin = ChangeWriter.Origin(
            occurred: occurred, onBehalfOf: OnBehalfOf(assurance: assurance, kind: .customer, id: customer))
        let root = try replica.store.write(at: ServerClock.now()) { writer in
            let root = ticket ?? writer.newIdentifier()
            if ticket == nil {
                try writer.place(root, in: .queue("general"))
                try writer.edit(.ticket, root, root: root, origin: origin) { transaction in
                    try Ticket.open(TicketDraft(channel: channel, subject: subject), in: &transaction)
                }
            }
            try writer.edit(.discussion, root.publicDiscussion, root: root, origin: origin) { transaction in
                try Discussion.begin(visibility: .public, in: &transaction)
                let author = Author(kind: .customer, id: customer)
                Discussion.post(
                    MessageDraft(author: author, body: words, attachments: attachments), in: &transaction)
            }
            return root
        }
        try replica.catchUp(now: ServerClock.now)
        return root
    }

    /// A new process of the assistant.
    func desk(
        _ limits: AssistantDesk.Limits = .init(),
        pause: @escaping (AssistantPause, Identifier) -> Void = { _, _ in }
    ) -> AssistantDesk {
        AssistantDesk(replica, logger: logger, limits: limits, pause: pause)
    }

    /// Lets the assistant work until there is nothing left.
    ///
    /// - Parameter now: Its clock; the machine's when not given.
    /// - Returns: How many passes wrote something.
    @discardableResult
    func work(_ desk: AssistantDesk? = nil, at now: Instant? = nil) throws -> Int {
        let desk = desk ?? self.desk()
        var writingCount = 0
        while true {
            try replica.catchUp(now: ServerClock.now)
            let pass = try desk.pass { now ?? ServerClock.now() }
            if pass.hasWritten { writingCount += 1 }
            if !pass.hasMore, !pass.hasWritten { return writingCount }
        }
    }

    /// A ticket as the server's replica has it.
    func detail(_ ticket: Identifier) throws -> TicketDetail {
        try replica.store.ticket(ticket.description, at: ServerClock.now())
    }

    /// What the assistant said in public.
    func said(in ticket: Identifier) throws -> [Message] {
        try detail(ticket).lines.filter { $0.visibility == .public && $0.message.author == .assistant }.map(\.message)
    }

    /// What was decided in a ticket.
    func decisions(in ticket: Identifier) throws -> [AssistantDecision] {
        try detail(ticket).ticket.log.compactMap { record in
            if case .decided(let decision) = record.entry { decision } else { nil }
        }
    }

    /// The hand-offs of a ticket.
    func handOffs(in ticket: Identifier) throws -> [FallbackReason] {
        try detail(ticket).events.compactMap { event in
            if case .handedOff(let handOff) = event.kind { handOff.reason } else { nil }
        }
    }

    /// A teammate's replica beside the server, that talks to the log in this process.
    func join(_ role: Role = .agent) throws -> Office.Desk {
        var random = SystemRandomNumberGenerator()
        let link = try folder.invite(role: role)
        let key = SigningKey(using: &random)
        let request = JoinRequest(
            workspace: link.workspace, invite: link.invite, secret: link.secret, name: "Noor",
            identity: SigningKey(using: &random), actor: ActorID(high: random.next(), low: random.next()), device: key)
        let response = try SyncService(replica.log).answer(.join(request), token: nil, at: ServerClock.now())
        guard case .joined(let joined) = response else { throw ServerError.otherWorkspace }
        let member = ReplicaStore.Member(
            workspace: link.workspace, user: joined.user, actor: request.actor, rootFingerprint: link.rootFingerprint)
        let desk = Office.Desk(try ReplicaStore.create(in: try DatabaseQueue(), member: member), key)
        try sync(desk)
        return desk
    }

    /// Exchanges everything between a teammate and the log; the server's replica learns nothing of it yet.
    func sync(_ desk: Office.Desk) throws {
        var driver = try SyncDriver(desk.store, key: desk.key)
        var step = try driver.receive(.wake, at: ServerClock.now())
        while case .send(let request, let token) = step {
            let response = try SyncService(replica.log).answer(request, token: token, at: ServerClock.now())
            step = try driver.receive(.response(response), at: ServerClock.now())
        }
    }

    /// A teammate replies and sends it.
    func reply(_ words: String, in ticket: Identifier, from desk: Office.Desk) throws {
        try sync(desk)
        let author = Author(kind: .teammate, id: desk.store.member.user.description)
        try desk.store.write(at: ServerClock.now()) { writer in
            try writer.edit(.discussion, ticket.publicDiscussion, root: ticket) { transaction in
                try Discussion.begin(visibility: .public, in: &transaction)
                Discussion.post(MessageDraft(author: author, body: words), in: &transaction)
            }
        }
        try sync(desk)
    }

    /// A teammate gives a conversation back and sends it.
    func giveBack(_ ticket: Identifier, from desk: Office.Desk) throws {
        try sync(desk)
        try desk.store.write(at: ServerClock.now()) { writer in
            try writer.edit(.ticket, ticket, root: ticket) { Ticket.returnLease(in: &$0) }
        }
        try sync(desk)
    }
}
