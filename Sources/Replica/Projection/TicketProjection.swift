import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

/// Writes the rows of one ticket.
struct TicketProjection {
    let content: TicketContent
    let root: Int64
    let isNew: Bool
    let context: ProjectionContext

    private var db: Database { context.db }

    /// Writes what reads differently than before.
    func write() throws {
        let rules = try context.rules.get()
        let figures = Hub.figures(
            of: content.events, rules: rules.metrics, configuration: rules.serviceLevels)
        let before = try isNew ? nil : ProjectionTables.ticket.rows(of: root, db).first
        let events = try content.events.enumerated().map {
            try EventRow.values(of: $1, root: root, ordinal: $0, context)
        }
        try ProjectionTables.event.replace(events, of: root, isNew: isNew, db)
        let messages = try content.lines.enumerated().map {
            try MessageRow.values(of: $1, root: root, ordinal: $0, context)
        }
        var hasNewWords = try ProjectionTables.message.replace(messages, of: root, isNew: isNew, db)

        try ProjectionTables.undelivered.replace(undelivered(), of: root, isNew: isNew, db)

        let facts = TicketFacts(figures, of: content, rules, context.now)
        let after = ticketRow(figures, facts)
        if before != after {
            if let before { try TicketParty.remove(before, root, db) }
            try ProjectionTables.ticket.write(after, db)
            try TicketParty.insert(after, root, db)
            hasNewWords = hasNewWords || before?[TicketColumn.subject] != after[TicketColumn.subject]
        }
        try writeLabels(facts, before: before)
        try writeList(facts, before: before, after: after)
        if hasNewWords {
            try db.cachedStatement(sql: "INSERT OR IGNORE INTO search_dirty (row) VALUES (?)").execute(arguments: [root]
            )
        }
    }

    private func ticketRow(_ figures: TicketFigures, _ facts: TicketFacts) -> [DatabaseValue] {
        let ticket = content.ticket
        let customer = content.anonymousCustomer
        let documents = content.documents
        return [
            root.stored, facts.updated.milliseconds.stored, documents.number.map { Int64(clamping: $0) }.stored,
            Ticket.handle(of: ticket.id, length: 10).stored, ticket.source.conversation.stored,
            ticket.source.fields["topic"].stored, (ticket.subject ?? "").stored, content.firstLine.stored,
            (ticket.customer.person?.data).stored, (customer?.id).stored, (customer?.name).stored,
            customer.map { $0.addresses.joined(separator: "\n") }.stored, ticket.assurance.isVerified.stored,
            ticket.tags.joined(separator: "\n").stored, facts.reasons.map(\.code).joined(separator: "\n").stored,
            ticket.isLocked.stored, (ticket.mergedInto?.data).stored,
            ticket.resolver.flatMap { $0 == .imported ? nil : $0.kind.rawValue }.stored,
            content.publicDiscussion.messages.count.stored, content.internalDiscussion.messages.count.stored,
            figures.reopenCount.stored, figures.firstReplyMilliseconds.stored,
            figures.firstHumanReplyMilliseconds.stored, ticket.assistant.confidence.stored,
            sequenceOfOthers.stored, documents.pendingCount.stored, documents.parkedCount.stored,
        ]
    }

    private func undelivered() -> [[DatabaseValue]] {
        let dead = content.ticket.deliveries.filter { $0.value.isDead }.sorted { $0.value.entry < $1.value.entry }
        return dead.enumerated().map { ordinal, delivery in
            let failed = content.documents.metadata[delivery.value.entry.change]?.occurred
            return [
                root.stored, ordinal.stored, delivery.key.description.stored,
                delivery.value.entry.description.stored, (delivery.value.fact.reason ?? "").stored,
                (failed?.milliseconds ?? 0).stored,
            ]
        }
    }

    /// How far the log has come with what others wrote about the ticket that is worth reading; 0 when they wrote nothing.
    /// How a message travels makes no ticket unread.
    private var sequenceOfOthers: Int64 {
        let own = context.store.member.actor
        let reports = content.ticket.log.compactMap { record in
            if case .delivery = record.entry { record.id.change } else { nil }
        }
        return Int64(clamping: content.documents.newestSequence(notBy: own, except: Set(reports)))
    }

    private func writeLabels(_ facts: TicketFacts, before: [DatabaseValue]?) throws {
        let tags = before.map { Self.lines($0[TicketColumn.tags]) } ?? []
        try replaceLabels(.tag, before: tags, after: content.ticket.tags)
        let reasons = before.map { Self.lines($0[TicketColumn.reasons]) } ?? []
        try replaceLabels(
            .reason, before: TicketLabel.names(ofReasons: reasons),
            after: TicketLabel.names(ofReasons: facts.reasons.map(\.code)))
    }

    private static func lines(_ value: DatabaseValue) -> [String] {
        (String.fromDatabaseValue(value) ?? "").split(separator: "\n").map(String.init)
    }

    private func replaceLabels(_ kind: TicketLabel, before: [String], after: [String]) throws {
        guard before != after else { return }
        for text in before where !after.contains(text) {
            try db.cachedStatement(sql: "DELETE FROM ticket_label WHERE kind = ? AND label = ? AND row = ?")
                .execute(arguments: [kind.rawValue, try context.labels.id(of: text), root])
        }
        for text in after where !before.contains(text) {
            try db.cachedStatement(sql: "INSERT OR IGNORE INTO ticket_label (kind, label, row) VALUES (?, ?, ?)")
                .execute(arguments: [kind.rawValue, try context.labels.id(of: text), root])
        }
    }

