import ArgumentParser
import CRDT
import Foundation
import Hub
import Replica
import SyncProtocol

/// Pushes signed changes of several devices at once, prepared before the clock starts.
struct LogPush: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Push prepared changes of several devices over HTTP."
    )

    @Argument(help: "An invite link for each device, of role agent with the queue `benchmark`.")
    var links: [String]
    @Option(help: "Changes of each device.")
    var changes = 20_000
    @Option(help: "Changes of one push.")
    var changesPerPush = 500

    /// One device with everything that it will send.
    private struct Device: Sendable {
        let transport: HTTPTransport
        let token: [UInt8]
        let pushes: [Request]
    }

    func run() async throws {
        var devices: [Device] = []
        for link in links { devices.append(try await prepare(link)) }
        let clock = ContinuousClock()
        let start = clock.now
        let latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
            for device in devices { group.addTask { try await Self.send(device) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let duration = (clock.now - start) / .seconds(1)
        try report([
            "changes": Double(changes * links.count), "seconds": duration, "pushes": Double(latencies.count),
            "push_p50_ms": latencies.percentile(0.5) * 1000, "push_p99_ms": latencies.percentile(0.99) * 1000,
        ])
    }

    private static func send(_ device: Device) async throws -> [Double] {
        let clock = ContinuousClock()
        var latencies: [Double] = []
        for push in device.pushes {
            let start = clock.now
            let response = try await device.transport.exchange(push, token: device.token)
            latencies.append((clock.now - start) / .seconds(1))
            guard case .outcomes(let outcomes) = response else { throw ValidationError("a push was refused") }
            for outcome in outcomes {
                guard case .accepted = outcome.result else {
                    throw ValidationError("a change was not accepted: \(outcome.result)")
                }
            }
        }
        return latencies
    }

    private func prepare(_ text: String) async throws -> Device {
        guard let link = InviteLink(text) else { throw ValidationError("that is no invite link") }
        var randomness = SystemRandomNumberGenerator()
        let transport = HTTPTransport(server: link.server, workspace: link.workspace)
        let enrolment = Enrolment(link, name: "Device", using: &randomness)
        let file = try enrolment.device(from: try await transport.exchange(enrolment.request, token: nil))
        let folder = ReplicaFolder(path: FileManager.default.temporaryDirectory.path + "/push-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let store = try folder.create(file)
        var session = try SyncSession(
            store, key: try file.deviceKey(), transport: transport, now: { Instant(milliseconds: Self.milliseconds) })
        try await session.catchUp()
        try write(store)
        let member = try file.member()
        return Device(
            transport: transport, token: try await token(member, try file.deviceKey(), transport),
            pushes: try pushes(of: store, key: try file.deviceKey())
        )
    }

    private static var milliseconds: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    /// Tickets of ten messages each: a placement, the opening and the messages.
    private func write(_ store: ReplicaStore) throws {
        let author = Author(kind: .teammate, id: store.member.user.description)
        var count = 0
        while count < changes {
            try store.write(at: Instant(milliseconds: Self.milliseconds), isAction: false) { writer in
                for _ in 0..<50 where count < changes {
                    let ticket = writer.newIdentifier()
                    try writer.place(ticket, in: .queue("benchmark"))
                    try writer.edit(.ticket, ticket, root: ticket) { transaction in
                        try Ticket.open(TicketDraft(channel: "email", subject: "The lamp \(count)"), in: &transaction)
                    }
                    count += 2
                    for line in 0..<10 where count < changes {
                        try writer.edit(.discussion, ticket.publicDiscussion, root: ticket) { transaction in
                            if line == 0 { try Discussion.begin(visibility: .public, in: &transaction) }
                            let body = "Message \(line): the lamp flickers when it rains, and the second one does too."
                            _ = Discussion.post(MessageDraft(author: author, body: body), in: &transaction)
                        }
                        count += 1
                    }
                }
            }
        }
    }

    /// Everything that waits, as requests; noted as acknowledged so that the next page follows.
    private func pushes(of store: ReplicaStore, key: SigningKey) throws -> [Request] {
        var requests: [Request] = []
        var sequence: UInt64 = 0
        while true {
            let batches = try store.outbox(limits: Limits(changeCountMax: changesPerPush), key: key)
            guard !batches.isEmpty else { return requests }
            requests.append(.push(batches))
            let outcomes = batches.flatMap(\.changes).map { change in
                sequence += 1
                return PushOutcome(
                    reference: change.reference, result: .accepted(sequence: sequence, stamp: change.envelope.time))
            }
            try store.record(outcomes, at: Instant(milliseconds: Self.milliseconds))
        }
    }

    private func token(
        _ member: ReplicaStore.Member, _ key: SigningKey, _ transport: HTTPTransport
    ) async throws -> [UInt8] {
        let hello = HelloRequest(workspace: member.workspace, actor: member.actor)
        guard case .hello(let answer) = try await transport.exchange(.hello(hello), token: nil) else {
            throw ValidationError("the server does not greet")
        }
        let request = AuthenticateRequest(
            workspace: member.workspace, actor: member.actor, challenge: answer.challenge, key: key)
        guard
            case .authenticated(let token, _) = try await transport.exchange(.authenticate(request), token: nil)
        else { throw ValidationError("the server does not know the device") }
        return token
    }
}
