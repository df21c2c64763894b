import Foundation
import GRDB
import Hub
import SyncProtocol

/// Reads list rows of tickets.
struct TicketRowReader {
    let db: Database
    let now: Instant
    private let labels: [Int64: String]
    private let members: [String: String]

    init(_ db: Database, at now: Instant) throws {
        self.db = db
        self.now = now
        var labels: [Int64: String] = [:]
        let labelRows = try Row.fetchCursor(db, sql: "SELECT id, text FROM label")
        while let row = try labelRows.next() { labels[row[0]] = row[1] }
        self.labels = labels
        var members: [String: String] = [:]
        let memberRows = try Row.fetchCursor(db, sql: "SELECT id, name FROM member WHERE name IS NOT NULL")
        while let row = try memberRows.next() { members[row[0]] = row[1] }
        self.members = members
    }

    private static let select = """
        SELECT l.row, l.id, l.number, t.handle, t.subject, t.first_line, l.channel, l.source, l.queue, l.status,
            l.priority, l.owner, t.tags, l.segment, t.customer, t.customer_id, t.customer_name, t.customer_addresses,
            p.name AS person_name, p.addresses AS person_addresses, l.locale, l.created, l.updated, l.waiting,
            l.snoozed_until, l.sla, l.sla_until, l.sla_at_risk, l.sla_last_met, l.sla_due, l.breached, l.badge,
            l.badge_at, l.badge_later, t.reasons, l.escalated, l.is_unread, l.is_spam, t.message_count, t.note_count,
            t.reopen_count, t.first_reply, t.first_human_reply, t.confidence, t.is_locked, t.pending_count,
            t.parked_count
        FROM \(TicketSQL.candidateTables) JOIN ticket t ON t.row = l.row
        LEFT JOIN root r ON r.id = t.customer LEFT JOIN person p ON p.row = r.row
        """

    /// The tickets of these rows, in this order.
    func tickets(_ rows: [Int64]) throws -> [TicketRow] {
        let statement = try db.cachedStatement(sql: Self.select)
        let found = try Row.fetchAll(statement, arguments: [SQLCondition.json(rows)])
        let turned = found.filter { ($0["sla_until"] as Int64?).map { $0 <= now.milliseconds } ?? false }
        let states = try TurnedClocks.states(of: turned.map { $0["row"] }, db, at: now)
        var tickets: [Int64: TicketRow] = [:]
        for row in found { tickets[row["row"]] = try ticketRow(row, states[row["row"]]) }
        return rows.compactMap { tickets[$0] }
    }

    private func ticketRow(_ row: Row, _ state: TicketSummary.SLAState?) throws -> TicketRow {
        TicketRow(
            summary: try summary(row, state), messageCount: row["message_count"], noteCount: row["note_count"],
            reopenCount: row["reopen_count"], firstReplyMilliseconds: row["first_reply"],
            firstHumanReplyMilliseconds: row["first_human_reply"], confidence: row["confidence"],
            isLocked: row["is_locked"], pendingCount: row["pending_count"], parkedCount: row["parked_count"]
        )
    }

    private func summary(_ row: Row, _ state: TicketSummary.SLAState?) throws -> TicketSummary {
        func instant(_ column: String) -> Instant? { (row[column] as Int64?).map(Instant.init(milliseconds:)) }
        func label(_ column: String) -> String? { (row[column] as Int64?).flatMap { labels[$0] } }
        let owner = label("owner")
        let handle: String = row["handle"]
        let priority = Priority(rawValue: row["priority"]) ?? .normal
        return TicketSummary(
            id: try Identifier(data: row["id"]), number: row["number"], handle: String(handle.prefix(4)),
            subject: row["subject"], firstLine: row["first_line"], channel: label("channel") ?? "",
            source: label("source"), queue: label("queue"), status: TicketCode.status(row["status"]) ?? .open,
            priority: priority, owner: owner.map { TicketSummary.Party(id: $0, name: members[$0]) },
            tags: Set(Self.lines(row["tags"])), segment: label("segment"), customer: try customer(row),
            locale: label("locale"), created: Instant(milliseconds: row["created"]),
            updated: Instant(milliseconds: row["updated"]), waitingSince: instant("waiting"),
            snoozedUntil: instant("snoozed_until"), sla: service(row, state), slaDue: instant("sla_due"),
            breachedAt: breached(row), resolution: resolution(row),
            reasons: Self.lines(row["reasons"]).compactMap(FallbackReason.init(code:)),
            escalatedAt: instant("escalated"), isUnread: row["is_unread"], isSpam: row["is_spam"]
        )
    }

    private func customer(_ row: Row) throws -> TicketSummary.Party? {
        if let person = row["customer"] as Data? {
            return TicketSummary.Party(
                id: try Identifier(data: person).description, name: row["person_name"],
                addresses: Self.lines(row["person_addresses"]))
        }
        guard let id = row["customer_id"] as String? else { return nil }
        return TicketSummary.Party(
            id: id, name: row["customer_name"], addresses: Self.lines(row["customer_addresses"]))
    }

    private func service(_ row: Row, _ state: TicketSummary.SLAState?) -> TicketSummary.SLAState {
        let stored: Int = row["sla"]
        func isPast(_ column: String, _ isReached: (Int64, Int64) -> Bool) -> Bool {
            (row[column] as Int64?).map { isReached($0, now.milliseconds) } ?? false
        }
        let current = TicketCode.service(stored) ?? .none
        if current == .breached || isPast("sla_last_met", <) { return .breached }
        if current == .atRisk || isPast("sla_at_risk", <=) { return .atRisk }
        return state ?? current
    }

    private func breached(_ row: Row) -> Instant? {
        let stored: Int64? = row["breached"]
        guard
            let lastMet = row["sla_last_met"] as Int64?, lastMet < now.milliseconds, let due = row["sla_due"] as Int64?
        else { return stored.map(Instant.init(milliseconds:)) }
        return Instant(milliseconds: min(stored ?? due, due))
    }

    private func resolution(_ row: Row) -> TicketSummary.Resolution {
        let isLater = (row["badge_at"] as Int64?).map { $0 <= now.milliseconds } ?? false
        let code: Int? = isLater ? row["badge_later"] : row["badge"]
        return code.flatMap(TicketCode.badge) ?? .open
    }

    private static func lines(_ text: String?) -> [String] { (text ?? "").split(separator: "\n").map(String.init) }
}
