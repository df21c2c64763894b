import GRDB
import Hub
import SyncProtocol

/// Writes filters and orders of tickets as SQL over the table `ticket_list` named `l`.
///
/// What it gives is what `Filter.matches(_:in:)` defines. Names are looked up first, so that rows compare numbers only.
struct TicketSQL {
    let context: SearchContext
    let db: Database

    private var now: DatabaseValue { context.now.milliseconds.databaseValue }

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
        case .source, .owner, .queue, .segment, .locale: SQLCondition(sql: "l.\(field.rawValue) IS NULL")
        case .tag: SQLCondition(sql: "l.tag_bits = 0")
        case .reason: SQLCondition(sql: "l.has_reasons = 0")
        case .sla: stored(.none)
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
        case .unassigned: absent(.owner)
        case .snoozed: SQLCondition(sql: "l.snoozed_until > ?", arguments: [now])
        case .breached: stored(.breached)
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
        let wanted = TicketSummary.Resolution.allCases.filter {
            $0.rawValue == word || word == "ai" && $0.isByAIAlone
        }
        return .any(
            wanted.map { badge in
                let code = TicketCode.code(of: badge).databaseValue
                return SQLCondition(
                    sql: """
                        (l.badge = ? AND (l.badge_at IS NULL OR l.badge_at > ?) \
                        OR l.badge_later = ? AND l.badge_at <= ?)
                        """, arguments: [code, now, code, now])
            })
    }

    /// The service-level state as it was stored, with what the passing of time made of it.
    private func stored(_ state: TicketSummary.SLAState) -> SQLCondition {
        switch state {
        case .breached: SQLCondition(sql: "(l.sla = 5 OR l.sla_last_met < ?)", arguments: [now])
        case .atRisk:
            SQLCondition(
                sql: """
                    (l.sla < 5 AND (l.sla = 4 OR l.sla_at_risk <= ?) \
                    AND (l.sla_last_met IS NULL OR l.sla_last_met >= ?))
                    """, arguments: [now, now])
        case .none, .met, .paused, .running:
            SQLCondition(
                sql: """
                    (l.sla = ? AND (l.sla_last_met IS NULL OR l.sla_last_met >= ?) \
                    AND (l.sla_at_risk IS NULL OR l.sla_at_risk > ?))
                    """, arguments: [TicketCode.code(of: state).databaseValue, now, now])
        }
    }

    /// The service-level state; rows whose clocks may have paused or gone on since they were written are decided by
    /// `TurnedClocks`.
    private func serviceState(_ state: TicketSummary.SLAState) throws -> SQLCondition {
        guard state == .running || state == .paused else { return stored(state) }
        let turned = try TurnedClocks.rows(db, at: context.now)
        guard !turned.isEmpty else { return stored(state) }
        let current = turned.compactMap { $0.value == state ? $0.key : nil }
        return .any([
            .all([stored(state), SQLCondition.rows(turned.keys.sorted()).negated]), .rows(current.sorted()),
        ])
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
                let rows = try db.cachedStatement(
                    sql: "SELECT row FROM ticket_label WHERE kind = ? AND label = ? LIMIT ?")
                let candidates = try Int64.fetchAll(
                    rows, arguments: [kind.rawValue, label, SQLCondition.candidateCountMax + 1])
                let bits = kind == .tag ? "l.tag_bits & ? <> 0" : "l.has_reasons"
                return SQLCondition(
                    sql: "(\(bits) AND l.row IN (SELECT row FROM ticket_label WHERE kind = ? AND label = ?))",
                    arguments: (kind == .tag ? [TicketLabel.bits(of: [label]).databaseValue] : [])
                        + [kind.rawValue.databaseValue, label.databaseValue],
                    candidates: candidates.count > SQLCondition.candidateCountMax ? nil : candidates, isCostly: true)
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
        let (persons, unknown) = try Parties.rows(answeringTo: text, db)
        let known = try db.cachedStatement(
            sql: """
                SELECT ticket.row FROM json_each(?) JOIN root ON root.row = json_each.value
                JOIN ticket ON ticket.customer = root.id
                """)
        var rows = try Int64.fetchSet(known, arguments: [SQLCondition.json(persons)])
        rows.formUnion(unknown)
        if let id = Identifier(text) {
            // The person themselves may not have come yet.
            let unseen = try db.cachedStatement(sql: "SELECT row FROM ticket WHERE customer = ?")
            try rows.formUnion(Int64.fetchSet(unseen, arguments: [id.data]))
        }
        return .rows(rows.sorted())
    }
}
