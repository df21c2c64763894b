/// A screen as a value: cells, a cursor, and what a click hits.
///
/// Text enters by `write` alone, which cleans it: no words of anybody can make a terminal do something. Two canvases
/// are equal when they look the same.
public struct Canvas: Sendable {
    /// Where the terminal's cursor stands, and how it looks.
    public struct Cursor: Hashable, Sendable {
        /// Its shape.
        public enum Shape: Sendable { case block, bar, underline }
        /// The cell.
        public var point: Point
        /// The shape.
        public var shape: Shape

        /// Makes a cursor.
        public init(_ point: Point, shape: Shape = .bar) {
            self.point = point
            self.shape = shape
        }
    }

    /// An area that means something to the mouse.
    public struct Target: Hashable, Sendable {
        /// The cells.
        public let rect: Rect
        /// What the program calls it.
        public let name: String
    }

    /// How many columns and rows there are.
    public let size: Size
    /// Where the cursor stands; nil hides it.
    public var cursor: Cursor?
    /// The areas that a click can hit, later ones above earlier ones.
    public private(set) var targets: [Target] = []

    var cells: [Cell]
    private(set) var clusters: [String] = []
    private(set) var links: [String] = []
    private var clusterNumbers: [String: UInt32] = [:]

    /// Makes an empty canvas in the terminal's default colours. Takes at most 1,000 columns and rows.
    public init(size: Size) {
        self.size = Size(columns: min(size.columns, Self.extentMax), rows: min(size.rows, Self.extentMax))
        cells = Array(repeating: Cell(), count: self.size.columns * self.size.rows)
    }

    /// The most columns, and the most rows; a terminal that claims more is not believed.
    public static let extentMax = 1000

    /// The whole of it.
    public var bounds: Rect { Rect(column: 0, row: 0, columns: size.columns, rows: size.rows) }

    /// Says that a click into a rectangle means `name`.
    public mutating func mark(_ rect: Rect, as name: String) {
        let visible = rect.intersection(bounds)
        if !visible.isEmpty { targets.append(Target(rect: visible, name: name)) }
    }

    /// What a click at a place hits: the area that was marked last.
    public func target(at point: Point) -> Target? { targets.last { $0.rect.contains(point) } }

    /// Lays a style over what stands in a rectangle.
    public mutating func fill(_ rect: Rect, _ style: Style) {
        forEachRow(of: rect) { canvas, range in
            for index in canvas.widened(range) { canvas.cells[index].lay(style) }
        }
    }

    /// Empties a rectangle, its looks, links and areas for the mouse included.
    public mutating func clear(_ rect: Rect) {
        forEachRow(of: rect) { canvas, range in
            canvas.splitWideCells(around: range)
            for index in range { canvas.cells[index] = Cell() }
        }
        let cleared = rect.intersection(bounds)
        targets.removeAll { $0.rect.intersection(cleared) == $0.rect }
    }

    /// What a cell shows: its text, empty behind a wide cluster.
    ///
    /// - Precondition: The place lies on the canvas.
    public func text(at point: Point) -> String {
        precondition(bounds.contains(point), "a cell that is read lies on the canvas")
        return text(of: cells[point.row * size.columns + point.column])
    }

    /// How a cell looks.
    ///
    /// - Precondition: The place lies on the canvas.
    public func style(at point: Point) -> Style {
        precondition(bounds.contains(point), "a cell that is read lies on the canvas")
        let cell = cells[point.row * size.columns + point.column]
        return Style(foreground: cell.foreground, background: cell.background, cell.attributes)
    }

    /// The address a cell links to.
    ///
    /// - Precondition: The place lies on the canvas.
    public func link(at point: Point) -> String? {
        precondition(bounds.contains(point), "a cell that is read lies on the canvas")
        let number = Int(cells[point.row * size.columns + point.column].link)
        return number == 0 ? nil : links[number - 1]
    }

    /// The words of all rows, each without the blanks at its end and ended by a line feed: what snapshots compare.
    public var text: String {
        (0..<size.rows).map { row in
            var line = ""
            for cell in cells[row * size.columns..<(row + 1) * size.columns] { line += text(of: cell) }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    func text(of cell: Cell) -> String {
        if let index = cell.clusterIndex { return clusters[index] }
        guard cell.code != Cell.continuation, let scalar = Unicode.Scalar(cell.code) else { return "" }
        return String(scalar)
    }

    /// The number of a cluster of several scalars in this canvas' table.
    mutating func number(of cluster: Cluster) -> UInt32 {
        var text = ""
        text.unicodeScalars.append(contentsOf: cluster.scalars)
        if let number = clusterNumbers[text] { return number }
        let number = Cell.clusterBase + UInt32(clusters.count)
        clusters.append(text)
        clusterNumbers[text] = number
        return number
    }

    /// The number of an address; zero when it may not be passed on to a terminal.
    mutating func number(ofLink link: String?) -> UInt16 {
        guard let link, let address = Hyperlink.address(link) else { return 0 }
        if let last = links.lastIndex(of: address) { return UInt16(last + 1) }
        guard links.count < Int(UInt16.max) else { return 0 }
        links.append(address)
        return UInt16(links.count)
    }

    /// Calls with the indices of the cells of each row of the rectangle that lies on the canvas.
    private mutating func forEachRow(of rect: Rect, _ body: (inout Canvas, Range<Int>) -> Void) {
        let visible = rect.intersection(bounds)
        guard !visible.isEmpty else { return }
        for row in visible.row..<visible.rowEnd {
            let start = row * size.columns
            body(&self, start + visible.column..<start + visible.columnEnd)
        }
    }
}

extension Canvas: Equatable {
    /// Whether both look the same, with the cursor and the areas for the mouse; `O(cells)`.
    public static func == (left: Canvas, right: Canvas) -> Bool {
        guard left.size == right.size, left.cursor == right.cursor, left.targets == right.targets else { return false }
        return left.cells.indices.allSatisfy { left.showsTheSame(as: right, at: $0) }
    }

    /// Whether a cell shows the same on both canvases, which may number their clusters and links differently.
    func showsTheSame(as other: Canvas, at index: Int) -> Bool {
        let (mine, theirs) = (cells[index], other.cells[index])
        guard mine.hasSameLook(as: theirs) else { return false }
        if let cluster = mine.clusterIndex, let theirCluster = theirs.clusterIndex {
            guard clusters[cluster] == other.clusters[theirCluster] else { return false }
        } else if mine.code != theirs.code {
            return false
        }
        guard mine.link != 0, theirs.link != 0 else { return mine.link == theirs.link }
        return links[Int(mine.link) - 1] == other.links[Int(theirs.link) - 1]
    }
}
