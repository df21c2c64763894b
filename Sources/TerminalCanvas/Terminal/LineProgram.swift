/// A program that can be used line by line as well: with a screen reader, a slow connection, or from a script.
@MainActor
public protocol LineProgram: TerminalProgram {
    /// The model in words: no shapes, no colours, what matters first.
    func plain(_ model: Model) -> PlainPage

    /// What a line means that somebody typed; an empty one asks to see everything again.
    func events(for line: String, in model: Model) -> [Event]
}
