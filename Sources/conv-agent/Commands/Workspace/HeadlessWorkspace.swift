import Hub
import Replica
import Scenes
import Synchronization
import TerminalCanvas

private typealias Key = Scenes.Key

/// The workspace without a terminal: everything that an event causes is done before the next one.
final class HeadlessWorkspace {
    private(set) var model: Model
    private let performer: Performer
    private let layouts = LayoutCache()
    private let clock: HeadlessClock
    /// Whether the program was quit.
    private(set) var hasEnded = false
    /// What is to be written in an editor, until `edit` is called.
    private var editing: String?

    /// - Parameter present: The present that is shown; the real one when nil.
    convenience init(_ common: CommonOptions, present: Instant? = nil, place: SceneName = .tickets) throws {
        try self.init(folder: common.folder, store: try common.open(), present: present, place: place)
    }

    init(folder: ReplicaFolder, store: ReplicaStore, present: Instant?, place: SceneName) throws {
        clock = HeadlessClock(present)
        let clock = clock
        performer = Performer(folder: folder, store: store) { clock.now }
        model = Model(place: place, now: clock.now, me: store.member.user.description, zone: try store.zone())
    }

    /// Reads what the first screen shows.
    func begin(rows: Int) { perform(model.begin(rows: rows)) }

    /// Feeds one event, and everything that follows from it.
    func send(_ event: SceneEvent) {
        perform(update(&model, .tick(clock.now)))
        perform(update(&model, event))
    }

    /// Lets time pass.
    func pass(seconds: Int64) {
        clock.advance(seconds: seconds)
        perform(update(&model, .tick(clock.now)))
    }

    /// Lets somebody write in an editor, if the last event asked for that.
    func edit() async {
        guard let text = editing else { return }
        editing = nil
        send(await Editor.event(editing: text))
    }

    /// Changes what the workspace knows before it begins.
    func change(_ body: (inout Model) -> Void) { body(&model) }

    /// Does something beside keys, and everything that follows from it.
    func perform(_ body: (inout Model) -> [Effect]) { perform(body(&model)) }

    /// The ticket that a name means.
    func identifier(of name: String) throws -> Identifier { try performer.store.ticketIdentifier(name) }

    private func perform(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .edit(let text): editing = text
            case .finish: perform(update(&model, .finished))
            case .quit: hasEnded = true
            default:
                performer.keep(effect)
                performer.perform(effect) { perform(update(&model, $0)) }
            }
        }
    }

    /// The screen in a form.
    func text(_ form: ScreenForm) throws -> String {
        let view = scene(of: model)
        switch form {
        case .json: return try Output.text(ofJSON: view)
        case .plain: return PlainScene(view).text
        case .canvas(let size, let theme, let hasColours):
            let drawn = Drawing(theme: theme, cache: layouts).draw(view, size: size)
            _ = update(&model, .drawn(drawn.measure))
            guard hasColours else { return drawn.canvas.text }
            return FrameEncoder(depth: .full).lines(of: drawn.canvas)
        }
    }

    /// Prints one screen.
    func show(_ place: SceneName, _ form: ScreenForm) throws {
        if model.place != place { send(.key(Key(place == .landing ? "H" : "I"))) }
        begin(rows: 200)
        Output.write(try text(form))
    }
}

/// A clock that somebody else winds.
final class HeadlessClock: Sendable {
    private let present: Instant?
    private let shift = Mutex<Int64>(0)

    init(_ present: Instant?) { self.present = present }

    /// The present.
    var now: Instant { (present ?? .now).advanced(bySeconds: shift.withLock(\.self)) }

    /// Lets time pass.
    func advance(seconds: Int64) { shift.withLock { $0 += seconds } }
}
