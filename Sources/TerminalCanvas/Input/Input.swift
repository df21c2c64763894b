/// What a terminal reports.
public enum Input: Hashable, Sendable {
    /// A key was pressed.
    case key(Key)
    /// Text was pasted: never obeyed as keys. A long one comes in several parts.
    case paste(String)
    /// The mouse did something.
    case mouse(Mouse)
    /// The terminal's window got or lost the focus.
    case focus(Bool)
    /// The terminal's background, which was asked for.
    case background(Colour)
}

/// What the mouse did, and where.
public struct Mouse: Hashable, Sendable {
    /// A button.
    public enum Button: Hashable, Sendable { case left, middle, right }
    /// What it did.
    public enum Action: Hashable, Sendable {
        /// A button went down.
        case press(Button)
        /// A button went up.
        case release(Button)
        /// It moved with a button held.
        case drag(Button)
        /// It moved without one.
        case move
        /// The wheel was turned by one notch: up is away from the person.
        case wheelUp, wheelDown, wheelLeft, wheelRight
    }

    /// What it did.
    public var action: Action
    /// The cell.
    public var point: Point
    /// Keys that were held.
    public var modifiers: Key.Modifiers

    /// Makes a report.
    public init(_ action: Action, at point: Point, _ modifiers: Key.Modifiers = []) {
        self.action = action
        self.point = point
        self.modifiers = modifiers
    }
}
