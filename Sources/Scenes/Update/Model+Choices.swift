import Hub
import Replica

extension Model {
    // MARK: Commands

    mutating func openPalette() -> [Effect] {
        let here = Command.all.filter { $0.scenes.contains(scene) }
        let elsewhere = Command.all.filter { !$0.scenes.contains(scene) }
        picker = Picker(purpose: .palette, title: "Commands", choices: (here + elsewhere).map(choice))
        return []
    }

    mutating func openHelp() -> [Effect] {
        let here = Command.all.filter { $0.scenes.contains(scene) }
        picker = Picker(purpose: .help, title: "What can be done in \(scene.shown)", choices: here.map(choice))
        return []
    }

    private func choice(_ command: Command) -> Picker.Choice {
        Picker.Choice(
            id: command.id.rawValue, title: command.title, detail: command.explanation,
            key: keyMap.keys(of: command).first?.name,
            obstacle: command.obstacle(in: self))
    }

    // MARK: The inbox

    mutating func openFields() -> [Effect] {
        let choices = Self.fields.map { field, title in
            let conditions = inbox.query.filter.conditions.filter { $0.field == field }
            return Picker.Choice(
                id: field.rawValue, title: title, detail: conditions.map(\.description).joined(separator: " "),
                isOn: !conditions.isEmpty)
        }
        picker = Picker(purpose: .field, title: "Filter by", choices: choices)
        return []
    }

    /// The fields that lists are narrowed down by, in the order of the list.
    private static let fields: [(Filter.Field, String)] = [
        (.status, "Status"), (.channel, "Channel"), (.source, "Source"), (.sla, "Service level"),
        (.outcome, "AI alone, AI and people, people"), (.owner, "Owner"), (.queue, "Queue"), (.priority, "Priority"),
        (.segment, "Segment"), (.created, "Created"), (.updated, "Last active"), (.reason, "Escalation reason"),
        (.tag, "Tag"), (.locale, "Language"), (.is, "Other properties"),
    ]

    mutating func openValues(of field: Filter.Field) -> [Effect] {
        picker = Picker(purpose: .values(field), title: "\(field.rawValue) is any of", choices: [], isLoading: true)
        var query = inbox.query
        query.filter = query.filter.without(field)
        return [.loadValues(field, query)]
    }

    mutating func openSort() -> [Effect] {
        let current = inbox.query.sort ?? .standard
        let titles: [(TicketSort.Key, String)] = [
            (.updated, "Last active"), (.waiting, "Waiting longest"), (.sla, "Due first"), (.priority, "Priority"),
            (.created, "Created"), (.breached, "Breached"), (.escalated, "Escalated"), (.number, "Number"),
        ]
        picker = Picker(
            purpose: .sort, title: "Order by (once more turns it round)",
            choices: titles.map { key, title in
                Picker.Choice(
                    id: key.rawValue, title: title,
                    detail: key == current.key ? (current.isDescending ? "descending" : "ascending") : "",
                    isOn: key == current.key)
            })
        return []
    }

    mutating func openPresets() -> [Effect] {
        picker = Picker(purpose: .preset, title: "Saved filters", choices: presets)
        return []
    }

    mutating func openPresetRemoval() -> [Effect] {
        picker = Picker(purpose: .presetRemoval, title: "Delete which saved filter?", choices: presets)
        return []
    }

    private var presets: [Picker.Choice] {
        choices.presets.map { preset in
            Picker.Choice(
                id: preset.id.description, title: preset.name,
                detail: (preset.isShared ? "team · " : "yours · ") + preset.query, isOn: preset.name == inbox.preset)
        }
    }

    mutating func openPresetName() -> [Effect] {
        picker = Picker(purpose: .presetName, title: "Save \(inbox.query.description) as", choices: [])
        return []
    }

    // MARK: Tickets

    mutating func openOwners() -> [Effect] {
        let owner = current?.summary.owner?.id
        let others = choices.members.filter { $0.id != me }.map { member in
            Picker.Choice(id: member.id, title: member.name, isOn: member.id == owner)
        }
        let mine = Picker.Choice(id: me, title: choices.name(of: me) ?? "you", detail: "you", isOn: me == owner)
        let nobody = Picker.Choice(id: "none", title: "Nobody", isOn: owner == nil)
        picker = Picker(purpose: .owner, title: "Owner", choices: [mine, nobody] + others)
        return []
    }

    mutating func openSnooze() -> [Effect] {
        picker = Picker(
            purpose: .snooze, title: "Snooze (or type 30m, 3h, 2d, 2026-12-01T10:00)",
            choices: Snooze.offers(at: now, in: zone).map(\.choice))
        return []
    }

    mutating func openReasons() -> [Effect] {
        picker = Picker(
            purpose: .reason, title: "Why is it handed over?",
            choices: FallbackReason.plainCodes.map { code in
                Picker.Choice(id: code, title: code.replacing("_", with: " "))
            })
        return []
    }

    mutating func openDestinations(_ reason: FallbackReason) -> [Effect] {
        picker = Picker(
            purpose: .destination(reason), title: "Where to? (\(reason.code.replacing("_", with: " ")))",
            choices: queues)
        return []
    }

    mutating func openQueues() -> [Effect] {
        picker = Picker(purpose: .queue, title: "Queue", choices: queues)
        return []
    }

    private var queues: [Picker.Choice] {
        choices.queues.map { Picker.Choice(id: $0, title: $0, isOn: $0 == current?.summary.queue) }
    }

    mutating func openPriorities() -> [Effect] {
        let priority = current?.summary.priority
        picker = Picker(
            purpose: .priority, title: "Priority",
            choices: Priority.allCases.reversed().map {
                Picker.Choice(id: $0.name, title: $0.name, isOn: $0 == priority)
            })
        return []
    }

    // MARK: Texts and figures

    mutating func openCannedText() -> [Effect] {
        picker = Picker(
            purpose: .cannedText, title: "Insert",
            choices: choices.snippets.enumerated().map { index, snippet in
                Picker.Choice(id: String(index), title: snippet.title, detail: snippet.body.prefixLine)
            })
        return []
    }

    mutating func openMentions() -> [Effect] {
        picker = Picker(
            purpose: .mention, title: "Mention",
            choices: choices.members.map { Picker.Choice(id: $0.id, title: $0.name) })
        return []
    }

    mutating func openWindows() -> [Effect] {
        picker = Picker(
            purpose: .window, title: "Figures of the last",
            choices: Landing.Window.allCases.map { window in
                Picker.Choice(
                    id: window.rawValue, title: window.rawValue,
                    detail: window.dayCount == 1 ? "today" : "\(window.dayCount) days",
                    isOn: window == landing.window)
            })
        return []
    }
}

extension String {
    /// The beginning of the first line that is not empty.
    var prefixLine: String {
        String((split(whereSeparator: \.isNewline).first ?? "").prefix(120))
    }
}
