import ArgumentParser
import Hub
import Replica
import Scenes
import SyncProtocol

/// Which page of a list.
struct PageOptions: ParsableArguments {
    @Option(help: "How many tickets at most.")
    var limit = 50

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            The order: \(TicketSort.Key.allCases.map(\.rawValue).joined(separator: ", ")); a - before it turns it round. \
            The last active first when not given.
            """,
            valueName: "key"
        ),
        completion: .list(TicketSort.Key.allCases.flatMap { [$0.rawValue, "-\($0.rawValue)"] })
    )
    var sort: String?

    @Option(help: ArgumentHelp("Where the page before ended, as it said.", valueName: "cursor"))
    var after: String?

    func validate() throws {
        guard (0...100_000).contains(limit) else { throw ValidationError("--limit takes 0 to 100000") }
        guard sort == nil || order != nil else { throw ValidationError("--sort takes a key that --help lists") }
        guard after == nil || cursor != nil else { throw ValidationError("--after takes what the page before printed") }
    }

    /// The order that was asked for.
    var order: TicketSort? {
        guard let sort else { return nil }
        let isDescending = sort.hasPrefix("-")
        return TicketSort.Key(rawValue: isDescending ? String(sort.dropFirst()) : sort)
            .map { TicketSort($0, isDescending: isDescending) }
    }

    /// Where the page begins.
    var cursor: TicketCursor? { after.flatMap { TicketCursor($0) } }
}

/// Prints a page of a ticket list.
enum TicketList {
    struct Report: Encodable {
        let query: String
        let total: Int
        let tickets: [TicketEntry]
        /// Where the next page begins.
        let next: String?
        /// Tickets whose words are not in the full-text index yet and were not searched.
        let unindexed: Int
    }

    /// Finds and prints.
    static func run(_ words: [String], _ page: PageOptions, _ common: CommonOptions) throws {
        var query = try Query(words.joined(separator: " "))
        if let order = page.order { query.sort = order }
        hint(query)
        let store = try common.open()
        let now = Instant.now
        let found = try store.tickets(
            query, in: try store.searchContext(now), limit: page.limit, after: page.cursor
        )
        if common.isJSON {
            let names = try store.conversations(of: found.rows.map(\.summary.id))
            return try Output.json(
                Report(
                    query: query.description, total: found.total,
                    tickets: found.rows.map { TicketEntry($0, conversation: names[$0.summary.id]) },
                    next: found.next?.description, unindexed: found.unindexedCount
                )
            )
        }
        guard found.total > 0 else {
            let hint = words.isEmpty ? " yet; `conv-agent sync` fetches them" : ""
            return Output.line("No ticket is found\(hint).")
        }
        if !found.rows.isEmpty { Output.write(table(found.rows, now)) }
        Output.line(summary(found, page))
    }

    /// Says beside the output which words no ticket can have: likely slips of the finger.
    private static func hint(_ query: Query) {
        for condition in query.filter.conditions {
            let unknown = condition.unknownValues.joined(separator: ", ")
            guard !unknown.isEmpty, let vocabulary = condition.field.vocabulary else { continue }
            Terminal.printError(
                "conv-agent: \(condition.field.rawValue) is never \(unknown); it is one of "
                    + vocabulary.joined(separator: ", ")
            )
        }
    }

    private static func table(_ rows: [TicketRow], _ now: Instant) -> String {
        var columns = Columns(
            ["TICKET", "STATUS", "PRIO", "CHANNEL", "OWNER", "WAITS", "ACTIVE", "SUBJECT"], right: [5, 6])
        for row in rows {
            let ticket = row.summary
            let isSnoozed = ticket.isSnoozed(at: now)
            var marks = ""
            if row.pendingCount > 0 { marks += "[unsent] " }
            if row.parkedCount > 0 { marks += "[refused] " }
            if ticket.isSpam { marks += "[spam] " }
            if ticket.sla == .breached { marks += "[SLA] " }
            columns.add([
                ticket.shownName, isSnoozed ? "snoozed" : ticket.status.rawValue, "\(ticket.priority)", ticket.channel,
                ticket.owner.map { $0.name ?? String($0.id.suffix(8)) } ?? "—",
                ticket.waitingSince?.age(at: now) ?? "—", ticket.updated.age(at: now), marks + ticket.shownTitle,
            ])
        }
        return columns.text(columnCount: Terminal.columnCount)
    }

    private static func summary(_ page: TicketPage, _ options: PageOptions) -> String {
        var text = "\(page.rows.count) of \(page.total) tickets"
        if let next = page.next { text += "; more with --after \(next)" }
        if page.unindexedCount > 0 {
            text +=
                "; \(page.unindexedCount) tickets are not indexed yet and were not searched; `conv-agent sync` goes on with it"
        }
        return text
    }
}

extension ReplicaStore {
    /// What «me» and the clock are in a search.
    func searchContext(_ now: Instant) throws -> SearchContext {
        SearchContext(now: now, me: member.user.description, zone: try zone())
    }
}
