/// A colour of a cell: the terminal's own default, one of its palette, or red, green and blue.
public struct Colour: Hashable, Sendable {
    /// The kind in the highest byte, the value below it.
    let code: UInt32

    private init(code: UInt32) { self.code = code }

    /// What the terminal uses by default: the person's own choice, light or dark.
    public static let standard = Colour(code: 0)

    /// An entry of the terminal's palette; 0–15 are the sixteen named colours, which people choose themselves.
    public static func palette(_ index: UInt8) -> Colour { Colour(code: 0x0100_0000 | UInt32(index)) }

    /// A colour by its parts.
    public static func rgb(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Colour {
        Colour(code: 0x0200_0000 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue))
    }

    /// The parts of a colour made by `rgb`; nil for others, whose look only the terminal knows.
    public var parts: (red: UInt8, green: UInt8, blue: UInt8)? {
        guard code >> 24 == 2 else { return nil }
        return (UInt8(code >> 16 & 0xFF), UInt8(code >> 8 & 0xFF), UInt8(code & 0xFF))
    }

    /// The index of a colour made by `palette`; nil for others.
    public var paletteIndex: UInt8? { code >> 24 == 1 ? UInt8(code & 0xFF) : nil }

    /// Whether dark letters are read better on it than light ones; nil where only the terminal knows the colour.
    public var isLight: Bool? {
        // The weights of ITU-R BT.601, in thousandths.
        parts.map { 299 * Int($0.red) + 587 * Int($0.green) + 114 * Int($0.blue) > 127_500 }
    }
}
