/// A key as people name it: `a`, `A`, `?`, `space`, `enter`, `page-down`, `ctrl-p`, `alt-x`, `shift-tab`.
package struct Key: Hashable, Sendable, Codable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The name.
    package let name: String

    /// Names a key.
    package init(_ name: String) { self.name = name }

    /// Names a key.
    package init(stringLiteral name: String) { self.name = name }

    /// Reads the name.
    package init(from decoder: any Decoder) throws {
        name = try decoder.singleValueContainer().decode(String.self)
    }

    /// Writes the name.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }

    /// The name.
    package var description: String { name }

    /// What the key writes into a text; nil for keys that write nothing.
    package var text: String? {
        if name == "space" { return " " }
        guard name.count == 1, let scalar = name.unicodeScalars.first, scalar.value >= 0x20, scalar.value != 0x7F
        else { return nil }
        return name
    }
}
