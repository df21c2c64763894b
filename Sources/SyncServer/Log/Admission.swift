import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

/// The decision about one change whose turn it is: where it goes, or a refusal.
struct Admission {
    /// The scope in which the row stands.
    let scope: Scope
    /// The scope that the root leaves.
    private(set) var movesFrom: Scope?
    /// The placement that the change states.
    private(set) var placement: Placement?
    /// The directory fact that it states; it is in force already.
    private(set) var fact: DirectoryFact?
    /// The changes whose content it drops.
    private(set) var erasure: [ChangeReference]?
    /// The number that it gives to a ticket.
    private(set) var ticketNumber: UInt64?
    /// Whether it is the first change of a ticket, which gets a number.
    private(set) var opensTicket = false

    /// Decides.
    ///
    /// - Throws: `LogRefusal`.
    init(_ appender: inout Appender, _ change: SealedChange) throws {
        let envelope = change.envelope
        guard let principal = appender.principal(of: envelope.reference.actor) else {
            throw LogRefusal(.revoked)
        }
        guard !principal.isRevoked else { throw LogRefusal(.revoked) }
        let current = try appender.placement(of: envelope.root)
        switch envelope.kind {
        case .placement:
            let placement = try Self.decode { () throws(ProtocolError) in try Placement(structure: envelope.structure) }
            guard placement.from == current else { throw LogRefusal.placementConflict }
            for scope in [placement.from, placement.to].compactMap(\.self) {
                try Self.checkWrite(principal, to: scope, appender.directory)
            }
            scope = placement.to
            movesFrom = current
            self.placement = placement
        case .directory:
            let fact = try Self.decode { () throws(ProtocolError) in
                try ControlBody.decode(DirectoryFact.self, from: envelope.structure)
            }
            try Self.check(fact, by: principal, envelope, appender)
            try appender.apply(fact, of: change)
            scope = .directory
            self.fact = fact
        case .erasure:
            guard let current else { throw LogRefusal.unplacedRoot }
            guard principal.role.isAdministrative else { throw LogRefusal.roleForbids }
            let erasure = try Self.decode { () throws(ProtocolError) in
                try ControlBody.decode(Erasure.self, from: envelope.structure)
            }
            let targets = erasure.targets.compactMap(\.reference)
            guard targets.count == erasure.targets.count, try appender.areAll(targets, of: envelope.root) else {
                throw LogRefusal.foreignTarget
            }
            scope = current
            self.erasure = targets
        case .ticketNumber: throw LogRefusal.serverOnly
        case .withdrawn: throw LogRefusal.withdrawn
        default:
            guard let current else { throw LogRefusal.unplacedRoot }
            scope = current
            try admitDocument(&appender, envelope, principal)
        }
    }

    /// Reads what a change says that was admitted when it was accepted first; what was decided then is not decided again.
    ///
    /// - Parameter isLate: Whether others have read and written since the log was restored.
    /// - Throws: `LogRefusal` when it contradicts what was written since, or would give rights that may have been taken
    ///   away since.
    init(restoring change: SealedChange, _ appender: inout Appender, isLate: Bool) throws {
        let envelope = change.envelope
        let current = try appender.placement(of: envelope.root)
        switch envelope.kind {
        case .placement:
            let placement = try Placement(structure: envelope.structure)
            guard placement.from == current else { throw LogRefusal.placementConflict }
            scope = placement.to
            movesFrom = current
            self.placement = placement
        case .directory:
            let fact = try ControlBody.decode(DirectoryFact.self, from: envelope.structure)
            guard !isLate || !fact.givesRights else { throw LogRefusal.roleForbids }
            try appender.apply(fact, of: change)
            scope = .directory
            self.fact = fact
        default:
            guard let current else { throw LogRefusal.unplacedRoot }
            scope = current
            if envelope.kind == .erasure {
                erasure = try ControlBody.decode(Erasure.self, from: envelope.structure).targets.compactMap(\.reference)
            } else if envelope.kind == .ticketNumber {
                ticketNumber = try TicketNumber(structure: envelope.structure).number
            }
        }
    }

