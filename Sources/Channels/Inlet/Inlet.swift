import CRDT
import Foundation
import GRDB
public import Hub
public import Replica
import SyncProtocol
import Synchronization

/// Where what channels bring in becomes changes of the server's own replica.
///
/// Messages are bounded and neutralised, find or open their ticket, and are written on behalf of whoever wrote them.
/// When `take` returns, what it says is on disk in the log, so the adapter may tell its other side «taken». The same
/// message may come any number of times: it has one effect.
public final class Inlet: Sendable {
    let store: ReplicaStore
    let naming: KeyedNaming
    let records: ChannelStore
    let keepBlob: @Sendable ([UInt8]) throws -> [UInt8]
    let commit: @Sendable () throws -> Void
    /// Looking whether something is there and writing it belong together.
    let turn = Mutex(())
    private let spam = SpamWatch()

    /// Prepares an inlet.
    ///
    /// - Parameters:
    ///   - store: The server's own replica.
    ///   - records: What channels have under way.
    ///   - key: The workspace's key for outside events, 32 bytes.
    ///   - keepBlob: Keeps a file and gives its hash.
    ///   - commit: Brings what was written into the log, and returns when it is on disk there.
    public init(
        _ store: ReplicaStore, records: ChannelStore, key: [UInt8],
        keepBlob: @escaping @Sendable ([UInt8]) throws -> [UInt8], commit: @escaping @Sendable () throws -> Void
    ) {
        self.store = store
        self.records = records
        self.keepBlob = keepBlob
        self.commit = commit
        naming = KeyedNaming(key: key, realm: "channel")
    }

    /// Takes messages of one channel, in order; one that is refused holds up none of the others.
    ///
    /// What is suspected to be spam is held outside of the log until somebody has looked at it.
    ///
    /// - Returns: For each message what became of it, or why it is not taken.
    /// - Throws: What the database throws; nothing is promised then, and everything may be sent again.
    /// - Complexity: O(changes of the conversations' tickets) for each message, and one flush to disk for all of them.
    public func take(
        _ messages: [InboundMessage], on channel: String, at now: Instant
    ) throws -> [Result<InboundOutcome, InboundRefusal>] {
        try take(messages, on: channel, holdsSuspects: true, at: now)
    }

    /// Takes what somebody has released from being held.
    public func takeReleased(at now: Instant) throws {
        for held in try records.released() {
            let results = try take([held.message], on: held.channel, holdsSuspects: false, at: now)
            // What cannot be taken now, such as on a channel that is off, stays released.
            if case .success = results.first { _ = try records.discard(held.id) }
        }
    }

    private func take(
        _ messages: [InboundMessage], on channel: String, holdsSuspects: Bool, at now: Instant
    ) throws -> [Result<InboundOutcome, InboundRefusal>] {
        try turn.withLock { _ in
            let policy = ChannelPolicy(
                of: channel, channels: try store.settings(.channels).settings,
                assistant: try store.settings(.assistant).settings
            )
            let results = try write(messages, on: channel, policy, holdsSuspects: holdsSuspects, at: now)
            let behind = try results.indices.filter { try isBehindRefused(results[$0]) }
            guard !behind.isEmpty else { return try results.map(accepted) }
            // The assistant's words, on which these build, were refused because a person was faster: they go without.
            let changes = behind.compactMap { try? results[$0].get().message?.change }
            try store.discardRefused(Set(changes), at: now)
            var mended = results
            let again = try write(
                behind.map { messages[$0] }, on: channel, policy, holdsSuspects: holdsSuspects, at: now)
            for (index, result) in zip(behind, again) { mended[index] = result }
            return try mended.map(accepted)
        }
    }

    /// Writes messages and brings them into the log.
    private func write(
        _ messages: [InboundMessage], on channel: String, _ policy: ChannelPolicy, holdsSuspects: Bool, at now: Instant
    ) throws -> [Result<InboundOutcome, InboundRefusal>] {
        var results: [Result<InboundOutcome, InboundRefusal>] = []
        for message in messages {
            do {
                results.append(
                    .success(try take(message, on: channel, policy, holdsSuspects: holdsSuspects, at: now))
                )
            } catch let refusal as InboundRefusal {
                results.append(.failure(refusal))
            } catch let error as HubError {
                // What the hub's rules forbid of one message holds up none of the others.
                results.append(.failure(InboundRefusal(.unavailable, error.description, retrySeconds: 60)))
            }
        }
        do {
            try commit()
        } catch {
            let refusal = InboundRefusal(
                .unavailable, "the server cannot write its log now; send it again in a moment", retrySeconds: 5
            )
            return results.map { _ in .failure(refusal) }
        }
        for (message, result) in zip(messages, results) {
            if case .success(let outcome) = result, outcome.result == .opened || outcome.result == .appended {
                try records.removeWaiting(for: message, on: channel)
            }
        }
        return results
    }