    private func writeList(_ facts: TicketFacts, before: [DatabaseValue]?, after: [DatabaseValue]) throws {
        let row = try listRow(facts, number: after[TicketColumn.number], sequence: after[TicketColumn.sequence])
        if let before {
            let key: [DatabaseValue] = [before[TicketColumn.updated], content.ticket.id.data.databaseValue]
            let names = ProjectionTables.ticketList.columns.joined(separator: ", ")
            let select = try db.cachedStatement(sql: "SELECT \(names) FROM ticket_list WHERE updated = ? AND id = ?")
            let old = try Row.fetchOne(select, arguments: StatementArguments(key)).map { Array($0.databaseValues) }
            if old == row { return }
            if before[TicketColumn.updated] != after[TicketColumn.updated] {
                try db.cachedStatement(sql: "DELETE FROM ticket_list WHERE updated = ? AND id = ?")
                    .execute(arguments: StatementArguments(key))
            }
        }
        try ProjectionTables.ticketList.write(row, db)
    }

    private func listRow(
        _ facts: TicketFacts, number: DatabaseValue, sequence: DatabaseValue
    ) throws -> [DatabaseValue] {
        let ticket = content.ticket
        func label(_ text: String?) throws -> DatabaseValue {
            guard let text, !text.isEmpty else { return .null }
            return try context.labels.id(of: text).stored
        }
        let seen = try db.cachedStatement(sql: "SELECT sequence FROM read_mark WHERE root = ?")
        let mark = try Int64.fetchOne(seen, arguments: [ticket.id.data]) ?? 0
        let isUnread = (Int64.fromDatabaseValue(sequence) ?? 0) > mark
        // What was merged goes on in the other ticket, and is work in no list.
        let status = ticket.mergedInto == nil ? ticket.status : .resolved
        return [
            root.stored, facts.updated.milliseconds.stored, ticket.id.data.stored, facts.created.milliseconds.stored,
            number, TicketCode.code(of: status).stored, ticket.priority.rawValue.stored,
            try context.labels.id(of: ticket.channel).stored, try label(content.place), try label(content.queue),
            try label(ticket.owner), try label(ticket.segment), try label(ticket.source.locale),
            (ticket.customer.person != nil || content.anonymousCustomer != nil).stored,
            try TicketLabel.bits(of: ticket.tags.map(context.labels.id(of:))).stored,
            (!facts.reasons.isEmpty).stored, ticket.isSpam.stored, isUnread.stored,
            (facts.waitingSince?.milliseconds).stored, (ticket.snoozedUntil?.milliseconds).stored,
            (facts.escalated?.milliseconds).stored, TicketCode.code(of: facts.service).stored,
            (facts.serviceUntil?.milliseconds).stored, (facts.serviceAtRisk?.milliseconds).stored,
            (facts.serviceLastMet?.milliseconds).stored, (facts.serviceDue?.milliseconds).stored,
            (facts.breached?.milliseconds).stored, TicketCode.code(of: facts.badge).stored,
            (facts.badgeChange?.milliseconds).stored, facts.badgeLater.map(TicketCode.code(of:)).stored,
        ]
    }
}

/// Positions in a row of the table `ticket`.
enum TicketColumn {
    private static func index(_ name: String) -> Int {
        guard let index = ProjectionTables.ticket.columns.firstIndex(of: name) else {
            preconditionFailure("the table has the column")
        }
        return index
    }

    static let updated = index("updated")
    static let number = index("number")
    static let subject = index("subject")
    static let customerID = index("customer_id")
    static let customerName = index("customer_name")
    static let customerAddresses = index("customer_addresses")
    static let tags = index("tags")
    static let reasons = index("reasons")
    static let sequence = index("sequence")
}

/// The kinds of rows in the table `ticket_label`.
enum TicketLabel: Int {
    case tag = 0
    case reason = 1

    /// The bits of labels in the column `tag_bits`.
    static func bits(of labels: [Int64]) -> Int64 { labels.reduce(0) { $0 | 1 << ($1 % 62) } }

    /// The names that a filter finds reasons by: their codes, and `policy_rule` for every rule.
    static func names(ofReasons codes: [String]) -> [String] {
        let isRule = codes.contains { $0.hasPrefix("policy_rule(") }
        return codes + (isRule ? ["policy_rule"] : [])
    }
}

extension TicketProjection {
    /// Removes what stands outside of the tables that are emptied by the number of the root.
    static func remove(_ row: [DatabaseValue], _ root: Int64, _ id: Data, _ db: Database) throws {
        try TicketParty.remove(row, root, db)
        let key: StatementArguments = [row[TicketColumn.updated], id]
        try db.cachedStatement(sql: "DELETE FROM ticket_list WHERE updated = ? AND id = ?").execute(arguments: key)
        let labels = try db.cachedStatement(
            sql: """
                DELETE FROM ticket_label WHERE kind = ? AND row = ?
                    AND label IN (SELECT id FROM label WHERE text = ?)
                """
        )
        let tags = lines(row[TicketColumn.tags])
        let reasons = TicketLabel.names(ofReasons: lines(row[TicketColumn.reasons]))
        for (kind, texts) in [(TicketLabel.tag, tags), (.reason, reasons)] {
            for text in texts { try labels.execute(arguments: [kind.rawValue, root, text]) }
        }
    }
}
