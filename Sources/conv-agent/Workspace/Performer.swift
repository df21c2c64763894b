import CRDT
import Foundation
import Hub
import Replica
import Scenes
import SyncProtocol

/// Does what the workspace wants done with the replica: reads for the screen, and writes as the commands do.
struct Performer: Sendable {
    let folder: ReplicaFolder
    let store: ReplicaStore
    let drafts: DraftFolder
    /// The present.
    let clock: @Sendable () -> Instant

    /// Tickets that are marked at once at most.
    private static let markedCountMax = 10_000
    /// Tickets that one write enters into the full-text index at most.
    private static let indexCountMax = 20
    /// What is counted of a value at most.
    private static let facetCountMax = 1000

    init(folder: ReplicaFolder, store: ReplicaStore, clock: @escaping @Sendable () -> Instant = { .now }) {
        self.folder = folder
        self.store = store
        self.clock = clock
        drafts = DraftFolder(folder)
    }

    /// Does it, and says what was found; a failure is an event as well. `emit` may be called several times.
    func perform(_ effect: Effect, _ emit: (SceneEvent) -> Void) {
        do {
            try run(effect, emit)
        } catch {
            emit(.failed(effect.purpose, Program.sentence(of: error)))
        }
    }

    /// Takes at once what is to be kept on disk, so that newer words take the place of those that wait.
    func keep(_ effect: Effect) {
        switch effect {
        case .saveDraft(let draft): drafts.keep(draft)
        case .dropDraft(let ticket, let isHeld): drafts.drop(ticket, isHeld: isHeld)
        default: break
        }
    }

    private func run(_ effect: Effect, _ emit: (SceneEvent) -> Void) throws {
        let now = clock()
        switch effect {
        case .loadTickets(let request):
            let page = try store.tickets(
                request.query, in: try context(now), limit: request.limit, after: request.after,
                isCounted: request.isCounted)
            emit(.tickets(page, request))
        case .loadIdentifiers(let query):
            let ids = try store.ticketIdentifiers(query, in: try context(now), limit: Self.markedCountMax)
            emit(.identifiers(ids, query))
        case .loadTicket(let id, let purpose):
            emit(.ticket(try store.ticket(id.description, at: now), purpose))
        case .markRead(let id):
            try store.markRead(id, at: now)
            emit(.replicaChanged)
        case .loadLanding: try loadLanding(now, emit)
        case .loadTiles(let window):
            let request = StatisticsRequest(window: window.window(at: now, in: try store.zone()), step: window.step)
            emit(.tiles(Tile.all(of: try store.statistics(request, at: now)), window))
        case .loadChoices: emit(.choices(try choices(), zone: try store.zone()))
        case .loadValues(let field, let query): try loadValues(of: field, query, now, emit)
        case .loadDrafts: emit(.drafts(drafts.read()))
        case .saveDraft, .dropDraft: try drafts.flush()
        case .loadStanding: emit(.standing(try standing(.idle)))
        case .write(let changes, let title, let isUndoable):
            emit(.wrote(try write(changes, title: title, isUndoable: isUndoable, now)))
        case .resend(let ticket, let name):
            try store.resend(try store.undelivered().filter { $0.ticket == ticket }, at: now)
            emit(.wrote(Written(title: "Asked to send \(name)'s message again.")))
        case .approve(let article, let title):
            try ArticleAccess.approve(article, in: store, at: now)
            emit(.wrote(Written(title: "Approved “\(title)”; `conv-agent content publish` publishes it.")))
        case .deliver(let message): try deliver(message, now, emit)
        case .savePreset(let name, let query, let isShared):
            try Presets(store).save(name, query.description, isShared: isShared, at: now)
            emit(.choices(try choices(), zone: try store.zone()))
            emit(.wrote(Written(title: "Saved as “\(name)”.")))
        case .removePreset(let id, let name):
            try Presets(store).remove(id, at: now)
            emit(.choices(try choices(), zone: try store.zone()))
            emit(.wrote(Written(title: "Deleted “\(name)”.")))
        case .revert(let edit):
            try RecentEdits(store).revert(edit, at: now)
            emit(.wrote(Written(title: "Reverted \(edit.title).")))
            try loadLanding(now, emit)
        case .loadPaths(let typed): emit(.paths(PathCompletion.choices(typed), typed))
        case .attach(let path, let ticket):
            let file = try AttachedFiles(folder).attach(PathCompletion.path(path), to: ticket)
            emit(.attached(file, to: ticket))
        case .edit, .copy, .sync, .setMouse, .setTheme, .suspend, .finish, .quit: break
        }
    }

    /// What «me» and the clock are in a search.
    func context(_ now: Instant) throws -> SearchContext { try store.searchContext(now) }

    /// How the replica stands.
    func standing(_ link: Standing.Link) throws -> Standing {
        let unsent = try store.unsentSummary()
        return Standing(
            link: link, synced: try store.syncedAt(), unsentCount: unsent.pendingCount,
            refusedCount: unsent.parkedCount)
    }

