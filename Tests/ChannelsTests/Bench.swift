import CRDT
import Channels
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer
import Synchronization

/// A workspace with an inlet and an outlet on it, a clock that is set by hand, and channels that only note what they get.
final class Bench: Sendable {
    private let folder = TemporaryFolder()
    let workspace: WorkspaceFolder
    let server: ServerReplica
    let records: ChannelStore
    let inlet: Inlet
    let outlet: Outlet
    let channel: NotingChannel
    private let clock: ClockBox

    var store: ReplicaStore { server.store }
    var now: Instant { clock.now }

    init(_ capabilities: ChannelCapabilities = .usual, jitter: Double = 0.5) throws {
        var randomness = SystemRandomNumberGenerator()
        let start = Instant(milliseconds: 1_700_000_000_000)
        workspace = try WorkspaceFolder.create(at: folder.path, name: "Hollow Road", now: start, using: &randomness)
        let server = try workspace.openReplicaOfServer()
        self.server = server
        let clock = ClockBox(start)
        self.clock = clock
        try server.catchUp(now: { clock.now })
        records = try ChannelStore(DatabaseQueue())
        let commit: @Sendable () throws -> Void = { try server.catchUp(now: { clock.now }) }
        inlet = Inlet(
            server.store, records: records, key: [UInt8](repeating: 7, count: 32), keepBlob: { Hash.blake2b($0) },
            commit: commit
        )
        let channel = NotingChannel("shop", capabilities)
        self.channel = channel
        outlet = Outlet(
            server.store, records: records, adapters: { [channel] }, commit: commit, jitter: { jitter }
        )
        // As a server does when it starts: what comes from now on was not sent before.
        try outlet.scan(at: start)
    }

    /// An outlet on the same log whose file was lost.
    func outletWithoutFile() throws -> Outlet {
        let (channel, server) = (channel, server)
        return Outlet(
            store, records: try ChannelStore(DatabaseQueue()), adapters: { [channel] },
            commit: { try server.catchUp(now: ServerClock.now) }, jitter: { 0.5 }
        )
    }

    /// Takes one message.
    @discardableResult
    func take(_ message: InboundMessage) throws -> InboundOutcome {
        guard let result = try inlet.take([message], on: "shop", at: now).first else { throw Missing() }
        return try result.get()
    }

    /// A teammate answers in a ticket; the answer is in the log when this returns.
    @discardableResult
    func reply(_ words: String, to ticket: Identifier, kind: Author.Kind = .teammate) throws -> OperationID {
        let author = Author(kind: kind, id: store.member.user.description)
        let message = try store.write(at: now) { writer -> OperationID? in
            var posted: OperationID?
            try writer.edit(.discussion, ticket.publicDiscussion, root: ticket) { transaction in
                posted = Discussion.post(MessageDraft(author: author, body: words), in: &transaction)
            }
            return posted
        }
        try server.catchUp(now: { self.now })
        guard let message else { throw Missing() }
        return message
    }

    /// Changes a ticket's public discussion or log, and brings it into the log.
    func edit(
        _ kind: DocumentKind, _ document: Identifier, _ body: (inout Transaction) throws -> Void
    ) throws {
        try store.write(at: now) { writer in try writer.edit(kind, document, root: document.root, body) }
        try server.catchUp(now: { self.now })
    }

    /// Lets the outlet look, send what is due, and tell the log.
    func turn() async throws {
        try outlet.scan(at: now)
        while try await outlet.deliver(now: { self.now }) > 0 {}
        try outlet.tell(at: now)
    }

    func pass(seconds: Int64) { clock.instant.withLock { $0 = $0.advanced(bySeconds: seconds) } }

    func ticket(_ id: Identifier) throws -> Ticket {
        Ticket(id: id, document: try store.documents(of: id).document(id))
    }

    func messages(of ticket: Identifier) throws -> [Message] {
        let id = ticket.publicDiscussion
        return Discussion(id: id, document: try store.documents(of: ticket).document(id)).messages
    }

    struct Missing: Error {}
}

/// A clock that closures and the bench share.
private final class ClockBox: Sendable {
    let instant: Mutex<Instant>
    init(_ start: Instant) { instant = Mutex(start) }
    var now: Instant { instant.withLock { $0 } }
}

/// A channel that notes what it is sent and answers as it is told.
final class NotingChannel: ChannelAdapter {
    let channel: String
    let capabilities: ChannelCapabilities
    let departure = ChannelDeparture.pushed
    private let state = Mutex<(sent: [OutboundMessage], answers: [SendOutcome])>(([], []))
    private let told = Mutex<[WritingSign]>([])

    init(_ channel: String, _ capabilities: ChannelCapabilities) {
        self.channel = channel
        self.capabilities = capabilities
    }

    var sent: [OutboundMessage] { state.withLock { $0.sent } }
    var signs: [WritingSign] { told.withLock { $0 } }

    /// What the next attempts are answered, in order; after them everything is accepted.
    func answer(_ answers: SendOutcome...) { state.withLock { $0.answers += answers } }

    func show(_ sign: WritingSign) async { told.withLock { $0.append(sign) } }

    func send(_ message: OutboundMessage) async -> SendOutcome {
        state.withLock { state in
            state.sent.append(message)
            return state.answers.isEmpty ? .accepted(external: "x-\(state.sent.count)") : state.answers.removeFirst()
        }
    }
}

extension ChannelCapabilities {
    static let usual = ChannelCapabilities(edit: true, delete: true, deduplicates: true)
}

extension InboundMessage {
    static func sample(
        _ message: String = "m1", _ words: String = "Where is my parcel?", thread: String = "t1",
        operation: Operation = .create, isVerified: Bool = false, author: String = "c1", name: String? = "Mira"
    ) -> InboundMessage {
        InboundMessage(
            thread: thread, message: message, operation: operation,
            author: Author(id: author, assurance: isVerified ? .verifiedByToken : .claimed, name: name),
            body: RichText(plainText: words)
        )
    }
}

/// A folder that is removed with everything in it when the test is done.
final class TemporaryFolder: Sendable {
    let path = "/tmp/conversations-\(UUID().uuidString)"
    deinit { try? FileManager.default.removeItem(atPath: path) }
}
