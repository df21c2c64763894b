/// Writes what differs between two canvases as bytes for a terminal.
public struct FrameEncoder: Sendable {
    /// How many colours the terminal has; others are replaced by the nearest of them.
    public let depth: ColourDepth

    /// Makes an encoder.
    public init(depth: ColourDepth) { self.depth = depth }

    /// The bytes that turn a terminal that shows `old` into one that shows `new`; none when nothing differs.
    ///
    /// Without `old`, every cell is sent. The frame is marked as synchronized, sends no clearing, and addresses the
    /// cursor anew after each cluster on whose width terminals disagree.
    public func frame(from old: Canvas?, to new: Canvas) -> [UInt8] {
        let runs = new.difference(from: old)
        guard !runs.isEmpty || old?.cursor != new.cursor else { return [] }
        var output = Output(depth: depth)
        output.bytes.reserveCapacity(256 + runs.reduce(0) { $0 + $1.columns.count * 4 })
        output.control("\u{1B}[?2026h\u{1B}[?25l")
        if !runs.isEmpty {
            output.control("\u{1B}[0m")
            for run in runs { output.draw(run, of: new) }
            output.finish(new)
        }
        if let cursor = new.cursor, new.bounds.contains(cursor.point) {
            output.move(to: cursor.point)
            switch cursor.shape {
            case .block: output.control("\u{1B}[2 q")
            case .underline: output.control("\u{1B}[4 q")
            case .bar: output.control("\u{1B}[6 q")
            }
            output.control("\u{1B}[?25h")
        }
        output.control("\u{1B}[?2026l")
        return output.bytes
    }

    /// The canvas as lines with looks and without a place: for a terminal that scrolls, or a file.
    public func lines(of canvas: Canvas) -> String {
        var output = Output(depth: depth)
        for row in 0..<canvas.size.rows {
            output.write(0..<canvas.size.columns, ofRow: row, of: canvas, isPlaced: false)
            output.finish(canvas)
            output.control("\n")
        }
        return String(decoding: output.bytes, as: UTF8.self)
    }
}

/// The bytes of a frame as they grow, and what the terminal was told last.
private struct Output {
    let depth: ColourDepth
    var bytes: [UInt8] = []
    /// The look that is set; its text and link are of no meaning.
    private var look = Cell()
    private var link: UInt16 = 0

    init(depth: ColourDepth) { self.depth = depth }

    mutating func control(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func number(_ value: Int) {
        if value >= 10 { number(value / 10) }
        bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
    }

    mutating func move(to point: Point) {
        control("\u{1B}[")
        number(point.row + 1)
        bytes.append(UInt8(ascii: ";"))
        number(point.column + 1)
        bytes.append(UInt8(ascii: "H"))
    }

    mutating func draw(_ run: ChangedRun, of canvas: Canvas) {
        move(to: Point(column: run.columns.lowerBound, row: run.row))
        write(run.columns, ofRow: run.row, of: canvas, isPlaced: true)
    }

    /// Ends the looks and the link that are set.
    mutating func finish(_ canvas: Canvas) {
        set(link: 0, of: canvas)
        guard !look.hasSameLook(as: Cell()) else { return }
        control("\u{1B}[0m")
        look = Cell()
    }

    mutating func write(_ columns: Range<Int>, ofRow row: Int, of canvas: Canvas, isPlaced: Bool) {
        let base = row * canvas.size.columns
        for column in columns {
            let cell = canvas.cells[base + column]
            guard cell.code != Cell.continuation else { continue }
            set(look: cell)
            set(link: cell.link, of: canvas)
            if cell.code < 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: cell.code))
                continue
            }
            let isContested = isPlaced && (cell.clusterIndex != nil || isContestedScalar(cell.code))
            let isWide = column + 1 < canvas.size.columns && canvas.cells[base + column + 1].code == Cell.continuation
            if isContested {
                // Where the terminal takes the cluster for narrower, blanks remain and not what was there before.
                control(isWide ? "  " : " ")
                move(to: Point(column: column, row: row))
            }
            if let cluster = cell.clusterIndex {
                let text = canvas.clusters[cluster]
                // Some terminals go on in the next row, and scroll, even when they are told not to: at the right side
                // a sequence that they may take for wider is its first picture alone.
                let fits = !isPlaced || column + Cluster.columnsMax(of: text) <= canvas.size.columns
                if fits { bytes.append(contentsOf: text.utf8) } else { scalar(text.unicodeScalars.first?.value ?? 0) }
            } else {
                scalar(cell.code)
            }
            // At the right side there is no next column to address; the next run starts with an address of its own.
            if isContested, column + (isWide ? 2 : 1) < canvas.size.columns {
                move(to: Point(column: column + (isWide ? 2 : 1), row: row))
            }
        }
    }

    private func isContestedScalar(_ code: UInt32) -> Bool {
        guard code >= 0x2300, let scalar = Unicode.Scalar(code) else { return false }
        return Cluster.isContested(scalar)
    }

    private mutating func scalar(_ code: UInt32) {
        guard let scalar = Unicode.Scalar(code) else {
            preconditionFailure("a cell shows a scalar, an entry of the table, or nothing")
        }
        bytes.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
    }

    private mutating func set(look cell: Cell) {
        guard !cell.hasSameLook(as: look) else { return }
        if !look.attributes.isSubset(of: cell.attributes) {
            control("\u{1B}[0m")
            look = Cell()
        }
        var separator = UInt8(ascii: "[")
        func parameter(_ output: inout Output) {
            if separator == UInt8(ascii: "[") { output.bytes.append(0x1B) }
            output.bytes.append(separator)
            separator = UInt8(ascii: ";")
        }
        for (attribute, code) in Self.attributeCodes
        where cell.attributes.contains(attribute) && !look.attributes.contains(attribute) {
            parameter(&self)
            number(code)
        }
        if depth != .none {
            for (colour, old, base) in [
                (cell.foreground, look.foreground, 30), (cell.background, look.background, 40),
            ] where colour != old {
                parameter(&self)
                write(colour, base: base)
            }
        }
        if separator == UInt8(ascii: ";") { bytes.append(UInt8(ascii: "m")) }
        look = cell
    }

    private static let attributeCodes: [(Style.Attributes, Int)] = [
        (.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.reverse, 7), (.strikethrough, 9),
    ]

    /// Writes the parameters of a colour; `base` is 30 for letters and 40 for the ground.
    private mutating func write(_ colour: Colour, base: Int) {
        let colour = colour.reduced(to: depth)
        if let index = colour.paletteIndex {
            switch index {
            case 0..<8: number(base + Int(index))
            case 8..<16: number(base + 60 + Int(index) - 8)
            default:
                number(base + 8)
                control(";5;")
                number(Int(index))
            }
        } else if let parts = colour.parts {
            number(base + 8)
            control(";2;")
            number(Int(parts.red))
            bytes.append(UInt8(ascii: ";"))
            number(Int(parts.green))
            bytes.append(UInt8(ascii: ";"))
            number(Int(parts.blue))
        } else {
            number(base + 9)
        }
    }

    private mutating func set(link new: UInt16, of canvas: Canvas) {
        guard new != link else { return }
        control("\u{1B}]8;;")
        if new != 0 { bytes.append(contentsOf: canvas.links[Int(new) - 1].utf8) }
        control("\u{1B}\\")
        link = new
    }
}
