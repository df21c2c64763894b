import GRDB
import Hub

/// A part of a WHERE clause with its arguments.
struct SQLCondition {
    var sql: String
    var arguments: [DatabaseValue] = []

    /// Holds for no row.
    static let never = SQLCondition(sql: "0")

    static func any(_ conditions: [SQLCondition]) -> SQLCondition { joined(conditions, " OR ", empty: "0") }
    static func all(_ conditions: [SQLCondition]) -> SQLCondition { joined(conditions, " AND ", empty: "1") }

    private static func joined(_ conditions: [SQLCondition], _ word: String, empty: String) -> SQLCondition {
        guard conditions.count != 1 else { return conditions[0] }
        guard !conditions.isEmpty else { return SQLCondition(sql: empty) }
        return SQLCondition(
            sql: "(" + conditions.map(\.sql).joined(separator: word) + ")", arguments: conditions.flatMap(\.arguments)
        )
    }

    /// Holds where this one does not; unknown counts as not holding.
    var negated: SQLCondition { SQLCondition(sql: "NOT coalesce(\(sql), 0)", arguments: arguments) }

    /// Holds where the column `l.<column>` has one of these numbers.
    static func column(_ column: String, in numbers: [Int64]) -> SQLCondition {
        switch numbers.count {
        case 0: .never
        case 1: SQLCondition(sql: "l.\(column) = ?", arguments: [numbers[0].databaseValue])
        default:
            SQLCondition(
                sql: "l.\(column) IN (\(numbers.map { _ in "?" }.joined(separator: ", ")))",
                arguments: numbers.map(\.databaseValue))
        }
    }

    /// Holds where the row is one of these, however many they are.
    static func rows(_ rows: [Int64]) -> SQLCondition {
        guard rows.count > 20 else { return column("row", in: rows) }
        let list = "[" + rows.map(String.init).joined(separator: ",") + "]"
        return SQLCondition(sql: "l.row IN (SELECT value FROM json_each(?))", arguments: [list.databaseValue])
    }
}

/// Writes filters and orders of tickets as SQL over the table `ticket_list` named `l`.
///
/// What it gives is what `Filter.matches(_:in:)` defines. Names are looked up first, so that rows compare numbers only.
struct TicketSQL {
    let context: SearchContext
    let db: Database

    private var now: DatabaseValue { context.now.milliseconds.databaseValue }

    /// The service-level state as a number of `TicketCode`, with what the passing of time made of it.
    ///
    /// Rows whose clocks may have paused or gone on since they were written are decided by `TurnedClocks`.
    private var service: SQLCondition {
        SQLCondition(
            sql: """
                (CASE WHEN l.sla = 5 OR l.sla_last_met < ? THEN 5 WHEN l.sla < 4 AND l.sla_at_risk <= ? THEN 4 \
                ELSE l.sla END)
                """, arguments: [now, now])
    }

    private var badge: SQLCondition {
        SQLCondition(sql: "(CASE WHEN l.badge_at <= ? THEN l.badge_later ELSE l.badge END)", arguments: [now])
    }

    /// The condition of a filter.
    func condition(_ filter: Filter) throws -> SQLCondition {
        try .all(filter.conditions.map(condition))
    }

    private func condition(_ condition: Filter.Condition) throws -> SQLCondition {
        let any = try SQLCondition.any(condition.values.map { try self.condition($0, of: condition.field) })
        return condition.isNegated ? any.negated : any
    }

    private func condition(_ value: Filter.Value, of field: Filter.Field) throws -> SQLCondition {
        switch value {
        case .time(let time): interval(time.interval(in: context), of: field == .created ? "created" : "updated")
        case .me: try context.me.map { me in try owners { $0.id == me } } ?? .never
        case .absent: absent(field)
        case .word(let word): try self.condition(word, of: field)
        }
    }

    private func interval(_ interval: TimeCondition.Interval, of column: String) -> SQLCondition {
        var bounds: [SQLCondition] = []
        if let from = interval.from {
            bounds.append(SQLCondition(sql: "l.\(column) >= ?", arguments: [from.milliseconds.databaseValue]))
        }
        if let to = interval.to {
            bounds.append(SQLCondition(sql: "l.\(column) < ?", arguments: [to.milliseconds.databaseValue]))
        }
        return .all(bounds)
    }

    private func absent(_ field: Filter.Field) -> SQLCondition {
        switch field {
        case .customer: SQLCondition(sql: "l.has_customer = 0")
        case .source: SQLCondition(sql: "l.source IS NULL")
        case .owner: SQLCondition(sql: "l.owner IS NULL")
        case .queue: SQLCondition(sql: "l.queue IS NULL")
        case .segment: SQLCondition(sql: "l.segment IS NULL")
        case .locale: SQLCondition(sql: "l.locale IS NULL")
        case .tag: SQLCondition(sql: "l.has_tags = 0")
        case .reason: SQLCondition(sql: "l.has_reasons = 0")
        case .sla: SQLCondition(sql: service.sql + " = 0", arguments: service.arguments)
        case .channel, .status, .is, .priority, .outcome, .created, .updated: .never
        }
    }

