/// How many columns a text takes on one line of a canvas; `O(n)`, fast for ASCII.
public func width(of text: some StringProtocol) -> Int {
    var columns = 0
    for cluster in Clusters(text) { columns += cluster.columns }
    return columns
}

/// The clusters of a text, cleaned, in their order.
///
/// ASCII that is followed by ASCII is a cluster of its own, which spares the search for boundaries; the pair of
/// carriage return and line feed is two spaces that way.
struct Clusters<Text: StringProtocol>: Sequence, IteratorProtocol {
    private let text: Text
    private let bytes: Text.UTF8View
    /// Where the next cluster starts.
    private(set) var index: Text.Index

    init(_ text: Text) {
        self.text = text
        bytes = text.utf8
        index = text.startIndex
    }

    /// A cluster, by its scalar where it has one, which needs no memory of its own.
    enum Element {
        case scalar(UInt32, columns: Int)
        case several(Cluster)

        var columns: Int {
            switch self {
            case .scalar(_, let columns): columns
            case .several(let cluster): cluster.columns
            }
        }

        /// What is shown; nothing for what is invisible.
        var scalars: [Unicode.Scalar] {
            switch self {
            case .scalar(let value, let columns): columns > 0 ? Unicode.Scalar(value).map { [$0] } ?? [] : []
            case .several(let cluster): cluster.scalars
            }
        }

        /// Whether it is a blank that came from a space or a line end.
        var isSpace: Bool {
            if case .scalar(0x20, _) = self { return true }
            return false
        }
    }

    mutating func next() -> Element? {
        guard index != bytes.endIndex else { return nil }
        let byte = bytes[index]
        if byte < 0x80 {
            let after = bytes.index(after: index)
            if after == bytes.endIndex || bytes[after] < 0x80 {
                index = after
                switch byte {
                case 0x20..<0x7F: return .scalar(UInt32(byte), columns: 1)
                case 0x09, 0x0A, 0x0D: return .scalar(0x20, columns: 1)
                default: return .scalar(0xFFFD, columns: 1)
                }
            }
        }
        let cluster = Cluster(text[index])
        text.formIndex(after: &index)
        guard cluster.scalars.count <= 1 else { return .several(cluster) }
        return .scalar(cluster.scalars.first?.value ?? 0, columns: cluster.columns)
    }
}
