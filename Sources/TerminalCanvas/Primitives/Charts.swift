/// Figures over time in one row of blocks; a gap where there is no figure.
public struct Sparkline: Hashable, Sendable {
    /// The figures, oldest first; nil for none.
    public var values: [Double?]

    /// Makes a sparkline.
    public init(_ values: [Double?]) { self.values = values }

    /// The newest figures as one character each; `columns` of them at most.
    public func text(columns: Int, theme: Theme) -> String {
        let shown = values.suffix(max(0, columns))
        let known = shown.compactMap(\.self).filter(\.isFinite)
        guard let low = known.min(), let high = known.max() else {
            return String(repeating: " ", count: shown.count)
        }
        let signs = Array(theme.isASCII ? "_.-=*#" : "▁▂▃▄▅▆▇█")
        return String(
            shown.map { value in
                guard let value, value.isFinite else { return " " }
                let share = high > low ? (value - low) / (high - low) : 0.5
                return signs[min(signs.count - 1, Int(share * Double(signs.count)))]
            }
        )
    }
}

/// A bar from left to right in eighths of a column.
public struct Bar: Hashable, Sendable {
    /// How much of the width it takes, from zero to one.
    public var share: Double

    /// Makes a bar; shares outside of zero to one are cut, what is no number is zero.
    public init(share: Double) { self.share = share.isFinite ? min(1, max(0, share)) : 0 }

    /// The bar as blocks; in ASCII as number signs.
    public func text(columns: Int, theme: Theme) -> String {
        let columns = max(0, columns)
        if theme.isASCII { return String(repeating: "#", count: Int((share * Double(columns)).rounded())) }
        let eighths = Int((share * Double(columns * 8)).rounded())
        let parts = Array(" ▏▎▍▌▋▊▉")
        return String(repeating: "█", count: eighths / 8) + (eighths % 8 > 0 ? String(parts[eighths % 8]) : "")
    }
}

/// Lines over a common axis, two by four dots in a cell.
public struct LineChart: Hashable, Sendable {
    /// At most three lines are told apart in one plot.
    public static let linesMax = 3
    /// The figures of each line, oldest first, evenly spaced; nil for none.
    public var lines: [[Double?]]
    /// The axis' ends; nil takes them from the figures.
    public var range: ClosedRange<Double>?

    /// Makes a chart.
    ///
    /// - Precondition: There are at most three lines; more belong in small multiples.
    public init(_ lines: [[Double?]], range: ClosedRange<Double>? = nil) {
        precondition(lines.count <= Self.linesMax, "a plot has at most three lines")
        self.lines = lines
        self.range = range
    }

    /// The axis' ends; nil when there is no figure.
    public var axis: ClosedRange<Double>? {
        if let range { return range }
        let known = lines.joined().compactMap(\.self).filter(\.isFinite)
        guard let low = known.min(), let high = known.max() else { return nil }
        return low...high
    }

    /// Draws the lines in the colours of the theme's series; where two share a cell the later one gives the colour.
    public func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme) {
        guard !rect.isEmpty, let axis else { return }
        let cell = theme.isASCII ? (across: 1, down: 1) : (across: 2, down: 4)
        let (across, down) = (rect.columns * cell.across, rect.rows * cell.down)
        var dots = Array(repeating: UInt8(0), count: rect.columns * rect.rows)
        var owner = Array(repeating: 0, count: dots.count)
        func set(_ x: Int, _ y: Int, _ line: Int) {
            guard (0..<across).contains(x), (0..<down).contains(y) else { return }
            let index = y / cell.down * rect.columns + x / cell.across
            dots[index] |= theme.isASCII ? 1 : Self.dot[y % 4][x % 2]
            owner[index] = line
        }
        func height(_ value: Double) -> Int {
            let length = axis.upperBound - axis.lowerBound
            let share =
                length > 0 ? (min(max(value, axis.lowerBound), axis.upperBound) - axis.lowerBound) / length : 0.5
            return down - 1 - Int((share * Double(down - 1)).rounded())
        }
        for (number, values) in lines.enumerated() {
            var last: (x: Int, y: Int)?
            for (index, value) in values.enumerated() {
                guard let value, value.isFinite else {
                    last = nil
                    continue
                }
                let x = values.count > 1 ? index * (across - 1) / (values.count - 1) : 0
                let y = height(value)
                for step in Self.segment(from: last ?? (x, y), to: (x, y)) { set(step.x, step.y, number) }
                last = (x, y)
            }
        }
        for (index, pattern) in dots.enumerated() where pattern != 0 {
            let sign =
                theme.isASCII
                ? String(Array("*o+")[owner[index]])
                : Unicode.Scalar(0x2800 + UInt32(pattern)).map { String($0) } ?? ""
            let place = Point(column: rect.column + index % rect.columns, row: rect.row + index / rect.columns)
            canvas.write(sign, at: place, in: rect, theme.series[owner[index]])
        }
    }

    /// The bits of the Braille patterns block, by row and column.
    private static let dot: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

    private static func segment(from start: (x: Int, y: Int), to end: (x: Int, y: Int)) -> [(x: Int, y: Int)] {
        let count = max(abs(end.x - start.x), abs(end.y - start.y), 1)
        return (0...count).map { step in
            (start.x + (end.x - start.x) * step / count, start.y + (end.y - start.y) * step / count)
        }
    }
}
