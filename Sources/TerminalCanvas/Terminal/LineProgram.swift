/// A program that can be used line by line as well: with a screen reader, a slow connection, or from a script.
@MainActor
public protocol LineProgram: TerminalProgram {
    /// The model in words: no shapes, no colours, what matters first.
    func plain(_ model: Model) -> String

    /// What a line means that somebody typed; an empty one asks to see everything again.
    func meaning(of line: String, in model: Model) -> LineMeaning<Event>
}

/// What a line means.
public enum LineMeaning<Event: Sendable>: Sendable {
    /// What happens one after the other.
    case events([Event])
    /// Nothing; the sentence says what would.
    case nothing(String)
}
