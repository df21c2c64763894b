/// A key as it was pressed, with what was held with it.
public struct Key: Hashable, Sendable {
    /// Which key.
    public enum Code: Hashable, Sendable {
        /// What it writes.
        case character(Character)
        case enter, escape, tab, backspace, delete, insert
        case up, down, left, right, home, end, pageUp, pageDown
        /// A function key, by its number from 1 to 24.
        case function(Int)
    }

    /// Keys that are held.
    public struct Modifiers: OptionSet, Hashable, Sendable {
        /// A bit for each key.
        public let rawValue: UInt8
        /// Makes a set of its bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Shift; not given for characters, where it shows in what they write.
        public static let shift = Modifiers(rawValue: 1)
        /// Alt, also called Meta or Option.
        public static let alt = Modifiers(rawValue: 2)
        /// Control.
        public static let control = Modifiers(rawValue: 4)
    }

    /// Which key.
    public var code: Code
    /// What was held.
    public var modifiers: Modifiers

    /// Makes a key.
    public init(_ code: Code, _ modifiers: Modifiers = []) {
        self.code = code
        self.modifiers = modifiers
    }

    /// What it would write into a text; nil for keys that do something else.
    public var written: Character? {
        guard case .character(let character) = code, modifiers.isEmpty else { return nil }
        return character
    }
}
