import CRDT
import Foundation
import GRDB
public import Hub
import Replica
import SyncProtocol

extension Outlet {
    /// Changes that are read at a time.
    private static let scanCountMax = 1000
    /// For a file that is new, how far back messages are looked for: what is older was given up long ago.
    private static let horizonSeconds = RetryLadder.patienceSeconds

    /// A change that may ask for something to leave.
    private struct Candidate {
        let envelope: Envelope
        let sequence: UInt64
    }

    /// Reads what the log has gained, and notes what must leave on a channel whose messages are pushed.
    ///
    /// Sent are public messages that nobody brought in from a channel or an import, their edits and deletions, and what
    /// somebody asked to send again. A mere draft, a note or an unaccepted reply never leaves.
    public func scan(at now: Instant) throws {
        let pushed = Dictionary(
            try adapters().filter { $0.departure == .pushed }.map { ($0.channel, $0) }, uniquingKeysWith: { $1 }
        )
        while true {
            let from = try records.scanned()
            let horizon = from == nil ? now.milliseconds - Self.horizonSeconds * 1000 : Int64.min
            let head = try store.cursor().sequence
            let candidates = try candidates(after: from ?? 0, receivedFrom: horizon)
            var wanted: [ChannelStore.Wanted] = []
            var documents: [Identifier: RootDocuments] = [:]
            for candidate in candidates where !pushed.isEmpty {
                let root = candidate.envelope.root
                let loaded = try documents[root] ?? store.documents(of: root)
                documents[root] = loaded
                let ticket = Ticket(id: root, document: loaded.document(root))
                guard pushed[ticket.channel] != nil else { continue }
                let deliveries = ticket.deliveries
                // Of what the log knows the fate of, a file that is new need not ask again.
                wanted += Self.wanted(by: candidate.envelope, ticket, loaded)
                    .filter { from != nil || deliveries[$0.message] == nil }
            }
            let isLast = candidates.count < Self.scanCountMax
            let through = isLast ? max(head, candidates.last?.sequence ?? 0) : candidates.last?.sequence ?? head
            if !wanted.isEmpty || through != from { try records.enter(wanted, through: through, at: now) }
            if from == nil { try failUncertain(wanted, pushed) }
            if isLast { return }
        }
    }

    /// Whether what stands in a log without its file was sent, nobody knows: a channel that would show it twice is not
    /// asked again.
    private func failUncertain(_ wanted: [ChannelStore.Wanted], _ pushed: [String: any ChannelAdapter]) throws {
        for entry in wanted where pushed[entry.channel]?.capabilities.deduplicates == false {
            for row in try records.outbound(of: entry.message) where row.cause == entry.cause {
                try giveUp(row, "uncertain")
            }
        }
    }

    private func candidates(after sequence: UInt64, receivedFrom horizon: Int64) throws -> [Candidate] {
        try store.database.read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT header, sequence FROM change
                    WHERE batch IS NOT NULL AND sequence > ? AND kind IN (?, ?) AND state = 0 AND received >= ?
                    ORDER BY sequence LIMIT ?
                    """
            )
            let arguments: StatementArguments = [
                Int64(clamping: sequence), ChangeKind(.discussion).rawValue, ChangeKind(.ticket).rawValue, horizon,
                Self.scanCountMax,
            ]
            return try Row.fetchAll(statement, arguments: arguments).map { row in
                let change = try SealedChange(header: [UInt8](row[0] as Data), content: Content.none.encoded)
                return Candidate(envelope: change.envelope, sequence: UInt64(row[1] as Int64))
            }
        }
    }

    /// What one change asks for.
    private static func wanted(
        by envelope: Envelope, _ ticket: Ticket, _ documents: RootDocuments
    ) -> [ChannelStore.Wanted] {
        func wanted(_ operation: OutboundMessage.Operation, _ message: OperationID, _ cause: OperationID)
            -> ChannelStore.Wanted
        {
            ChannelStore.Wanted(
                channel: ticket.channel, ticket: ticket.id, message: message, operation: operation, cause: cause
            )
        }
        // What a channel or an import brought in is there already; that is the echo guard's first half.
        guard envelope.onBehalfOf?.isFromOutside != true else { return [] }
        if envelope.document == ticket.id {
            let deliveries = ticket.deliveries
            return ticket.log.compactMap { record in
                guard record.id.change == envelope.reference, case .resend(let message, let failure) = record.entry,
                    deliveries[message]?.entry == failure
                else { return nil }
                return wanted(.create, message, failure)
            }
        }
        guard envelope.document == ticket.id.publicDiscussion else { return [] }
        let document = documents.document(envelope.document)
        return document.operations(of: envelope.reference).compactMap { operation in
            switch Discussion.effect(of: operation) {
            case .posted(let message): wanted(.create, message, message)
            case .edited(let message, let id): wanted(.edit, message, id)
            case .deleted(let message, let id): wanted(.delete, message, id)
            case .reacted(let message, _, let isOn, let id): wanted(isOn ? .react : .unreact, message, id)
            case nil: nil
            }
        }
    }
}
