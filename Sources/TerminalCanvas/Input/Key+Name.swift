/// Keys by the names that people read and write in a key map: `x`, `ctrl-x`, `alt-enter`, `shift-tab`, `f5`, `space`.
extension Key: CustomStringConvertible, Codable {
    private static let names: [(name: String, code: Code)] = [
        ("enter", .enter), ("esc", .escape), ("tab", .tab), ("backspace", .backspace), ("delete", .delete),
        ("insert", .insert), ("up", .up), ("down", .down), ("left", .left), ("right", .right), ("home", .home),
        ("end", .end), ("page-up", .pageUp), ("page-down", .pageDown), ("space", .character(" ")),
    ]
    private static let modifierNames: [(name: String, modifier: Modifiers)] = [
        ("ctrl-", .control), ("alt-", .alt), ("shift-", .shift),
    ]

    /// The key's name; `Key(name:)` reads it.
    public var name: String {
        let held = Self.modifierNames.filter { modifiers.contains($0.modifier) }.map(\.name).joined()
        if let named = Self.names.first(where: { $0.code == code }) { return held + named.name }
        return switch code {
        case .character(let character): held + String(character)
        case .function(let number): "\(held)f\(number)"
        default: preconditionFailure("every key that writes nothing has a name")
        }
    }

    /// Reads a key's name, in capitals or not; nil when there is no such key.
    ///
    /// `ctrl-` goes with the characters that terminals can tell apart, which leaves out capitals.
    public init?(name: String) {
        var rest = name[...]
        var modifiers: Modifiers = []
        while let (prefix, modifier) = Self.modifierNames.first(where: { rest.lowercased().hasPrefix($0.name) }) {
            guard rest.count > prefix.count, !modifiers.contains(modifier) else { break }
            modifiers.insert(modifier)
            rest = rest.dropFirst(prefix.count)
        }
        let word = rest.lowercased()
        if rest.count == 1, let character = rest.first, !character.isWhitespace {
            let isPlain = !modifiers.contains(.control)
            self.init(.character(isPlain ? character : Character(word)), modifiers)
        } else if let named = Self.names.first(where: { $0.name == word }) {
            self.init(named.code, modifiers)
        } else if word.hasPrefix("f"), let number = Int(word.dropFirst()), (1...24).contains(number) {
            self.init(.function(number), modifiers)
        } else {
            return nil
        }
        // Shift shows in what a character writes; terminals report it for other keys only.
        if case .character = code, self.modifiers.contains(.shift) { return nil }
    }

    /// The name.
    public var description: String { name }

    /// Reads a name.
    ///
    /// - Throws: `DecodingError` when there is no such key.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let key = Key(name: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "there is no key of that name")
        }
        self = key
    }

    /// Writes the name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
