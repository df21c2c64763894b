import Hub

extension Model {
    /// Obeys a key: what lies above the screen first, then two keys in a row, then commands, then the text.
    mutating func press(_ key: Key) -> [Effect] {
        notice = nil
        if picker != nil { return pressInPicker(key) }
        if inbox.search != nil, place == .tickets { return pressInSearch(key) }
        if let first = chord {
            chord = nil
            guard let command = keyMap.command(for: Key("\(first) \(key)"), in: scene) else { return [] }
            return run(command.id)
        }
        if let command = keyMap.command(for: key, in: scene) { return run(command.id) }
        if keyMap.isBeginningOfChord(key, in: scene) {
            chord = key
            return []
        }
        guard composer != nil else { return [] }
        return write(key)
    }

    mutating func paste(_ text: String) -> [Effect] {
        if picker != nil {
            picker?.filter.insert(text.replacing("\n", with: " "))
            picker?.selected = 0
            return pathChanged()
        }
        if inbox.search != nil, place == .tickets {
            inbox.search?.insert(text.replacing("\n", with: " "))
            return searchChanged()
        }
        guard composer != nil else { return [] }
        composer?.field.insert(text)
        return keepDraft()
    }

    mutating func click(_ target: Target) -> [Effect] {
        notice = nil
        if picker != nil {
            guard case .choice(let index) = target else {
                picker = nil
                return []
            }
            picker?.selected = index
            return choose()
        }
        switch target {
        case .command(let id): return run(id)
        case .row(let index):
            guard place == .tickets, inbox.rows.indices.contains(index) else { return [] }
            // A second click on the row under the cursor opens it.
            guard index != inbox.selected else { return run(.open) }
            return select(row: index)
        case .pill(let index):
            guard StatusPill.allCases.indices.contains(index) else { return [] }
            return turn(to: StatusPill.allCases[index])
        case .quick(let index):
            guard QuickFilter.allCases.indices.contains(index) else { return [] }
            return toggle(QuickFilter.allCases[index])
        case .sort(let key): return sort(by: key)
        case .message(let index):
            ticket?.selected = index
            ticket?.scroll = nil
            return []
        case .landing(let part, let row):
            guard let part = Landing.Part(rawValue: part) else { return [] }
            guard landing.part != part || landing.selected != row else { return run(.open) }
            (landing.part, landing.selected) = (part, row)
            return []
        case .choice, .composer: return []
        }
    }

    mutating func turnWheel(_ lines: Int) -> [Effect] {
        if picker != nil {
            movePicker(by: lines)
            return []
        }
        switch place {
        case .tickets:
            let last = max(0, inbox.rows.count - measure.listRows)
            inbox.top = max(0, min(inbox.top + lines, last))
            let visible = inbox.top..<max(inbox.top + 1, inbox.top + measure.listRows)
            let row = max(visible.lowerBound, min(inbox.selected, visible.upperBound - 1))
            return row == inbox.selected ? [] : select(row: row)
        case .ticket, .composer:
            scrollTicket(by: lines)
            return []
        case .landing: return move(by: lines.signum())
        }
    }

    // MARK: The search line

    private mutating func pressInSearch(_ key: Key) -> [Effect] {
        switch key.name {
        case "enter":
            guard inbox.problem == nil else { return [] }
            inbox.search = nil
            return []
        case "esc":
            inbox.search = nil
            inbox.problem = nil
            return []
        case "down":
            inbox.search = nil
            return []
        default:
            guard inbox.search?.edit(key) == true else { return [] }
            return searchChanged()
        }
    }

    /// Finds while somebody types; what cannot be read yet leaves the list as it is and says why.
    private mutating func searchChanged() -> [Effect] {
        do {
            var query = try Query(inbox.search?.text ?? "")
            query.sort = query.sort ?? inbox.query.sort
            inbox.problem =
                query.filter.conditions.flatMap { condition in
                    condition.unknownValues.map { "\(condition.field.rawValue) is never \($0)" }
                }.first
            return find(query)
        } catch {
            inbox.problem = "\(error)"
            return []
        }
    }

    /// Shows what a query finds.
    mutating func find(_ query: Query, preset: String? = nil) -> [Effect] {
        inbox.preset = preset
        guard query != inbox.query else { return [] }
        inbox.query = query
        inbox.marked = []
        (inbox.selected, inbox.top, inbox.isLoading) = (0, 0, true)
        return reload()
    }

    /// Fetches the list in its order: what the screen shows at once, the rest and the count behind it.
    func reload() -> [Effect] {
        [
            .loadTickets(
                TicketRequest(
                    query: inbox.query, limit: max(1, min(measure.listRows, Inbox.pageCount)), after: nil,
                    mode: .replace, isCounted: false))
        ]
    }
}
