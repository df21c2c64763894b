import CRDT
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer

/// Real messages of the protocol: what a teammate and a server say to each other from the join to a repair.
struct Conversation {
    private(set) var requests: [Request] = []
    private(set) var responses: [Response] = []

    /// Lets somebody join a new workspace, write, sync, enrol another incarnation and offer a repair.
    init(_ folder: WorkspaceFolder) throws {
        let service = SyncService(try folder.openLog())
        let link = try folder.invite(role: .administrator)
        var generator = SystemRandomNumberGenerator()
        let enrolment = Enrolment(link, name: "Noor", using: &generator)
        let device = try enrolment.device(from: try say(enrolment.request, nil, service))
        let store = try ReplicaStore.create(in: try DatabaseQueue(), member: try device.member())
        try Self.write(store)
        var driver = try SyncDriver(store, key: try device.deviceKey())
        var step = try driver.receive(.wake, at: ServerClock.now())
        var given: [UInt8]?
        while case .send(let request, let token) = step {
            given = token ?? given
            step = try driver.receive(.response(try say(request, token, service)), at: ServerClock.now())
        }
        let another = SigningKey(using: &generator)
        let enrol = EnrolRequest(
            workspace: link.workspace, actor: ActorID(high: 1, low: 2), device: another,
            identity: try device.identityKey()
        )
        _ = try say(.enrol(enrol), given, service)
        let lost = RepairResponse(history: Identifier(high: 1, low: 4), highWater: [:], taken: 0, deferred: 0)
        let (offers, _) = try store.offers(beyond: lost, after: .start, limits: Limits())
        _ = try say(.repair(try store.newestReceipt()), given, service)
        _ = try say(.repair(offers), given, service)
        _ = try say(.pull(SyncCursor()), nil, service)
        _ = try say(.presence(PresenceSign(.writing, in: Identifier(high: 1, low: 4))), given, service)
        responses.append(.noted)
        responses.append(
            .repaired(RepairResponse(history: lost.history, highWater: [store.member.actor: 7], taken: 3, deferred: 1)))
    }

    private mutating func say(_ request: Request, _ token: [UInt8]?, _ service: SyncService) throws -> Response {
        let response = try service.answer(request, token: token, at: ServerClock.now())
        requests.append(request)
        responses.append(response)
        return response
    }

    private static func write(_ store: ReplicaStore) throws {
        for count in 1...4 {
            try store.write(at: ServerClock.now()) { writer in
                let root = writer.newIdentifier()
                try writer.place(root, in: .queue("general"))
                try writer.edit(.ticket, root, root: root) { transaction in
                    try Ticket.open(TicketDraft(channel: "api", subject: "Question \(count)"), in: &transaction)
                }
                let sent = ChangeWriter.Origin(blobs: [[UInt8](repeating: 7, count: 32)])
                try writer.edit(.discussion, root.publicDiscussion, root: root, origin: sent) { transaction in
                    try Discussion.begin(visibility: .public, in: &transaction)
                    let author = Author(kind: .teammate, id: store.member.user.description)
                    Discussion.post(MessageDraft(author: author, body: "Words \(count)"), in: &transaction)
                }
            }
        }
    }
}
