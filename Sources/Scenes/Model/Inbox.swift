package import Hub
package import Replica

/// The list of tickets as it stands on the screen.
package struct Inbox: Hashable, Sendable {
    /// One row, with what became of it since the list was ordered.
    package struct Row: Hashable, Sendable {
        /// What the replica says now, or said last.
        package var ticket: TicketRow
        /// Whether the list would not find it any more.
        package var isGone = false
        /// Whether it came since the list was ordered.
        package var isNew = false

        /// The ticket.
        package var id: Identifier { ticket.summary.id }
    }

    /// The ticket beside the list.
    package struct Preview: Hashable, Sendable {
        /// Everything that the replica knows of it.
        package let detail: TicketDetail
        /// Its messages as screens show them: made once, not for every frame.
        package let messages: [MessageView]
    }

    /// What the list finds and how it is ordered.
    package var query: Query
    /// The preset that it was taken from; nil once it was changed.
    package var preset: String?
    /// The rows, in the order that they had when the list was made; what came since stands where it belongs.
    package var rows: [Row] = []
    /// How many the list finds in all; nil before the first answer.
    package var total: Int?
    /// Where the next rows begin; nil after the last.
    package var next: TicketCursor?
    /// Tickets whose words could not be searched so far.
    package var unindexedCount = 0
    /// The row that the cursor is on.
    package var selected = 0
    /// The first row on the screen.
    package var top = 0
    /// The marked tickets.
    package var marked: Set<Identifier> = []
    /// The search line while somebody types in it.
    package var search: TextField?
    /// Why the search line cannot be read.
    package var problem: String?
    /// Whether rows are on their way.
    package var isLoading = true
    /// The ticket beside the list, once it is loaded.
    package var preview: Preview?

    /// How many rows are fetched at a time.
    package static let pageCount = 200

    /// Starts with what a query finds.
    package init(query: Query) { self.query = query }

    /// The ticket that the cursor is on.
    package var current: TicketRow? { rows.indices.contains(selected) ? rows[selected].ticket : nil }

    /// Shows what was found anew, the cursor on the first row.
    mutating func replace(_ page: TicketPage) {
        rows = page.rows.map { Row(ticket: $0) }
        (total, next, unindexedCount, isLoading) = (page.total, page.next, page.unindexedCount, false)
    }

    /// Adds the rows behind those that are here.
    mutating func append(_ page: TicketPage) {
        let here = Set(rows.map(\.id))
        rows += page.rows.filter { !here.contains($0.summary.id) }.map { Row(ticket: $0) }
        (total, next, isLoading) = (page.total, page.next, false)
    }

    /// Takes over what changed without moving any row that is on the screen already: the row under the cursor stays
    /// where it is. Rows that left the list stay, marked; new ones stand behind their neighbour in the order. O(rows).
    mutating func merge(_ page: TicketPage) {
        let found = Dictionary(page.rows.map { ($0.summary.id, $0) }) { first, _ in first }
        let here = Set(rows.map(\.id))
        var arrivals: [Identifier?: [Row]] = [:]
        var neighbour: Identifier?
        for row in page.rows {
            if here.contains(row.summary.id) {
                neighbour = row.summary.id
            } else {
                arrivals[neighbour, default: []].append(Row(ticket: row, isNew: true))
            }
        }
        let cursor = rows.indices.contains(selected) ? rows[selected].id : nil
        var merged = arrivals[nil] ?? []
        var cursorPlace = 0
        for old in rows {
            if old.id == cursor { cursorPlace = merged.count }
            if let row = found[old.id] {
                merged.append(Row(ticket: row, isNew: old.isNew))
            } else {
                merged.append(Row(ticket: old.ticket, isGone: true, isNew: old.isNew))
            }
            merged += arrivals[old.id] ?? []
        }
        let shift = cursorPlace - selected
        rows = merged
        if cursor != nil {
            selected = cursorPlace
            top = max(0, top + shift)
        }
        (total, next, unindexedCount, isLoading) = (page.total, page.next, page.unindexedCount, false)
    }

    /// Moves the cursor, and the screen as far as needed.
    mutating func select(_ index: Int, rowsVisible: Int) {
        selected = max(0, min(index, rows.count - 1))
        let visible = max(1, rowsVisible)
        if selected < top { top = selected }
        if selected >= top + visible { top = selected - visible + 1 }
    }
}