    private mutating func admitDocument(
        _ appender: inout Appender, _ envelope: Envelope, _ principal: Principal
    ) throws {
        let previous = try appender.lastChange(of: envelope.document, root: envelope.root, by: envelope.reference.actor)
        guard previous == envelope.previous else { throw LogRefusal.followsRefused }
        guard try appender.holds(envelope.heads, of: envelope.document) else { throw LogRefusal.unknownHeads }
        // Whoever has not seen a document may still begin it anew, so only the log knows which change is the first.
        let isFirst =
            try envelope.heads.isEmpty && previous == nil
            && !appender.holdsAny(of: envelope.document, root: envelope.root)
        guard let kind = envelope.kind.document else {
            // A kind of a newer build: relayed untouched for whoever may write here at all.
            return try Self.checkWrite(principal, to: scope, appender.directory)
        }
        var operations: [CRDT.Operation]
        do {
            operations = try envelope.change.operations()
        } catch {
            throw LogRefusal.malformed
        }
        if operations.contains(where: { if case .setRemove = $0 { true } else { false } }) {
            // What is removed stands in the changes that inserted it.
            var document = try appender.document(envelope.document, root: envelope.root)
            _ = try? document.apply(envelope.change)
            operations = document.operations(of: envelope.reference)
        }
        let proposal = Proposal(
            kind: kind, document: envelope.document, root: envelope.root, scope: scope.description,
            operations: operations, isFirstChange: isFirst, hasOccurred: envelope.occurred != nil,
            onBehalfOf: envelope.onBehalfOf?.assurance, speaksFor: envelope.onBehalfOf?.author
        )
        let lookup = appender
        let state = AdmissionState(
            user: { lookup.directory.devices[$0]?.user },
            document: { try? lookup.document(envelope.document, root: envelope.root) },
            needsApproval: kind == .article ? try appender.needsApproval() : true,
            // A log that cannot be asked lets nothing pass.
            hasMovedOn: { (try? lookup.hasMovedOn(envelope)) ?? true }
        )
        if let refusal = Hub.admit(proposal, by: principal, state: state) { throw LogRefusal(refusal) }
        opensTicket = kind == .ticket && isFirst
    }

    private static func decode<Fact>(_ body: () throws(ProtocolError) -> Fact) throws -> Fact {
        do {
            return try body()
        } catch {
            throw LogRefusal(code: error.code.rawValue, explanation: error.explanation)
        }
    }

    private static func checkWrite(_ principal: Principal, to scope: Scope, _ directory: Directory) throws {
        guard principal.role != .viewer || !scope.isShared else { throw LogRefusal.roleForbids }
        guard let user = principal.user, directory.mayWrite(user, to: scope) else {
            throw LogRefusal(.scopeNotGranted)
        }
    }

    /// Administrators state facts; a member enrols and revokes devices of their own.
    private static func check(
        _ fact: DirectoryFact, by principal: Principal, _ envelope: Envelope, _ appender: Appender
    ) throws {
        guard envelope.root == appender.store.workspace else { throw LogRefusal.foreignTarget }
        switch fact {
        case .founded where appender.directory.rootKey != nil: throw LogRefusal.serverOnly
        case .device(_, let user, _, _) where user == principal.user: return
        case .deviceRevoked(let actor):
            let owner = ActorID(hexadecimal: actor).flatMap { appender.directory.devices[$0]?.user }
            guard owner == principal.user || principal.role.isAdministrative else { throw LogRefusal.roleForbids }
        default:
            guard principal.role.isAdministrative else { throw LogRefusal.roleForbids }
        }
        try checkKeepers(fact, by: principal, appender.directory)
    }

    /// The server keeps its rights and devices, and the last person who can administer keeps theirs: the log orders the
    /// changes, so of two who give the role up at once the second is refused.
    private static func checkKeepers(_ fact: DirectoryFact, by principal: Principal, _ directory: Directory) throws {
        let subject: Identifier?
        switch fact {
        case .role(let user, _): subject = user
        case .deviceRevoked(let actor): subject = ActorID(hexadecimal: actor).flatMap { directory.devices[$0]?.user }
        default: return
        }
        guard let subject else { return }
        guard subject != directory.server || principal.user == subject else { throw LogRefusal.serverOnly }
        guard directory.administrators == [subject] else { return }
        var after = directory
        try? after.apply(fact, from: ChangeReference(actor: ActorID(high: 0, low: 0), number: 0), sequence: 0)
        guard !after.administrators.isEmpty else { throw LogRefusal(.lastAdministrator) }
    }
}

extension Scope {
    /// Whether others read it.
    fileprivate var isShared: Bool {
        if case .user = self { false } else { true }
    }
}

extension Appender {
    /// Who pushes; before the founding only the registrar exists, and may do everything.
    func principal(of actor: ActorID) -> Principal? {
        if directory.users.isEmpty || directory.devices.isEmpty, actor == store.keys.registrarActor {
            return Principal(user: store.keys.user, role: .owner, grants: [])
        }
        return directory.principal(of: actor)
    }

