/// A program that a terminal shows: values and functions, without a terminal.
///
/// `TerminalRuntime` keeps the model, feeds it, draws it and performs its effects.
@MainActor
public protocol TerminalProgram: SendableMetatype {
    /// Everything that the program knows.
    associatedtype Model
    /// Everything that can happen to it.
    associatedtype Event: Sendable
    /// What it wants done, as a value.
    associatedtype Effect

    /// Takes an event into the model; gives what is to be done about it.
    func update(_ model: inout Model, _ event: Event) -> [Effect]

    /// Shows the model on a canvas of a size.
    func draw(_ model: Model, size: Size, theme: Theme) -> Canvas

    /// The event for something that the terminal reports; nil for what means nothing to the program.
    func event(for report: TerminalReport) -> Event?

    /// What the runtime does for an effect.
    func action(for effect: Effect) -> TerminalAction<Event>
}

/// What a terminal reports to a program.
public enum TerminalReport: Hashable, Sendable {
    /// A key, a paste, the mouse or the focus; for the mouse, `target` is what the place was marked as when it was drawn.
    case input(Input, target: String?)
    /// The window has another size. Also sent once at the start.
    case resized(Size)
    /// The program was stopped, or the terminal lent to another program, and goes on.
    case resumed
    /// The program is about to be ended from outside: what is unsaved must be saved now, within a second.
    case ending
}

/// What a runtime does for a program.
public enum TerminalAction<Event: Sendable>: Sendable {
    /// Does something beside the loop, in a task of its own; a task that runs for the same purpose is cancelled first.
    case run(purpose: String, @Sendable (Emitter<Event>) async -> Void)
    /// Cancels the task that runs for a purpose.
    case cancel(purpose: String)
    /// Puts text into the clipboard, where the terminal allows it; at most 74,994 bytes, which is what terminals take.
    case copy(String)
    /// Turns reports of the mouse on or off.
    case mouse(Bool)
    /// Changes the looks; without a background the terminal's own is asked for.
    case appearance(background: Theme.Background?, isASCII: Bool)
    /// Draws everything anew, after something else wrote on the screen.
    case repaint
    /// Stops the program, as Ctrl-Z does elsewhere, until its shell continues it.
    case suspend
    /// Gives the terminal to another program, such as an editor, until the work is done; then draws everything anew.
    case lend(@Sendable () async -> Event?)
    /// Ends the loop.
    case quit
}

/// Sends events into a runtime's loop, from any task.
public struct Emitter<Event: Sendable>: Sendable {
    private let send: @Sendable (Event) -> Void

    /// Makes an emitter that calls `send` for each event.
    public init(_ send: @escaping @Sendable (Event) -> Void) { self.send = send }

    /// Sends an event.
    public func callAsFunction(_ event: Event) { send(event) }
}

/// How a terminal is used.
public struct TerminalSettings: Hashable, Sendable {
    /// The background to draw for; nil asks the terminal.
    public var background: Theme.Background?
    /// How many colours it has.
    public var depth: ColourDepth
    /// Whether shapes are drawn with ASCII alone.
    public var isASCII: Bool
    /// Whether the mouse is reported.
    public var hasMouse: Bool

    /// Makes settings.
    public init(background: Theme.Background? = nil, depth: ColourDepth, isASCII: Bool = false, hasMouse: Bool = true) {
        self.background = background
        self.depth = depth
        self.isASCII = isASCII
        self.hasMouse = hasMouse
    }
}
