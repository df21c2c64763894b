package import Hub

/// Something on the screen that the mouse can hit.
package enum Target: Hashable, Sendable, LosslessStringConvertible {
    /// What the command does.
    case command(CommandID)
    /// A row of the list of tickets.
    case row(Int)
    /// A status of the inbox.
    case pill(Int)
    /// A quick filter of the inbox.
    case quick(Int)
    /// The head of a column.
    case sort(TicketSort.Key)
    /// A choice of the open list.
    case choice(Int)
    /// A message of the transcript.
    case message(Int)
    /// A row of a part of the landing page.
    case landing(part: Int, row: Int)
    /// The text that is being written.
    case composer

    /// `<kind>:<value>`.
    package var description: String {
        switch self {
        case .command(let id): "command:\(id.rawValue)"
        case .row(let index): "row:\(index)"
        case .pill(let index): "pill:\(index)"
        case .quick(let index): "quick:\(index)"
        case .sort(let key): "sort:\(key.rawValue)"
        case .choice(let index): "choice:\(index)"
        case .message(let index): "message:\(index)"
        case .landing(let part, let row): "landing:\(part):\(row)"
        case .composer: "composer"
        }
    }

    /// Reads the form that `description` prints; nil when it is anything else.
    package init?(_ description: String) {
        let parts = description.split(separator: ":").map(String.init)
        func number(_ index: Int) -> Int? { parts.indices.contains(index) ? Int(parts[index]) : nil }
        switch (parts.first, number(1)) {
        case ("row", let index?): self = .row(index)
        case ("pill", let index?): self = .pill(index)
        case ("quick", let index?): self = .quick(index)
        case ("choice", let index?): self = .choice(index)
        case ("message", let index?): self = .message(index)
        case ("landing", let part?):
            guard let row = number(2) else { return nil }
            self = .landing(part: part, row: row)
        case ("composer", nil): self = .composer
        case ("command", nil):
            guard parts.count == 2, let id = CommandID(rawValue: parts[1]) else { return nil }
            self = .command(id)
        case ("sort", nil):
            guard parts.count == 2, let key = TicketSort.Key(rawValue: parts[1]) else { return nil }
            self = .sort(key)
        default: return nil
        }
    }
}
