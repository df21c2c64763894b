/// One cell of a canvas: sixteen bytes without references, so that ten thousand of them are compared in microseconds.
///
/// A cell holds no text. What it shows is a Unicode scalar, or an entry of its canvas' table of clusters, and both are
/// written by `Canvas.write` alone, which cleans them.
struct Cell: Equatable {
    /// A scalar; from `clusterBase` on an entry of the table of clusters; `continuation` behind a wide cluster.
    var code: UInt32 = Cell.blank
    var foreground = Colour.standard
    var background = Colour.standard
    var attributes: Style.Attributes = []
    /// The number of an address in the canvas' table of links, from one; zero for none.
    var link: UInt16 = 0

    static let blank: UInt32 = 0x20
    static let continuation: UInt32 = 0
    static let clusterBase: UInt32 = 0x8000_0000

    /// The entry in the table of clusters; nil for a scalar.
    var clusterIndex: Int? { code >= Self.clusterBase ? Int(code - Self.clusterBase) : nil }

    func hasSameLook(as other: Cell) -> Bool {
        foreground == other.foreground && background == other.background && attributes == other.attributes
    }

    mutating func lay(_ style: Style) {
        if let colour = style.foreground { foreground = colour }
        if let colour = style.background { background = colour }
        attributes.formUnion(style.attributes)
    }
}
