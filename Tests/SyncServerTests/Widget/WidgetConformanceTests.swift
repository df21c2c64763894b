import CRDT
import ChannelConformance
import Channels
import Foundation
import Hub
import Logging
import Replica
import SyncProtocol
import Synchronization
import Testing
import Widget

@testable import SyncServer

// Each has a server of its own, so they are not all there at once.
@Suite(.serialized) struct WidgetConformanceTests {
    @Test(arguments: ConformanceCase.all) func `the widget conforms`(_ rule: ConformanceCase) async throws {
        try await rule.check(try WidgetChannel())
    }

    @Test func `what the widget can do stands in the settings, once, however often the server starts`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        for _ in 0..<2 { try await RunningServer.with(folder) { _ in } }
        let replica = try folder.openReplicaOfServer()
        let settings = try replica.store.settings(.channels)
        #expect(ChannelCapabilities(of: "widget", in: settings.settings) == WidgetAdapter().capabilities)
        let document = try replica.store.documents(of: SettingsSection.channels.document)
        #expect(document.document(SettingsSection.channels.document).changes().count == 1)
    }
}

/// The widget on a fresh workspace: what is said goes through a session of a visitor's browser, what is shown is what
/// that browser gets.
private final class WidgetChannel: ChannelUnderTest {
    private let temporary: TemporaryFolder
    private let folder: WorkspaceFolder
    private let secret: String
    private let running: Mutex<WidgetService>

    let adapter: any ChannelAdapter = WidgetAdapter()
    /// A visitor is alone in their conversation, cannot change or delete what they wrote, and their browser sends nothing
    /// of ours back.
    let features: Set<ChannelFeature> = [.identity, .receipts, .threads, .reactions, .files]
    var store: ReplicaStore { service.core.replica.store }
    private var service: WidgetService { running.withLock { $0 } }

    private static let origin = "https://shop.example"

    init() throws {
        temporary = try TemporaryFolder()
        folder = try .founded(temporary)
        secret = try WidgetOperations(folder).secret(rotation: nil, at: ServerClock.now()).secret
        running = Mutex(try Self.start(folder))
    }

    private static func start(_ folder: WorkspaceFolder) throws -> WidgetService {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let core = try ServerCore(folder, logger: logger, now: ServerClock.now)
        try core.replica.catchUp(now: ServerClock.now)
        return try WidgetService(core)
    }

    func crash() async throws {
        // The server's replica can be computed again; the log and the file of the channels must last.
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: folder.replicaPath + suffix)
        }
        let next = try Self.start(folder)
        running.withLock { $0 = next }
    }

    func say(_ message: InboundMessage) async throws -> InboundOutcome {
        do {
            let session = try session(of: message.author, in: message.thread)
            if case .react(let emoji, let isOn) = message.operation {
                guard let target = OperationID(reference: message.message) else {
                    preconditionFailure("a message of ours has such a name")
                }
                let name = MessageView.name(of: target, key: folder.keys.externalKey)
                return try await service.take(
                    WidgetService.Reacting(message: name, emoji: emoji, on: isOn), in: session)
            }
            let files = try message.files.map { try upload($0, of: message, in: session) }
            let json = ["id": name(of: message), "text": message.body.plainText, "files": files] as [String: Any]
            let posting = try JSONDecoder().decode(
                WidgetService.Posting.self, from: JSONSerialization.data(withJSONObject: json))
            return try await service.take(posting, in: session)
        } catch let error as WidgetError {
            throw InboundRefusal(error == .tooLarge ? .tooLarge : .malformed, error.description)
        }
    }

    /// Begins a session: a thread is a browser with a secret of its own, a verified author one who brings a proof.
    private func session(of author: InboundMessage.Author, in thread: String) throws -> WidgetSession {
        guard let origin = Origin(Self.origin) else { preconditionFailure("the origin is one") }
        var json: [String: Any] = ["visitor": Hexadecimal.encode(Hash.blake2b(Array(thread.utf8)))]
        if author.assurance.isVerified {
            json["userId"] = author.id
            json["userHash"] = Hexadecimal.encode(Hash.hmacSHA256(Array(author.id.utf8), key: Array(secret.utf8)))
        } else if let name = author.name {
            json["claims"] = ["name": name]
        }
        let beginning = try JSONDecoder().decode(
            WidgetService.Beginning.self, from: JSONSerialization.data(withJSONObject: json))
        let now = ServerClock.now()
        let begun = try service.begin(beginning, on: origin, isPrivate: false, at: now)
        return try service.session(begun.session, on: origin, at: now)
    }

    /// Sends a file in two parts, under a name that stays the same.
    private func upload(
        _ file: InboundMessage.File, of message: InboundMessage, in session: WidgetSession
    ) throws -> String {
        let announced = UploadedFile(id: name(of: message, file.name), name: file.name, size: file.bytes.count)
        let middle = file.bytes.count / 2
        for (start, part) in [(0, file.bytes[..<middle]), (middle, file.bytes[middle...])] {
            _ = try service.receive(Array(part), from: start, of: announced, in: session, at: ServerClock.now())
        }
        return announced.id
    }

    /// The same message has the same name, as a browser gives it.
    private func name(of message: InboundMessage, _ part: String = "") -> String {
        let bytes = Hash.blake2b(Array("\(message.thread) \(message.message) \(part)".utf8), length: 16)
        func half(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        return Identifier(high: half(0..<8) & (.max >> 1), low: half(8..<16)).description
    }

    func shown(in thread: String) async throws -> [ShownMessage] {
        let session = try session(of: InboundMessage.Author(id: "", assurance: .anonymous), in: thread)
        let settings = try service.settings()
        let views = try service.conversations.update(for: session, behind: nil, names: settings).messages.map(\.view)
        let key = folder.keys.externalKey
        let tickets = try service.conversations.tickets(of: session.subject)
        let messages = try tickets.compactMap(store.publicConversation(of:)).flatMap(\.lines).map(\.message)
        return views.filter { $0.from.kind != .you && !$0.deleted }.sorted { $0.at < $1.at }.compactMap { view in
            guard let message = messages.first(where: { MessageView.name(of: $0.id, key: key) == view.id }) else {
                return nil
            }
            return ShownMessage(
                id: message.id, text: message.richText.plainText, isByPerson: view.from.kind == .person,
                emojis: view.reactions.filter { $0.team > 0 }.map(\.emoji))
        }
    }

    /// A browser says how far its visitor has read; that something arrived is the beginning of that, and is not said.
    func confirm(_ message: OperationID, _ state: DeliveryReceipt.State) async throws {
        guard state == .read else { return }
        let session = try session(of: InboundMessage.Author(id: "", assurance: .anonymous), in: "thread-1")
        let update = try service.conversations.update(for: session, behind: nil, names: try service.settings())
        _ = try service.read(service.seal(of: session).seal(update.place), in: session, at: ServerClock.now())
    }

    func write<Value: Sendable>(_ body: @Sendable (inout ChangeWriter) throws -> Value) async throws -> Value {
        let replica = service.core.replica
        let value = try replica.store.write(at: ServerClock.now()) { try body(&$0) }
        try replica.catchUp(now: ServerClock.now)
        return value
    }

    func settle() async throws {
        let outlet = service.core.channels.outlet
        try outlet.scan(at: ServerClock.now())
        while try await outlet.deliver(now: ServerClock.now) > 0 {}
        try outlet.tell(at: ServerClock.now())
    }
}
