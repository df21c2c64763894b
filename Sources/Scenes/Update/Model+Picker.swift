package import Hub

extension Model {
    mutating func pressInPicker(_ key: Key) -> [Effect] {
        switch key.name {
        case "esc", "ctrl-c":
            picker = nil
            return []
        case "enter": return choose()
        case "up", "ctrl-k": movePicker(by: -1)
        case "tab" where picker?.purpose == .file: return completePath()
        case "down", "ctrl-j", "tab": movePicker(by: 1)
        case "page-up": movePicker(by: -10)
        case "page-down": movePicker(by: 10)
        case "home": movePicker(by: -100_000)
        case "end": movePicker(by: 100_000)
        case "space" where isMultiple && picker?.filter.isEmpty == true: return choose(staying: true)
        case "left" where isMultiple && picker?.filter.isEmpty == true: return openFields()
        default:
            guard picker?.filter.edit(key) == true else { break }
            picker?.selected = 0
            return pathChanged()
        }
        return []
    }

    private var isMultiple: Bool { if case .values = picker?.purpose { true } else { false } }

    mutating func movePicker(by count: Int) {
        guard let picker else { return }
        let choice = max(0, min(picker.selected + count, offered.count - 1))
        self.picker?.selected = choice
    }

    /// What the open list offers: its choices, and what the typed text itself means.
    package var offered: [Picker.Choice] {
        guard let picker else { return [] }
        let typed = picker.filter.text
        switch picker.purpose {
        case .snooze where !typed.isEmpty:
            return (Snooze(typed: typed, at: now, in: zone).map { [$0.choice] } ?? []) + picker.shown
        case .presetName where !typed.trimmed.isEmpty:
            return [
                Picker.Choice(id: "personal", title: "Save “\(typed.trimmed)” for yourself"),
                Picker.Choice(id: "shared", title: "Save “\(typed.trimmed)” for the team"),
            ]
        default: return picker.shown
        }
    }

    /// Takes the choice under the cursor.
    mutating func choose(staying: Bool = false) -> [Effect] {
        let offered = offered
        guard let picker, offered.indices.contains(picker.selected) else { return [] }
        let choice = offered[picker.selected]
        if let obstacle = choice.obstacle {
            complain(obstacle)
            return []
        }
        if case .values(let field) = picker.purpose { return toggle(choice, of: field, staying: staying) }
        if picker.purpose == .file { return attach(choice.id) }
        self.picker = nil
        return take(choice, for: picker)
    }

    private mutating func take(_ choice: Picker.Choice, for picker: Picker) -> [Effect] {
        switch picker.purpose {
        case .palette, .help:
            guard let id = CommandID(rawValue: choice.id) else { return [] }
            return run(id)
        case .field: return Filter.Field(rawValue: choice.id).map { openValues(of: $0) } ?? []
        case .sort: return TicketSort.Key(rawValue: choice.id).map { sort(by: $0) } ?? []
        case .preset:
            guard let preset = choices.presets.first(where: { $0.id.description == choice.id }) else { return [] }
            guard let query = try? Query(preset.query) else {
                complain("This program cannot read the saved filter; a newer one may.")
                return []
            }
            return find(query, preset: preset.name)
        case .presetRemoval:
            return choices.presets.first { $0.id.description == choice.id }
                .map { [.removePreset($0.id, name: $0.name)] } ?? []
        case .copying:
            guard let text = copies.first(where: { $0.choice.id == choice.id })?.text else { return [] }
            say("Copied \(choice.title.lowercased()).")
            return [.copy(text)]
        case .presetName:
            return [
                .savePreset(
                    name: picker.filter.text.trimmed, query: inbox.query, isShared: choice.id == "shared")
            ]
        case .owner:
            let owner = choice.id == "none" ? nil : choice.id
            return change(owner == nil ? "Nobody's" : "Given to \(choice.title)", .assign(owner))
        case .snooze:
            guard let until = Snooze(id: choice.id) else { return [] }
            return change("Snoozed \(choice.title)", .snooze(until.instant))
        case .reason: return FallbackReason(code: choice.id).map { openDestinations($0) } ?? []
        case .destination(let reason):
            return change("Escalated to \(choice.title)", .escalate(reason, queue: choice.id))
        case .queue: return change("Moved to \(choice.title)", .move(queue: choice.id))
        case .priority:
            guard let priority = Priority.allCases.first(where: { $0.name == choice.id }) else { return [] }
            return change("Priority \(choice.id)", .priority(priority))
        case .cannedText:
            guard let place = Int(choice.id), choices.snippets.indices.contains(place) else { return [] }
            composer?.field.insert(choices.snippets[place].body)
            return keepDraft()
        case .mention:
            composer?.field.insert("@[\(choice.title)](user:\(choice.id)) ")
            return keepDraft()
        case .window:
            guard let window = Landing.Window(rawValue: choice.id) else { return [] }
            landing.window = window
            landing.tiles = nil
            (landing.isCounting, landing.isCountStale) = (true, false)
            return [.loadTiles(window)]
        case .attached: return detach(choice.id)
        case .values, .file: return []
        }
    }

    private mutating func toggle(_ choice: Picker.Choice, of field: Filter.Field, staying: Bool) -> [Effect] {
        guard let value = Self.value(choice.id, of: field) else { return [] }
        var query = inbox.query
        query.filter = query.filter.toggling(value, of: field)
        let isOn = query.filter.holds(value, of: field)
        for index in picker?.choices.indices ?? 0..<0 {
            if picker?.choices[index].id == choice.id {
                picker?.choices[index].isOn = isOn
            } else if field.isTime {
                picker?.choices[index].isOn = false
            }
        }
        if !staying { picker = nil }
        return find(query)
    }

    /// The value that a choice of a field stands for: what is written behind the field in a search.
    package static func value(_ id: String, of field: Filter.Field) -> Filter.Value? {
        let text = id == "none" || id == "me" || field.isTime ? id : "\"\(id)\""
        return try? Query("\(field.rawValue):\(text)").filter.conditions.first?.values.first
    }
}