    /// The ticket to which a conversation's next message would go; nil while it has none.
    ///
    /// - Complexity: O(changes of the conversation's tickets).
    public func ticket(ofThread thread: String, on channel: String) throws -> Identifier? {
        try InboundThread(thread, on: channel, naming: naming, in: store).current?.root
    }

    /// The name under which an author of a channel stands in messages: a person of the directory, or a claim.
    public func author(_ author: InboundMessage.Author, on channel: String) -> Author {
        guard author.kind == .customer else { return Author(kind: author.kind, id: author.id) }
        return Author(kind: .customer, id: identifier(of: author, on: channel).description)
    }

    /// The keyed name of an author; a claim never has the name of the verified person with the same id.
    func identifier(of author: InboundMessage.Author, on channel: String) -> Identifier {
        naming.identifier(channel, author.isVerifiedCustomer ? "person" : "claim", author.kind.rawValue, author.id)
    }

    private func take(
        _ unchecked: InboundMessage, on channel: String, _ policy: ChannelPolicy, holdsSuspects: Bool, at now: Instant
    ) throws -> InboundOutcome {
        guard policy.takesMessages else {
            throw InboundRefusal(.channelIsOff, "the channel takes no messages; switch it on in the settings")
        }
        let message = try unchecked.checked(at: now)
        let thread = try InboundThread(message.thread, on: channel, naming: naming, in: store)
        if case .react(let emoji, let isOn) = message.operation {
            return try react(emoji, isOn, message, thread, on: channel, policy, at: now)
        }
        if try records.isOurs(message.message, on: channel) { return InboundOutcome(.echo) }
        let external = naming.external(channel, "message", message.thread, message.message)
        guard message.operation == .create else {
            guard let known = thread.known[external] else {
                try records.keep(waiting: message, on: channel, at: now)
                return InboundOutcome(.waiting)
            }
            return try revise(message, known, thread, on: channel, at: now)
        }
        let outcome: InboundOutcome
        if let known = thread.known[external] {
            outcome = InboundOutcome(.duplicate, ticket: known.root, message: try posted(by: known))
        } else if holdsSuspects, let reason = try suspicion(of: message, thread, on: channel, at: now) {
            try records.hold(message, on: channel, reason: reason, at: now)
            return InboundOutcome(.quarantined)
        } else {
            outcome = try post(message, external, thread, on: channel, policy, at: now)
        }
        for later in try records.waiting(for: message, on: channel) {
            let thread = try InboundThread(message.thread, on: channel, naming: naming, in: store)
            guard let known = thread.known[external] else { break }
            if case .react(let emoji, let isOn) = later.operation {
                _ = try react(emoji, isOn, later, thread, on: channel, policy, at: now)
            } else {
                _ = try revise(later, known, thread, on: channel, at: now)
            }
        }
        return outcome
    }

    private func suspicion(
        of message: InboundMessage, _ thread: InboundThread, on channel: String, at now: Instant
    ) throws -> String? {
        guard thread.current == nil else { return nil }
        if let reason = spam.suspicion(of: message, at: now) { return reason }
        return try records.holds(thread: message.thread, on: channel) ? "held_conversation" : nil
    }

    /// What the log says of what was written; a refusal there is told to the channel, which may try again.
    private func accepted(
        _ result: Result<InboundOutcome, InboundRefusal>
    ) throws -> Result<InboundOutcome, InboundRefusal> {
        guard let code = try refusalCode(of: result), code != "duplicate" else { return result }
        return .failure(
            InboundRefusal(.unavailable, "the log refused it (\(code)); see to it, and send it again", retrySeconds: 60)
        )
    }

    private func isBehindRefused(_ result: Result<InboundOutcome, InboundRefusal>) throws -> Bool {
        try refusalCode(of: result) == "follows_refused"
    }

    private func refusalCode(of result: Result<InboundOutcome, InboundRefusal>) throws -> String? {
        guard case .success(let outcome) = result, let message = outcome.message else { return nil }
        return try store.database.read { db in
            let sql = """
                SELECT code FROM change WHERE actor = (SELECT id FROM actor WHERE actor = ?) AND number = ?
                    AND state = 2
                """
            let arguments: StatementArguments = [message.change.actor.data, Int64(clamping: message.change.number)]
            return try String.fetchOne(db, sql: sql, arguments: arguments)
        }
    }

    /// The message that a change posted; nil when it posted none.
    func posted(by known: InboundThread.Known) throws -> OperationID? {
        let document = try store.documents(of: known.root).document(known.root.publicDiscussion)
        return Discussion(id: known.root.publicDiscussion, document: document).messages
            .first { $0.id.change == known.reference }?.id
    }
}

extension InboundMessage.Author {
    /// Whether the channel proved that it is this customer.
    var isVerifiedCustomer: Bool { kind == .customer && assurance.isVerified }
}
