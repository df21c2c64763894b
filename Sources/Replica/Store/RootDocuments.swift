public import CRDT
import Foundation
import GRDB
public import Hub
public import SyncProtocol

/// Everything that a replica holds of one root: its documents, computed from their changes, and what is known about
/// each change.
public struct RootDocuments: Sendable {
    /// The root.
    public let root: Identifier
    /// Its documents with their kinds.
    public internal(set) var documents: [Identifier: (kind: DocumentKind, document: Document)] = [:]
    /// Who wrote each change, and when.
    public internal(set) var metadata: [ChangeReference: ChangeMetadata] = [:]
    /// The moves between scopes, in the order of acceptance.
    public internal(set) var placements: [PlacementFact] = []
    /// Where the root is placed now, unsent moves included; nil when nothing says so.
    public internal(set) var scope: Scope?
    /// The human number; nil until the server has given one.
    public internal(set) var number: UInt64?
    /// The newest log sequence of any change; 0 when all are unsent.
    public internal(set) var sequence: UInt64 = 0
    /// The log sequences of the changes of documents.
    private var sequences: [ChangeReference: UInt64] = [:]
    /// Changes that wait to be sent, and refused ones.
    public internal(set) var pendingCount = 0
    /// Refused changes.
    public internal(set) var parkedCount = 0

    /// The newest log sequence of what others than an actor wrote in the documents, some changes aside; 0 for nothing.
    func newestSequence(notBy actor: ActorID, except passedOver: Set<ChangeReference>) -> UInt64 {
        sequences.lazy.filter { $0.key.actor != actor && !passedOver.contains($0.key) }.map(\.value).max() ?? 0
    }

    /// The document of an identifier; empty when there is none.
    public func document(_ id: Identifier) -> Document { documents[id]?.document ?? Document() }

    /// What a ticket's events are derived from, where the root is a ticket.
    public var history: TicketHistory {
        TicketHistory(
            root: root, ticket: document(root), publicDiscussion: documents[root.publicDiscussion]?.document,
            internalDiscussion: documents[root.internalDiscussion]?.document, placements: placements,
            metadata: { metadata[$0] })
    }
}

extension RootDocuments {
    /// Computes the documents of a root. Refused changes play no part.
    ///
    /// - Parameter isBase: Leaves out what the server has not accepted, which gives the exact server prefix.
    /// - Complexity: O(changes of the root).
    static func load(
        _ root: Identifier, authors: Authors, isBase: Bool = false, _ db: Database
    ) throws -> RootDocuments {
        var result = RootDocuments(root: root)
        let statement = try db.cachedStatement(
            sql: """
                SELECT state, sequence, stamp, received, header, content FROM change
                WHERE root = ? ORDER BY sequence IS NULL, sequence, number
                """
        )
        let rows = try Row.fetchCursor(statement, arguments: [root.data])
        while let row = try rows.next() {
            guard let state = ChangeState(rawValue: row[0]) else { preconditionFailure("a change has a known state") }
            if state == .parked {
                result.parkedCount += 1
                continue
            }
            if state == .pending { result.pendingCount += 1 }
            if isBase, state != .accepted { continue }
            let envelope = try Envelope(header: [UInt8](row[4] as Data), encodedContent: [UInt8](row[5] as Data))
            try result.add(
                envelope, stamp: (row[2] as Int64?).map(Stamp.init(stored:)),
                received: (row[3] as Int64?).map(Instant.init(milliseconds:)), authors
            )
            guard let sequence = row[1] as UInt64? else { continue }
            result.sequence = max(result.sequence, sequence)
            guard !envelope.kind.isControl else { continue }
            result.sequences[envelope.reference] = sequence
        }
        return result
    }

    private mutating func add(_ envelope: Envelope, stamp: Stamp?, received: Instant?, _ authors: Authors) throws {
        let facts = ChangeMetadata(envelope, stamp: stamp, received: received, authors)
        switch envelope.kind {
        case .placement:
            let placement = try Placement(structure: envelope.structure)
            let id = OperationID(change: envelope.reference, index: 0)
            placements.append(PlacementFact(id: id, scope: placement.to.description, metadata: facts))
            scope = placement.to
        case .ticketNumber: number = try TicketNumber(structure: envelope.structure).number
        case .directory, .erasure, .withdrawn: break
        default:
            guard let kind = envelope.kind.document else { return }
            metadata[envelope.reference] = facts
            documents[envelope.document, default: (kind, Document())].document
                .applyTrusted(envelope.change, stamp: stamp ?? .pending)
        }
    }
}

extension Document {
    /// Applies a change that admission has read before; one that a newer build wrote differently is passed over.
    fileprivate mutating func applyTrusted(_ change: Change, stamp: Stamp) {
        do {
            try absorb(change, stamp: stamp)
        } catch {
            // Stored and relayed, and applied after an upgrade: the document goes on without it.
        }
    }
}

extension ChangeMetadata {
    /// What the envelope and the log say about a change.
    ///
    /// A teammate's message counts from its delivery, however long it waited for a network; what channels and imports
    /// bring in counts at its source's time; everything else at its stamp.
    init(_ envelope: Envelope, stamp: Stamp?, received: Instant?, _ authors: Authors) {
        let author = envelope.onBehalfOf?.author ?? authors.author(of: envelope.reference.actor)
        let written = Instant(milliseconds: Int64((stamp ?? envelope.time).milliseconds))
        let isReply = envelope.kind == ChangeKind(.discussion) && author.kind == .teammate
        self.init(
            author: author, occurred: envelope.occurred ?? (isReply ? received ?? written : written),
            accepted: received, action: envelope.action, assurance: envelope.onBehalfOf?.assurance
        )
    }
}

/// Whose devices actors are, as events name authors.
struct Authors {
    private let names: [ActorID: Author]

    init(_ directory: Directory) {
        names = directory.devices.mapValues { device in
            if device.user == directory.server { return Author(kind: .system, id: device.user.description) }
            let isBot = directory.users[device.user]?.role == .bot
            return Author(kind: isBot ? .automation : .teammate, id: device.user.description)
        }
    }

    /// The author behind an actor; an unknown one is the hub itself.
    func author(of actor: ActorID) -> Author { names[actor] ?? Author(kind: .system, id: actor.description) }
}
