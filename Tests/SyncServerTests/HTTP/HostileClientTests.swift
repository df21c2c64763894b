import CRDT
import Foundation
import FoundationNetworking
import Hub
import Replica
import SyncProtocol
import SyncServer
import Synchronization
import TestSupport
import Testing

/// Requests that a device should not send, or should not send any more.
@Suite struct HostileClientTests {
    /// A clock that a test turns.
    private final class TurnedClock: Sendable {
        private let turned = Mutex<Int64>(0)

        func turn(bySeconds seconds: Int64) { turned.withLock { $0 += seconds } }
        @Sendable func now() -> Instant { ServerClock.now().advanced(bySeconds: turned.withLock { $0 }) }
    }

    @Test func `a token that is over, a challenge that is stale and one of somebody else let nobody in`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let clock = TurnedClock()
        try await RunningServer.with(folder, now: { clock.now() }) { address in
            let noor = try await Teammate.joined(folder, at: address, name: "Noor")
            let felix = try await Teammate.joined(folder, at: address, name: "Felix")
            let token = try await noor.token()
            func challenge(_ teammate: Teammate) async throws -> [UInt8] {
                let hello = HelloRequest(workspace: teammate.workspace, actor: teammate.store.member.actor)
                guard case .hello(let answer) = try await teammate.transport.exchange(.hello(hello), token: nil) else {
                    throw Teammate.Refused(error: nil)
                }
                return answer.challenge
            }
            func authenticate(_ challenge: [UInt8]) async throws -> ProtocolError.Code? {
                let request = AuthenticateRequest(
                    workspace: noor.workspace, actor: noor.store.member.actor, challenge: challenge, key: noor.key
                )
                return try await noor.transport.exchange(.authenticate(request), token: nil).failure?.code
            }
            #expect(try await authenticate(challenge(felix)) == .staleChallenge)
            let old = try await challenge(noor)
            clock.turn(bySeconds: Tokens.challengeSeconds + 1)
            #expect(try await authenticate(old) == .staleChallenge)
            clock.turn(bySeconds: Tokens.tokenSeconds)
            let answer = try await noor.transport.exchange(.pull(SyncCursor()), token: token)
            #expect(answer.failure?.code == .unauthenticated)
            try await noor.sync()
        }
    }

    @Test func `a push that comes again has no second effect`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let noor = try await Teammate.joined(folder, at: address, name: "Noor")
            try noor.open("once")
            let push = Request.push(try noor.store.outbox(limits: Limits(), key: noor.key))
            let token = try await noor.token()
            let first = try await noor.transport.exchange(push, token: token)
            let head = try StatusReport(folder).status.head
            for _ in 1...3 { #expect(try await noor.transport.exchange(push, token: token) == first) }
            #expect(try StatusReport(folder).status.head == head)
        }
    }

    @Test func `a batch beyond the limits is refused as a whole`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let noor = try await Teammate.joined(folder, at: address, name: "Noor")
            for count in 1...400 { try noor.open("question \(count)") }
            let all = Limits(changeCountMax: 2000, requestByteCountMax: 64 << 20)
            let batches = try noor.store.outbox(limits: all, key: noor.key)
            #expect(batches.first?.changes.count == 1200)
            let head = try StatusReport(folder).status.head
            let token = try await noor.token()
            let answer = try await noor.transport.exchange(.push(batches), token: token)
            #expect(answer.failure?.code == .tooLarge)
            #expect(try StatusReport(folder).status.head == head)
            try await noor.sync()
            #expect(try noor.unsent() == (0, 0))
        }
    }

    @Test func `nobody writes more than a request can carry`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let noor = try await Teammate.joined(folder, at: address, name: "Noor")
            #expect(throws: ReplicaError.self) { try noor.open(String(repeating: "long ", count: 1 << 20)) }
            try noor.open(String(repeating: "long ", count: 100_000))
            try await noor.sync()
            #expect(try noor.unsent() == (0, 0))
        }
    }

    @Test func `what a revoked device has signed is refused, whoever brings it`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let ada = try await Teammate.joined(folder, at: address, name: "Ada", role: .administrator)
            let mallory = try await Teammate.joined(folder, at: address, name: "Mallory")
            try await mallory.sync()
            try mallory.open("before it knew")
            let batches = try mallory.store.outbox(limits: Limits(), key: mallory.key)
            let token = try await mallory.token()
            try ada.store.write(at: ServerClock.now()) { writer in
                try writer.state(.deviceRevoked(actor: mallory.store.member.actor.description))
            }
            try await ada.sync()
            let own = try await mallory.transport.exchange(.push(batches), token: token)
            #expect(own.failure?.code == .deviceRevoked)
            let carried = try await ada.transport.exchange(.push(batches), token: try await ada.token())
            guard case .outcomes(let outcomes) = carried else {
                Issue.record("the push was not answered")
                return
            }
            for outcome in outcomes {
                guard case .parked("revoked", _) = outcome.result else {
                    Issue.record("\(outcome.result)")
                    continue
                }
            }
            try await ada.sync()
            #expect(try ada.ticketCount() == 0)
            let key = SigningKey(seed: [UInt8](repeating: 3, count: 32))
            let enrol = EnrolRequest(
                workspace: ada.workspace, actor: ActorID(high: 1, low: 1), device: try #require(key),
                identity: mallory.key
            )
            let back = try await mallory.transport.exchange(.enrol(enrol), token: token)
            #expect(back.failure?.code == .deviceRevoked)
            let forged = try await ada.transport.exchange(.enrol(enrol), token: try await ada.token())
            #expect(forged.failure?.code == .badSignature)
        }
    }

    @Test func `damaged requests over HTTP get an answer each and are counted`() async throws {
        let seed =
            ProcessInfo.processInfo.environment["SYNC_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...999_999)
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let requests = try Conversation(folder).requests
        try await RunningServer.with(folder) { address in
            let noor = try await Teammate.joined(folder, at: address, name: "Noor")
            let token = Hexadecimal.encode(try await noor.token())
            var generator = SeededGenerator(seed: seed)
            var refusedCount = 0
            for round in 0..<300 {
                let request = requests[round % requests.count]
                var body = request.encoded
                body.removeLast(Int.random(in: 1...max(1, body.count / 2), using: &generator))
                let place = request.endpoint.needsToken ? "ws/\(noor.workspace)/" : ""
                let url = try #require(URL(string: "\(address)/v1/\(place)\(request.endpoint)"))
                var post = URLRequest(url: url)
                post.httpMethod = "POST"
                post.httpBody = Data(body)
                post.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
                let (data, response) = try await URLSession.shared.data(for: post)
                let status = try #require((response as? HTTPURLResponse)?.statusCode)
                #expect((200..<500).contains(status), "round \(round), seed \(seed)")
                if let failure = try Response(body: Array(data)).failure {
                    #expect(failure.code != .unavailable, "round \(round), seed \(seed)")
                    refusedCount += 1
                }
            }
            let url = try #require(URL(string: "\(address)/metrics"))
            let metrics = String(decoding: try await URLSession.shared.data(from: url).0, as: UTF8.self)
            let counted = metrics.split(separator: "\n").filter { $0.hasPrefix("conversations_refused_total{") }
                .compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +)
            #expect(counted == refusedCount, "seed \(seed)")
            try noor.open("still there")
            try await noor.sync()
        }
    }
}
