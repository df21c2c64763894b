import Hub

/// A screen as a value: what the terminal draws, what `--plain` reads out and what `--json` prints.
package struct SceneView: Hashable, Sendable, Codable {
    /// What fills the screen.
    package enum Body: Hashable, Sendable, Codable {
        case landing(LandingView)
        case tickets(TicketsView)
        case ticket(TicketView)

        private enum CodingKeys: CodingKey { case landing, tickets, ticket }

        /// Reads the one screen that is there.
        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            if let landing = try container.decodeIfPresent(LandingView.self, forKey: .landing) {
                self = .landing(landing)
            } else if let tickets = try container.decodeIfPresent(TicketsView.self, forKey: .tickets) {
                self = .tickets(tickets)
            } else {
                self = .ticket(try container.decode(TicketView.self, forKey: .ticket))
            }
        }

        /// Writes the screen under its name.
        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            switch self {
            case .landing(let landing): try container.encode(landing, forKey: .landing)
            case .tickets(let tickets): try container.encode(tickets, forKey: .tickets)
            case .ticket(let ticket): try container.encode(ticket, forKey: .ticket)
            }
        }
    }

    /// The screen that keys are meant for.
    package let scene: SceneName
    /// The present of the screen.
    package let now: Moment
    /// How the replica stands.
    package let standing: StandingView
    /// What fills the screen.
    package let body: Body
    /// The list that lies above it.
    package let picker: PickerView?
    /// What can be done now, the most important first.
    package let hints: [Hint]
    /// A sentence for whoever looks.
    package let notice: Model.Notice?

    /// A key and what it does.
    package struct Hint: Hashable, Sendable, Codable {
        /// The command.
        package let command: CommandID
        /// The key.
        package let key: Key
        /// What it does.
        package let title: String
        /// Why it cannot be done; nil when it can.
        package let obstacle: String?
    }
}

/// How the replica stands, as a screen tells it.
package struct StandingView: Hashable, Sendable, Codable {
    /// A message that is held back.
    package struct Held: Hashable, Sendable, Codable {
        /// The ticket.
        package let ticket: String
        /// When it is sent.
        package let due: Moment
    }

    /// `idle`, `syncing`, `in_step`, `waiting`, `stopped` or `elsewhere`.
    package let link: String
    /// Why it waits or was stopped.
    package let reason: String?
    /// When the replica last heard all that there was to hear; nil: never.
    package let synced: Moment?
    /// Changes that wait to be sent.
    package let unsent: Int
    /// Refused changes.
    package let refused: Int
    /// Messages that are held back.
    package let held: [Held]

    init(_ model: Model) {
        let standing = model.standing
        (link, reason) =
            switch standing.link {
            case .idle: ("idle", nil)
            case .syncing: ("syncing", nil)
            case .inStep: ("in_step", nil)
            case .waiting(let reason): ("waiting", reason)
            case .stopped(let reason): ("stopped", reason)
            case .elsewhere: ("elsewhere", nil)
            }
        synced = Moment(standing.synced)
        unsent = standing.unsentCount
        refused = standing.refusedCount
        held = model.held.map { Held(ticket: $0.name, due: Moment($0.due)) }
    }
}

/// A list to choose from, as a screen shows it.
package struct PickerView: Hashable, Sendable, Codable {
    /// The question.
    package let title: String
    /// What was typed.
    package let filter: FieldView
    /// The choices.
    package let choices: [Picker.Choice]
    /// The choice under the cursor.
    package let selected: Int
    /// Whether several can be chosen.
    package let isMultiple: Bool
    /// Whether choices are on their way.
    package let isLoading: Bool
}

/// A text that is being written, as a screen shows it.
package struct FieldView: Hashable, Sendable, Codable {
    /// The text.
    package let text: String
    /// How many letters stand before the cursor.
    package let cursor: Int

    init(_ field: TextField) {
        text = field.text
        cursor = field.cursor
    }
}

/// What a state of the workspace shows. O(rows that are loaded) for lists; nothing is read or computed anew.
package func scene(of model: Model) -> SceneView {
    let body: SceneView.Body =
        switch model.place {
        case .landing: .landing(LandingView(model))
        case .tickets: .tickets(TicketsView(model))
        case .ticket, .composer: .ticket(TicketView(model))
        }
    return SceneView(
        scene: model.scene, now: Moment(model.now), standing: StandingView(model), body: body,
        picker: model.picker.map { picker in
            var isMultiple = false
            if case .values = picker.purpose { isMultiple = true }
            return PickerView(
                title: picker.title, filter: FieldView(picker.filter), choices: model.offered,
                selected: picker.selected, isMultiple: isMultiple, isLoading: picker.isLoading)
        }, hints: hints(of: model), notice: model.notice)
}

/// The hint line: what can be done first, then what cannot and says why.
private func hints(of model: Model) -> [SceneView.Hint] {
    let commands = Command.hinted.filter { $0.scenes.contains(model.scene) }
    return commands.compactMap { command in
        guard let key = model.keyMap.key(of: command, in: model.scene) else { return nil }
        // «Undo» is said only where there is something to undo.
        let obstacle = command.obstacle(in: model)
        if command.id == .undo, obstacle != nil { return nil }
        return SceneView.Hint(command: command.id, key: key, title: command.title, obstacle: obstacle)
    }
}

extension Command {
    /// The commands of the hint line, in its order.
    static let hinted = all.filter { $0.hint != nil }.sorted { ($0.hint ?? 0) < ($1.hint ?? 0) }
}
