package import Hub
import Replica

/// The inbox, as a screen shows it.
package struct TicketsView: Hashable, Sendable, Codable {
    /// Something that can be turned on and off.
    package struct Switch: Hashable, Sendable, Codable {
        /// Its name.
        package let title: String
        /// The key; nil when it has none of its own.
        package let key: Key?
        /// Whether it is on.
        package let isOn: Bool
    }

    /// What the list finds, in the search grammar.
    package let query: String
    /// The search line while somebody types in it.
    package let search: FieldView?
    /// Why the search line cannot be read.
    package let problem: String?
    /// The saved filter that is shown.
    package let preset: String?
    /// The statuses.
    package let pills: [Switch]
    /// The quick filters.
    package let quickFilters: [Switch]
    /// What the list is ordered by.
    package let sort: TicketSort.Key
    /// Whether the order is turned round.
    package let isDescending: Bool
    /// How many tickets are found; nil before the first answer.
    package let total: Int?
    /// The loaded rows that may be on the screen.
    package let rows: [RowView]
    /// The place of the first of `rows` in the list.
    package let offset: Int
    /// How many rows are loaded.
    package let loaded: Int
    /// The first row on the screen.
    package let top: Int
    /// The row under the cursor.
    package let selected: Int
    /// How many tickets are marked.
    package let marked: Int
    /// How many rows left the list since it was ordered.
    package let gone: Int
    /// How many rows came since it was ordered and stand above the screen.
    package let newAbove: Int
    /// Tickets whose words could not be searched so far.
    package let unindexed: Int
    /// Whether rows are on their way.
    package let isLoading: Bool
    /// The ticket under the cursor; nil until it is read.
    package let preview: TicketView?

    /// The rows around the screen that are worth telling: more than any terminal has.
    private static let windowCount = 1000

    init(_ model: Model) {
        let inbox = model.inbox
        let order = inbox.query.sort ?? .standard
        query = inbox.query.description
        search = inbox.search.map(FieldView.init)
        problem = inbox.problem
        preset = inbox.preset
        let pill = StatusPill(inbox.query.filter)
        pills = StatusPill.allCases.map { Switch(title: $0.rawValue, key: nil, isOn: $0 == pill) }
        quickFilters = QuickFilter.allCases.map { quick in
            let command = Command.named(quick.command)
            return Switch(
                title: command.title, key: model.keyMap.keys(of: command).first,
                isOn: inbox.query.filter.conditions.contains(quick.condition))
        }
        (sort, isDescending) = (order.key, order.isDescending)
        total = inbox.total
        // A screen has far fewer rows than may be loaded; those far away cost nothing.
        let visible = min(Self.windowCount, model.measure.listRows + 40)
        let first = max(0, min(inbox.top, inbox.rows.count) - 20)
        let window = first..<min(inbox.rows.count, first + visible)
        offset = first
        rows = inbox.rows[window].map { row in
            RowView(row.ticket, in: model, isMarked: inbox.marked.contains(row.id), isGone: row.isGone)
        }
        loaded = inbox.rows.count
        (top, selected) = (inbox.top, inbox.selected)
        marked = inbox.marked.count
        gone = inbox.rows.count { $0.isGone }
        newAbove = inbox.rows.prefix(inbox.top).count { $0.isNew }
        unindexed = inbox.unindexedCount
        isLoading = inbox.isLoading
        preview = inbox.preview.flatMap { preview in
            let isCurrent = preview.detail.ticket.id == inbox.current?.summary.id
            return isCurrent ? TicketView(preview.detail, messages: preview.messages, in: model) : nil
        }
    }
}
