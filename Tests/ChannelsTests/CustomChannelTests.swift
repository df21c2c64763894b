import CRDT
import ChannelConformance
import Channels
import Foundation
import Hub
import Replica
import SyncProtocol
import SyncServer
import Synchronization
import Testing

@Suite struct CustomChannelTests {
    @Test(arguments: ConformanceCase.all) func `the custom channel conforms`(_ rule: ConformanceCase) async throws {
        try await rule.check(try CustomChannel())
    }
}

/// A custom channel on a fresh workspace: what is said goes through JSON, signature and parser, and what leaves is
/// verified and read like the other side does.
private final class CustomChannel: ChannelUnderTest {
    /// The other side: it verifies, and shows each message under its id.
    private final class OtherSide: ChannelAdapter {
        let channel = "shop"
        let capabilities = ChannelCapabilities(edit: true, delete: true, react: true, deduplicates: true)
        let departure = ChannelDeparture.pushed
        let secret: WebhookSecret
        private let shown = Mutex<[(thread: String, message: ShownMessage)]>([])
        private let seen = Mutex<Set<String>>([])

        init(_ secret: WebhookSecret) { self.secret = secret }

        func messages(in thread: String) -> [ShownMessage] {
            shown.withLock { $0.filter { $0.thread == thread }.map(\.message) }
        }

        func send(_ message: OutboundMessage) async -> SendOutcome {
            do {
                let now = Instant(milliseconds: 1_700_000_000_000)
                let delivery = try WebhookDelivery(
                    message, format: .plain, contents: [], secrets: [secret], at: now
                )
                try delivery.headers.verify(delivery.body, at: now, with: [secret])
                if seen.withLock({ $0.insert(delivery.headers.id).inserted }) { try show(delivery.body) }
                return .accepted(external: "ext-\(message.id)")
            } catch {
                return .rejected(reason: "unreadable")
            }
        }

        private struct Event: Decodable {
            struct Body: Decodable {
                struct Author: Decodable { let kind: String }
                let message: String
                let thread: String
                let author: Author
                let text: String?
                let emoji: String?

                enum CodingKeys: String, CodingKey {
                    case message, author, text, emoji
                    case thread = "external_thread"
                }
            }

            let type: String
            let data: Body
        }

        private func show(_ body: [UInt8]) throws {
            let event = try JSONDecoder().decode(Event.self, from: Data(body))
            guard let id = OperationID(reference: event.data.message) else { return }
            let message = ShownMessage(
                id: id, text: event.data.text ?? "", isByPerson: event.data.author.kind == "teammate"
            )
            shown.withLock { shown in
                let index = shown.firstIndex { $0.message.id == id }
                switch (event.type, index) {
                case ("message.deleted", let index?): shown.remove(at: index)
                case ("reaction.added", let index?): shown[index].message.emojis += [event.data.emoji ?? ""]
                case ("reaction.removed", let index?):
                    shown[index].message.emojis.removeAll { $0 == event.data.emoji }
                case (_, let index?): shown[index].message = message
                default: shown.append((event.data.thread, message))
                }
            }
        }
    }

    private struct Running {
        let server: ServerReplica
        let inlet: Inlet
        let outlet: Outlet
    }

    private let folder: TemporaryFolder
    private let workspace: WorkspaceFolder
    private let other: OtherSide
    private let running: Mutex<Running>

    var adapter: any ChannelAdapter { other }
    let features = Set(ChannelFeature.allCases)
    var store: ReplicaStore { running.withLock { $0.server.store } }

    init() throws {
        var randomness = SystemRandomNumberGenerator()
        folder = TemporaryFolder()
        workspace = try WorkspaceFolder.create(
            at: folder.path, name: "Hollow Road", now: ServerClock.now(), using: &randomness
        )
        other = OtherSide(WebhookSecret(using: &randomness))
        running = Mutex(try Self.start(workspace, other))
    }

    private static func start(_ workspace: WorkspaceFolder, _ other: OtherSide) throws -> Running {
        let server = try workspace.openReplicaOfServer()
        try server.catchUp(now: ServerClock.now)
        let records = try ChannelStore(path: workspace.channelsPath)
        let commit: @Sendable () throws -> Void = { try server.catchUp(now: ServerClock.now) }
        let inlet = Inlet(
            server.store, records: records, key: [UInt8](repeating: 7, count: 32), keepBlob: { Hash.blake2b($0) },
            commit: commit
        )
        let outlet = Outlet(server.store, records: records, adapters: { [other] }, commit: commit)
        try outlet.recover(at: ServerClock.now())
        return Running(server: server, inlet: inlet, outlet: outlet)
    }

    private var current: Running { running.withLock { $0 } }

    func crash() async throws {
        // The server's replica can be computed again; only the log and the channels' file must last.
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: workspace.replicaPath + suffix)
        }
        let next = try Self.start(workspace, other)
        running.withLock { $0 = next }
    }

    func say(_ message: InboundMessage) async throws -> InboundOutcome {
        var type = "message.created"
        var author: [String: Any] = [
            "id": message.author.id, "kind": message.author.kind.rawValue,
            "verified": message.author.assurance.isVerified,
        ]
        author["name"] = message.author.name
        var data: [String: Any] = [
            "external_thread": message.thread, "external_message": message.message, "author": author,
            "text": message.body.plainText,
        ]
        switch message.operation {
        case .create: break
        case .edit(let instant): (type, data["edited_at"]) = ("message.edited", instant.rfc3339)
        case .delete: type = "message.deleted"
        case .react(let emoji, let isOn):
            (type, data["emoji"]) = (isOn ? "reaction.added" : "reaction.removed", emoji)
        }
        data["files"] = message.files.map { file in
            [
                "name": file.name, "media_type": file.mediaType, "content": Data(file.bytes).base64EncodedString(),
            ]
        }
        guard case .message(let read) = try receive(["type": type, "data": data]) else { throw Unexpected() }
        guard let result = try current.inlet.take([read], on: "shop", at: ServerClock.now()).first else {
            throw Unexpected()
        }
        return try result.get()
    }

    func confirm(_ message: OperationID, _ state: DeliveryReceipt.State) async throws {
        let name = state == .read ? "read" : "delivered"
        let event = ["type": "receipt", "data": ["message": message.description, "state": name]] as [String: Any]
        guard case .receipt(let receipt) = try receive(event) else { throw Unexpected() }
        if let refusal = try current.outlet.take([receipt], on: "shop", at: ServerClock.now()).first ?? nil {
            throw refusal
        }
    }

    /// Signs an event and takes it as the server does.
    private func receive(_ event: [String: Any]) throws -> InboundEvent {
        let body = [UInt8](try JSONSerialization.data(withJSONObject: event))
        let now = ServerClock.now()
        let headers = WebhookHeaders(signing: body, id: UUID().uuidString, at: now, with: [other.secret])
        try headers.verify(body, at: now, with: [other.secret])
        return try InboundEvent(body)
    }

    func write<Value: Sendable>(_ body: @Sendable (inout ChangeWriter) throws -> Value) async throws -> Value {
        let server = current.server
        let value = try server.store.write(at: ServerClock.now()) { try body(&$0) }
        try server.catchUp(now: ServerClock.now)
        return value
    }

    func settle() async throws {
        let outlet = current.outlet
        try outlet.scan(at: ServerClock.now())
        while try await outlet.deliver(now: ServerClock.now) > 0 {}
        try outlet.tell(at: ServerClock.now())
    }

    func shown(in thread: String) async throws -> [ShownMessage] { other.messages(in: thread) }

    private struct Unexpected: Error {}
}
