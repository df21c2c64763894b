import Foundation
import Hub
import Replica
import Scenes
import TerminalCanvas

/// The workspace in a terminal: scenes as values, drawn on a canvas, their effects performed on the replica.
struct WorkspaceProgram: TerminalProgram {
    /// The scenes' model.
    typealias Model = Scenes.Model
    /// The scenes' events.
    typealias Event = SceneEvent
    /// The scenes' effects.
    typealias Effect = Scenes.Effect

    private let performer: Performer
    private let writes: WriteQueue
    private let layouts = LayoutCache()
    private let screen = Screen()
    private let synchronizer: Synchronizer?
    private let sign: WritingSign?
    private let onlooker: Onlooker?
    private let first: [Effect]
    private let isASCII: Bool

    /// What the last frame had room for.
    @MainActor
    private final class Screen {
        var measure = Measure()
        var hasBegun = false
    }

    /// - Parameters:
    ///   - synchronizer: Keeps the replica in step meanwhile; nil where nobody should.
    ///   - sign: Shows customers that somebody writes; nil where nobody should know.
    ///   - onlooker: Told which ticket is open; nil where nobody asks who writes there.
    ///   - first: What is to be done once the screen is drawn.
    ///   - isASCII: Whether shapes are drawn with ASCII alone, whatever the colours are.
    init(
        _ performer: Performer, synchronizer: Synchronizer?, sign: WritingSign?, onlooker: Onlooker?, first: [Effect],
        isASCII: Bool = false
    ) {
        self.onlooker = onlooker
        self.performer = performer
        self.sign = sign
        self.first = first
        self.isASCII = isASCII
        self.synchronizer = synchronizer
        writes = WriteQueue(performer)
    }

    func update(_ model: inout Model, _ event: Event) -> [Effect] {
        // The first event is the size of the screen: what was put off for the first frame is done behind it.
        if !screen.hasBegun {
            screen.hasBegun = true
            return first + Scenes.update(&model, event)
        }
        // What the last frame had room for is known before the next event.
        if screen.measure != model.measure { _ = Scenes.update(&model, .drawn(screen.measure)) }
        let composer = model.composer
        let effects = Scenes.update(&model, event)
        sign?.note(composer, model.composer)
        onlooker?.look(at: model.place == .ticket ? model.ticket?.id : nil)
        return effects
    }

    func draw(_ model: Model, size: Size, theme: Theme) -> Canvas {
        let drawn = Drawing(theme: theme, cache: layouts).draw(scene(of: model), size: size)
        screen.measure = drawn.measure
        return drawn.canvas
    }

    func event(for report: TerminalReport) -> Event? { SceneEvent(report) }

    /// Waits for what is still to be written.
    func finish() async { await writes.last?.value }

    func action(for effect: Effect) -> TerminalAction<Event> {
        switch effect {
        case .edit(let text):
            return .lend { await Editor.event(editing: text) }
        case .setMouse(let isOn): return .mouse(isOn)
        case .setTheme(let theme): return .appearance(background: Theme.Background(theme), isASCII: isASCII)
        case .suspend: return .suspend
        case .quit: return .quit
        case .finish:
            let last = writes.last
            return .run(purpose: "finish") { emit in
                await last?.value
                emit(.finished)
            }
        case .sync:
            synchronizer?.wake()
            return .run(purpose: "sync") { _ in }
        case .copy(let text): return .copy(text)
        case _ where effect.purpose == .writing: return writes.action(for: effect)
        default:
            let performer = performer
            return .run(purpose: "\(effect.purpose)") { emit in
                performer.perform(effect) { event in
                    if !Task.isCancelled { emit(event) }
                }
            }
        }
    }
}

/// Writes one after the other, in the order of the keys that asked for them, and never gives one up.
@MainActor
final class WriteQueue {
    private let performer: Performer
    private var count = 0
    /// The write that was asked for last.
    private(set) var last: Task<Void, Never>?

    init(_ performer: Performer) { self.performer = performer }

    func action(for effect: Scenes.Effect) -> TerminalAction<SceneEvent> {
        let performer = performer
        performer.keep(effect)
        let previous = last
        let work = Task.detached { () -> [SceneEvent] in
            await previous?.value
            var events: [SceneEvent] = []
            performer.perform(effect) { events.append($0) }
            return events
        }
        last = Task.detached { _ = await work.value }
        count += 1
        return .run(purpose: "write-\(count)") { emit in
            for event in await work.value { emit(event) }
        }
    }
}

extension SceneEvent {
    /// The event for what a terminal reports; nil for what means nothing here.
    init?(_ report: TerminalReport) {
        switch report {
        case .input(.key(let key), _): self = .key(Scenes.Key(key.name))
        case .input(.paste(let text), _): self = .paste(text)
        case .input(.mouse(let mouse), let target):
            switch mouse.action {
            case .press(.left):
                guard let target = target.flatMap({ Target($0) }) else { return nil }
                self = .click(target)
            case .wheelUp: self = .wheel(-3)
            case .wheelDown: self = .wheel(3)
            default: return nil
            }
        case .resumed: self = .replicaChanged
        case .resized: self = .drawn(Measure())
        case .ending: self = .ending
        case .input(.focus, _), .input(.background, _): return nil
        }
    }
}

extension Theme.Background {
    /// The background that somebody chose; nil: as the terminal says.
    init?(_ theme: Scenes.Model.Theme) {
        switch theme {
        case .automatic: return nil
        case .light: self = .light
        case .dark: self = .dark
        }
    }
}
