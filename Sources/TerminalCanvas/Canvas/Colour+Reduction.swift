extension Colour {
    /// The nearest colour that a terminal with so many can show.
    func reduced(to depth: ColourDepth) -> Colour {
        switch depth {
        case .full: self
        case .palette: parts.map { .palette(Self.nearest(in: Self.cubeAndGreys, to: $0)) } ?? self
        case .sixteen:
            if let index = paletteIndex, index >= 16 {
                .palette(Self.nearest(in: Self.sixteen, to: Self.parts(ofPalette: index)))
            } else {
                parts.map { .palette(Self.nearest(in: Self.sixteen, to: $0)) } ?? self
            }
        case .none: .standard
        }
    }

    private typealias Parts = (red: UInt8, green: UInt8, blue: UInt8)

    /// What xterm shows for the sixteen by default; people change them, which is why nothing else is made of them.
    private static let sixteen: [(UInt8, Parts)] = [
        (0, (0, 0, 0)), (1, (205, 0, 0)), (2, (0, 205, 0)), (3, (205, 205, 0)), (4, (0, 0, 238)), (5, (205, 0, 205)),
        (6, (0, 205, 205)), (7, (229, 229, 229)), (8, (127, 127, 127)), (9, (255, 0, 0)), (10, (0, 255, 0)),
        (11, (255, 255, 0)), (12, (92, 92, 255)), (13, (255, 0, 255)), (14, (0, 255, 255)), (15, (255, 255, 255)),
    ]

    private static let cubeAndGreys: [(UInt8, Parts)] = (16...255).map { ($0, parts(ofPalette: $0)) }

    /// The colours from 16 on: a cube of six levels each, then 24 greys.
    private static func parts(ofPalette index: UInt8) -> Parts {
        if index >= 232 {
            let grey = 8 + 10 * (index - 232)
            return (grey, grey, grey)
        }
        func level(_ number: UInt8) -> UInt8 { number == 0 ? 0 : 55 + 40 * number }
        let number = index - 16
        return (level(number / 36), level(number / 6 % 6), level(number % 6))
    }

    private static func nearest(in palette: [(UInt8, Parts)], to wanted: Parts) -> UInt8 {
        var (best, distanceMin) = (palette[0].0, Int.max)
        for (index, parts) in palette {
            let red = Int(parts.red) - Int(wanted.red)
            let green = Int(parts.green) - Int(wanted.green)
            let blue = Int(parts.blue) - Int(wanted.blue)
            // Eyes see differences in green best.
            let distance = 3 * red * red + 6 * green * green + 2 * blue * blue
            if distance < distanceMin { (best, distanceMin) = (index, distance) }
        }
        return best
    }
}
