/// The few colours of a theme.
struct Palette {
    /// Grounds and lines that differ little from the background.
    enum Tint { case selection, inactive, note, border, bar }

    let background: Theme.Background
    let depth: ColourDepth

    var blue: Colour? { ink(4, dark: .rgb(122, 162, 247), light: .rgb(24, 84, 180)) }
    var green: Colour? { ink(2, dark: .rgb(126, 192, 118), light: .rgb(26, 110, 40)) }
    var yellow: Colour? { ink(3, dark: .rgb(224, 175, 104), light: .rgb(140, 88, 0)) }
    var red: Colour? { ink(1, dark: .rgb(247, 118, 142), light: .rgb(180, 28, 44)) }
    var violet: Colour? { ink(5, dark: .rgb(187, 154, 247), light: .rgb(110, 60, 170)) }
    var grey: Colour? { ink(8, dark: .rgb(140, 146, 168), light: .rgb(96, 100, 116)) }

    /// A ground or line; only where the terminal has more than sixteen colours.
    func tint(_ tint: Tint) -> Colour {
        let isDark = background == .dark
        return switch tint {
        case .selection: isDark ? .rgb(45, 63, 110) : .rgb(204, 220, 250)
        case .inactive: isDark ? .rgb(48, 50, 62) : .rgb(226, 228, 234)
        case .note: isDark ? .rgb(58, 50, 26) : .rgb(252, 241, 208)
        case .border: isDark ? .rgb(84, 90, 112) : .rgb(176, 180, 192)
        case .bar: isDark ? .rgb(36, 40, 54) : .rgb(232, 234, 240)
        }
    }

    /// The colour by its parts, or the one of the terminal's sixteen, which its owner chose to fit the background.
    private func ink(_ index: UInt8, dark: Colour, light: Colour) -> Colour? {
        switch depth {
        case .none: nil
        case .sixteen: .palette(index)
        case .palette, .full: background == .dark ? dark : light
        }
    }
}
