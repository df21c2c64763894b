package import Hub
package import Replica

/// The landing page: figures, what is blocked, what happened last.
package struct Landing: Hashable, Sendable {
    /// The times that figures can be about.
    package enum Window: String, Hashable, Sendable, Codable, CaseIterable {
        case day, week, month, quarter, year

        /// How many local days it has, the present one included.
        package var dayCount: Int {
            switch self {
            case .day: 1
            case .week: 7
            case .month: 28
            case .quarter: 91
            case .year: 364
            }
        }

        /// The steps of its trend.
        package var step: MetricWindow.Step { self == .quarter || self == .year ? .week : .day }

        /// The window that ends now.
        package func window(at now: Instant, in zone: LocalZone) -> MetricWindow {
            let first = zone.date(at: now).advanced(byDays: 1 - dayCount)
            return MetricWindow(start: zone.start(of: first), end: now)
        }
    }

    /// The lists that stand beside one another.
    package enum Pod: String, Hashable, Sendable, Codable, CaseIterable {
        case escalated, breached, waiting

        /// What it shows, the latest first; «view all» shows the same in the inbox.
        package var query: Query {
            switch self {
            case .escalated:
                Query(
                    filter: Filter([.init(.is, Filter.Flag.escalated.rawValue)]),
                    sort: TicketSort(.escalated, isDescending: true))
            case .breached:
                Query(
                    filter: Filter([.init(.is, Filter.Flag.breached.rawValue)]),
                    sort: TicketSort(.breached, isDescending: true))
            case .waiting:
                Query(
                    filter: Filter([
                        .init(.status, TicketStatus.open.rawValue), .init(.is, Filter.Flag.waiting.rawValue),
                    ]), sort: TicketSort(.waiting, isDescending: true))
            }
        }

        /// How many rows it shows.
        package static let rowCount = 10
    }

    /// A list as it was found.
    package struct PodRows: Hashable, Sendable {
        /// The rows.
        package let rows: [TicketRow]
        /// How many there are in all.
        package let total: Int

        /// Takes what was found.
        package init(rows: [TicketRow], total: Int) {
            self.rows = rows
            self.total = total
        }
    }

    /// The parts of the page that the cursor can be in.
    package enum Part: Int, Hashable, Sendable, CaseIterable {
        case blocked, escalated, breached, waiting, edits

        /// The list that the part is; nil for the others.
        package var pod: Pod? {
            switch self {
            case .escalated: .escalated
            case .breached: .breached
            case .waiting: .waiting
            case .blocked, .edits: nil
            }
        }
    }

    /// The time that the figures are about.
    package var window: Window
    /// The figures; nil until they are counted.
    package var tiles: [Tile]?
    /// Whether they are being counted.
    var isCounting = false
    /// Whether something changed while they were counted.
    var isCountStale = false
    /// What is blocked, the newest first; nil until it was looked for.
    package var blocked: [Blocked]?
    /// The lists.
    package var pods: [Pod: PodRows] = [:]
    /// The last edits of content, guidance and settings.
    package var edits: [RecentEdit]?
    /// The part that the cursor is in.
    package var part = Part.blocked
    /// The row that the cursor is on.
    package var selected = 0

    /// Starts with a window.
    package init(window: Window) { self.window = window }

    /// How many rows a part has.
    package func rowCount(of part: Part) -> Int {
        switch part {
        case .blocked: blocked?.count ?? 0
        case .edits: edits?.count ?? 0
        default: part.pod.flatMap { pods[$0]?.rows.count } ?? 0
        }
    }

    /// The ticket under the cursor.
    package var current: TicketRow? {
        switch part {
        case .blocked: currentBlocked?.ticket
        case .edits: nil
        default:
            part.pod.flatMap { pods[$0]?.rows }.flatMap { $0.indices.contains(selected) ? $0[selected] : nil }
        }
    }

    /// What is blocked under the cursor.
    package var currentBlocked: Blocked? {
        guard part == .blocked, let blocked, blocked.indices.contains(selected) else { return nil }
        return blocked[selected]
    }

    /// The edit under the cursor.
    package var currentEdit: RecentEdit? {
        guard part == .edits, let edits, edits.indices.contains(selected) else { return nil }
        return edits[selected]
    }
}

/// An edit of content, guidance or settings, which can be taken back.
package struct RecentEdit: Hashable, Sendable {
    /// What was edited.
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case article, guidance, setting
    }

    /// What was edited.
    package let kind: Kind
    /// The document, as commands name it.
    package let document: String
    /// What people call it.
    package let title: String
    /// What the edit was about.
    package let what: String
    /// Who made it; nil when nothing says so.
    package let author: String?
    /// When.
    package let occurred: Instant
    /// The version that it is taken back to, as commands name it; nil when there is none before it.
    package let previous: String?

    /// Describes an edit.
    package init(
        kind: Kind, document: String, title: String, what: String, author: String?, occurred: Instant,
        previous: String?
    ) {
        self.kind = kind
        self.document = document
        self.title = title
        self.what = what
        self.author = author
        self.occurred = occurred
        self.previous = previous
    }

    /// How many the page shows.
    package static let countMax = 10
}