    private func choices() throws -> Choices {
        var choices = Choices()
        choices.members = try store.members().map { member in
            let id = member.id.description
            return Choices.Member(id: id, name: member.name ?? String(id.suffix(8)))
        }
        choices.queues = try store.queues()
        choices.presets = try store.presets().map { preset in
            Choices.SavedFilter(
                id: preset.id, name: preset.name, query: preset.query,
                isShared: try Presets(store).isOfTeam(preset))
        }
        let articles = try store.articles()
        for article in articles { choices.titles[article.id.description] = article.title }
        for pack in try store.guidancePacks() { choices.titles[pack.id.description] = pack.name }
        let channels = try store.settings(.channels).settings
        let assistant = try store.settings(.assistant).settings
        for channel in channels.names(of: "channel.*.format") {
            choices.capabilities[channel] = ChannelCapabilities.now(
                of: channel, channels: channels, assistant: assistant)
        }
        choices.snippets = try articles.filter { $0.kind == .snippet && $0.state != .archived }.map { row in
            let content = try store.article(row.id.description).article.content
            return Choices.Snippet(title: content.title, body: content.body)
        }
        return choices
    }

    // MARK: Lists

    private func loadValues(
        of field: Filter.Field, _ query: Query, _ now: Instant, _ emit: (SceneEvent) -> Void
    ) throws {
        let context = try context(now)
        let names = try store.memberNames()
        var values = field.isTime ? ["today", "yesterday", "7d", "30d", "90d", "365d"] : try store.values(of: field)
        if field == .owner { values.insert("me", at: 0) }
        if [.owner, .queue, .segment, .locale, .tag, .reason, .source].contains(field) { values.append("none") }
        // What the list is narrowed down to stays choosable, whether or not any ticket has it any more.
        let chosen = field.chosen(in: query.filter)
        var choices: [Picker.Choice] = []
        for value in values + chosen.filter({ !values.contains($0) }) {
            guard !Task.isCancelled else { return }
            guard let condition = Model.value(value, of: field) else { continue }
            var counted = query
            counted.filter = Filter(query.filter.conditions + [.init(field, [condition])])
            let count = try store.ticketCount(counted, in: context)
            choices.append(
                Picker.Choice(
                    id: value, title: names[value] ?? value.replacing("_", with: " "),
                    count: min(count, Self.facetCountMax + 1)))
        }
        emit(.values(choices, field))
    }

    // MARK: Writing

    private func write(
        _ changes: [TicketChange], title: String, isUndoable: Bool, _ now: Instant
    ) throws -> Written {
        var failures: [String] = []
        var inverses: [TicketChange?] = []
        let rows = try store.ticketRows(of: changes.map(\.ticket), at: now)
        for change in changes {
            let row = rows[change.ticket]
            let needed = TicketChange(change.ticket, row?.needed(change.actions, at: now) ?? change.actions)
            do {
                try write(needed, now)
                inverses.append(row?.inverse(of: needed, at: now))
            } catch {
                let name = (try? store.ticketName(of: change.ticket)) ?? "a ticket"
                failures.append("\(name): \(Program.sentence(of: error))")
            }
        }
        try store.indexSearch(limit: Self.indexCountMax)
        // What was done is taken back as a whole or not at all.
        let inverse = inverses.compactMap(\.self)
        let isWhole = isUndoable && inverse.count == inverses.count
        return Written(title: title, inverse: isWhole ? inverse : [], failures: failures)
    }

    private func write(_ change: TicketChange, _ now: Instant) throws {
        try TicketActions(store: store, attached: AttachedFiles(folder), ticket: change.ticket)
            .write(change.actions, at: now)
    }

    /// The draft goes when the message is in the replica, not before.
    private func deliver(_ message: HeldMessage, _ now: Instant, _ emit: (SceneEvent) -> Void) throws {
        do {
            try write(TicketChange(message.ticket, [message.action]), now)
        } catch {
            drafts.drop(message.ticket, isHeld: true)
            drafts.keep(message.draft)
            try drafts.flush()
            emit(.drafts([message.draft]))
            let reason = Program.sentence(of: error)
            return emit(
                .failed(.writing, "The message to \(message.name) was not written, it is a draft again: \(reason)"))
        }
        drafts.drop(message.ticket, isHeld: true)
        try drafts.flush()
        try store.indexSearch(limit: Self.indexCountMax)
        emit(.wrote(Written(title: "Written to \(message.name).")))
    }
}

extension Filter.Field {
    /// The values that a filter has behind the field.
    fileprivate func chosen(in filter: Filter) -> [String] {
        filter.conditions.filter { $0.field == self && !$0.isNegated }.flatMap(\.values).map { value in
            if case .word(let word) = value { word } else { value.description }
        }
    }
}