    private func condition(_ typed: String, of field: Filter.Field) throws -> SQLCondition {
        let word = Words.caseFolded(typed)
        switch field {
        case .customer: return try customers(typed)
        case .owner: return try owners { $0.answers(to: typed) }
        case .channel, .queue, .segment: return try .column(field.rawValue, in: labels(word))
        case .source:
            let labels = try labels(word)
            return .any([.column("channel", in: labels), .column("source", in: labels)])
        case .locale: return try .column("locale", in: labels(word) + labels(beginningWith: word + "-"))
        case .status:
            return .column("status", in: TicketStatus(rawValue: word).map { [Int64(TicketCode.code(of: $0))] } ?? [])
        case .priority:
            let priority = Priority.allCases.first { $0.name == word }
            return .column("priority", in: priority.map { [Int64($0.rawValue)] } ?? [])
        case .is: return Filter.Flag(rawValue: word).map(flag) ?? .never
        case .tag: return try labelled(.tag, word)
        case .reason: return try labelled(.reason, word)
        case .outcome: return outcomes(word)
        case .sla:
            guard let state = TicketSummary.SLAState(rawValue: word) else { return .never }
            return try serviceState(state)
        case .created, .updated: return .never
        }
    }

    private func flag(_ flag: Filter.Flag) -> SQLCondition {
        switch flag {
        case .unassigned: SQLCondition(sql: "l.owner IS NULL")
        case .snoozed: SQLCondition(sql: "l.snoozed_until > ?", arguments: [now])
        case .breached: SQLCondition(sql: service.sql + " = 5", arguments: service.arguments)
        case .unread: SQLCondition(sql: "l.is_unread")
        case .waiting: SQLCondition(sql: "l.waiting IS NOT NULL")
        case .escalated: SQLCondition(sql: "l.escalated IS NOT NULL")
        case .ai: outcomes("ai")
        case .mixed: outcomes("mixed")
        case .human: outcomes("human")
        case .spam: SQLCondition(sql: "l.is_spam")
        }
    }

    private func outcomes(_ word: String) -> SQLCondition {
        let wanted = TicketSummary.Resolution.allCases.filter { $0.rawValue == word || word == "ai" && $0.isByAIAlone }
        return .any(
            wanted.map {
                SQLCondition(
                    sql: badge.sql + " = ?", arguments: badge.arguments + [TicketCode.code(of: $0).databaseValue])
            })
    }

    private func serviceState(_ state: TicketSummary.SLAState) throws -> SQLCondition {
        let code = TicketCode.code(of: state).databaseValue
        let stored = SQLCondition(sql: service.sql + " = ?", arguments: service.arguments + [code])
        guard state == .running || state == .paused else { return stored }
        let turned = try TurnedClocks.rows(db, at: context.now)
        let current = turned.compactMap { $0.value == state ? $0.key : nil }
        return .any([.all([stored, SQLCondition.rows(turned.keys.sorted()).negated]), .rows(current.sorted())])
    }

    // MARK: Names

    private func labels(_ folded: String) throws -> [Int64] {
        try Int64.fetchAll(db.cachedStatement(sql: "SELECT id FROM label WHERE folded = ?"), arguments: [folded])
    }

    private func labels(beginningWith start: String) throws -> [Int64] {
        let sql = "SELECT id FROM label WHERE substr(folded, 1, length(?1)) = ?1"
        return try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: [start])
    }

    private func labelled(_ kind: TicketLabel, _ folded: String) throws -> SQLCondition {
        .any(
            try labels(folded).map { label in
                SQLCondition(
                    sql: "l.row IN (SELECT row FROM ticket_label WHERE kind = ? AND label = ?)",
                    arguments: [kind.rawValue.databaseValue, label.databaseValue])
            })
    }

    private func owners(_ isWanted: (TicketSummary.Party) -> Bool) throws -> SQLCondition {
        let sql = """
            SELECT label.id, label.text, member.name FROM label LEFT JOIN member ON member.id = label.text
            """
        let rows = try Row.fetchAll(db.cachedStatement(sql: sql))
        let wanted = rows.filter { isWanted(TicketSummary.Party(id: $0[1], name: $0[2])) }
        return .column("owner", in: wanted.map { $0[0] })
    }

    private func customers(_ text: String) throws -> SQLCondition {
        let (persons, tickets) = try Parties.rows(answeringTo: text, db)
        let list = "[" + persons.map(String.init).joined(separator: ",") + "]"
        let known = SQLCondition(
            sql: """
                l.row IN (SELECT ticket.row FROM json_each(?) JOIN root ON root.row = json_each.value \
                JOIN ticket ON ticket.customer = root.id)
                """, arguments: [list.databaseValue])
        let unseen = Identifier(text).map { id in
            SQLCondition(
                sql: "l.row IN (SELECT row FROM ticket WHERE customer = ?)", arguments: [id.data.databaseValue])
        }
        return .any((persons.isEmpty ? [] : [known]) + (unseen.map { [$0] } ?? []) + [.rows(tickets)])
    }
}