    /// The scope in which a root is placed; nil for a new one.
    mutating func placement(of root: Identifier) throws -> Scope? {
        if let known = position.placements[root] { return known }
        let statement = try db.cachedStatement(
            sql: "SELECT name FROM placement JOIN scope ON scope.id = placement.scope WHERE root = ?"
        )
        let scope = try String.fetchOne(statement, arguments: [root.data]).flatMap(Scope.init)
        position.placements[root] = .some(scope)
        return scope
    }

    /// Remembers a change that was just appended, for those that follow it in this transaction.
    mutating func note(_ change: SealedChange) {
        let (reference, envelope) = (change.reference, change.envelope)
        let strand = Strand(root: envelope.root, document: envelope.document, actor: reference.actor)
        position.lastChanges[strand] = .some(change.id.short)
        position.appended[reference] = envelope.document
    }

    /// The short id of an actor's last accepted change of a document.
    mutating func lastChange(of document: Identifier, root: Identifier, by actor: ActorID) throws -> [UInt8]? {
        let strand = Strand(root: root, document: document, actor: actor)
        if let known = position.lastChanges[strand] { return known }
        let statement = try db.cachedStatement(
            sql: """
                SELECT change_id FROM log
                WHERE root = ? AND document = ? AND actor = ? AND row_kind = 0 AND kind < 32
                ORDER BY sequence DESC LIMIT 1
                """
        )
        let id = try Data.fetchOne(statement, arguments: [root.data, document.data, try self.actor(actor).id])
        let short = id.map { Array($0.prefix(16)) }
        position.lastChanges[strand] = .some(short)
        return short
    }

    /// Whether publishing an article needs the approval of another person, as the workspace's settings say now.
    func needsApproval() throws -> Bool {
        let section = SettingsSection.content
        let document = try document(section.document, root: section.document)
        return Settings(section: section, document: document)["content.needs_approval"] != .bool(false)
    }

    /// Whether the log holds all `heads` as changes of a document.
    mutating func holds(_ heads: [ChangeReference], of document: Identifier) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT 1 FROM log WHERE actor = ? AND number = ? AND document = ? AND row_kind = 0"
        )
        for head in heads where position.appended[head] != document {
            let arguments: StatementArguments = [try actor(head.actor).id, Int64(clamping: head.number), document.data]
            guard try Int.fetchOne(statement, arguments: arguments) != nil else { return false }
        }
        return true
    }

    /// Whether others edited the root of a change, erased words of it, or set the assistant's settings, behind what its
    /// author had seen of the log. What the author wrote itself it has seen.
    func hasMovedOn(_ envelope: Envelope) throws -> Bool {
        guard PlantedDefect.current != .uncheckedSpeech else { return false }
        let statement = try db.cachedStatement(
            sql: """
                SELECT 1 FROM log JOIN actor ON actor.id = log.actor
                WHERE root IN (?, ?) AND sequence > ? AND row_kind IN (0, 2) AND (kind < 32 OR kind = ?)
                    AND actor.actor <> ? LIMIT 1
                """
        )
        let arguments: StatementArguments = [
            envelope.root.data, SettingsSection.assistant.document.data, Int64(clamping: envelope.seen),
            ChangeKind.erasure.rawValue, envelope.reference.actor.data,
        ]
        return try Int.fetchOne(statement, arguments: arguments) != nil
    }

    /// Whether the log holds a change of a document. O(changes of the root).
    func holdsAny(of document: Identifier, root: Identifier) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT 1 FROM log WHERE root = ? AND document = ? AND row_kind = 0 AND kind < 32 LIMIT 1"
        )
        return try Int.fetchOne(statement, arguments: [root.data, document.data]) != nil
    }

    /// Whether the log holds all `references` as changes of a root.
    mutating func areAll(_ references: [ChangeReference], of root: Identifier) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT 1 FROM log WHERE actor = ? AND number = ? AND root = ? AND row_kind = 0 AND kind < 32"
        )
        for reference in references {
            let arguments: StatementArguments = [
                try actor(reference.actor).id, Int64(clamping: reference.number), root.data,
            ]
            guard try Int.fetchOne(statement, arguments: arguments) != nil else { return false }
        }
        return true
    }

    /// A document as the log has it.
    func document(_ identifier: Identifier, root: Identifier) throws -> Document {
        var document = Document()
        for stamped in try LogSnapshot(db: db).changes(of: root, through: position.head)
        where stamped.change.envelope.document == identifier && !stamped.change.envelope.kind.isControl {
            try document.absorb(stamped.change.envelope.change, stamp: stamped.stamp)
        }
        return document
    }
}
