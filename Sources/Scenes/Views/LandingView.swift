package import Hub
import Replica

/// The landing page, as a screen shows it.
package struct LandingView: Hashable, Sendable, Codable {
    /// A figure.
    package struct TileView: Hashable, Sendable, Codable {
        package let figure: Tile.Figure
        /// Nil (shown as «—») where there is nothing to count.
        package let value: Double?
        package let unit: Tile.Unit
        /// How many the figure rests on.
        package let count: Int
        /// The change since the window before; nil where numbers are too small.
        package let delta: Double?
        package let deltaUnit: Delta.Unit?
        /// Whether chance alone seldom gives such a change.
        package let isSignificant: Bool?
        /// Whether the change is for the better; nil when there is none.
        package let isBetter: Bool?
        /// The values of the window's steps.
        package let trend: [Double?]
        package let isProvisional: Bool

        init(_ tile: Tile) {
            figure = tile.figure
            value = tile.value
            unit = tile.unit
            count = tile.count
            delta = tile.delta?.value
            deltaUnit = tile.delta?.unit
            isSignificant = tile.delta?.isSignificant
            isBetter = tile.delta.flatMap { $0.value == 0 ? nil : ($0.value < 0) == tile.figure.isLessBetter }
            trend = tile.trend
            isProvisional = tile.isProvisional
        }
    }

    /// Something that does not go on.
    package struct BlockedView: Hashable, Sendable, Codable {
        package let kind: Blocked.Kind
        /// What it waits for, as a sentence.
        package let explanation: String
        /// What it is about.
        package let title: String
        package let since: Moment
        /// Nil where it is no ticket.
        package let ticket: RowView?

        init(_ blocked: Blocked, in model: Model) {
            kind = blocked.kind
            explanation = blocked.explanation
            since = Moment(blocked.since)
            ticket = blocked.ticket.map { RowView($0, in: model) }
            title =
                switch blocked.subject {
                case .ticket(let row): row.summary.shownTitle
                case .article(_, let title): title
                }
        }
    }

    /// A list.
    package struct PodView: Hashable, Sendable, Codable {
        package let pod: Landing.Pod
        package let title: String
        /// What it shows, in the search grammar.
        package let query: String
        /// How many there are in all; nil until they are found.
        package let total: Int?
        package let rows: [RowView]
    }

    /// An edit.
    package struct EditView: Hashable, Sendable, Codable {
        package let kind: RecentEdit.Kind
        package let document: String
        package let title: String
        package let what: String
        package let author: String?
        package let occurred: Moment
        package let canRevert: Bool

        init(_ edit: RecentEdit) {
            kind = edit.kind
            document = edit.document
            title = edit.title
            what = edit.what
            author = edit.author
            occurred = Moment(edit.occurred)
            canRevert = edit.previous != nil
        }
    }

    package let window: Landing.Window
    /// Nil until they are counted.
    package let tiles: [TileView]?
    /// Nil until it was looked for.
    package let blocked: [BlockedView]?
    package let pods: [PodView]
    package let edits: [EditView]?
    /// The part that the cursor is in, and the row in it.
    package let part: Int
    package let selected: Int

    init(_ model: Model) {
        let landing = model.landing
        window = landing.window
        tiles = landing.tiles?.map(TileView.init)
        blocked = landing.blocked?.map { BlockedView($0, in: model) }
        let titles: [Landing.Pod: String] = [
            .escalated: "Last escalated", .breached: "Last SLA breaches", .waiting: "Awaiting reply",
        ]
        pods = Landing.Pod.allCases.map { pod in
            PodView(
                pod: pod, title: titles[pod] ?? pod.rawValue, query: pod.query.description,
                total: landing.pods[pod]?.total, rows: landing.pods[pod]?.rows.map { RowView($0, in: model) } ?? [])
        }
        edits = landing.edits?.map(EditView.init)
        part = landing.part.rawValue
        selected = landing.selected
    }
}

extension Blocked {
    /// What it waits for, in words.
    var explanation: String {
        switch kind {
        case .refused: "the server refused what you wrote"
        case .undelivered: "a message did not arrive" + (reason.map { ": \($0)" } ?? "")
        case .approval: "an article waits for approval"
        case .unverifiedIdentity: "the customer's identity is not proven"
        case .assistantFailed: "a run of the assistant failed"
        case .closedDestination: "its queue is closed"
        case .breached: "a promised time is over"
        case .unaccepted: "nobody took it"
        }
    }
}
