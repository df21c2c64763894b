/// An element of a document in local terms: the local version of its change and its index there.
struct Element: Hashable, Comparable, Sendable {
    var change: UInt32
    var index: UInt32

    /// No element: an end of a sequence.
    static let none = Element(change: .max, index: 0)

    var isNone: Bool { change == .max }

    /// Orders by local version, which never puts an element before one that its change has seen.
    static func < (left: Element, right: Element) -> Bool {
        left.change == right.change ? left.index < right.index : left.change < right.change
    }
}

/// Consecutive elements of one insertion, in local terms.
struct ElementRange: Hashable, Sendable {
    var start: Element
    var count: UInt32
}

/// `Place` in local terms.
struct LocalPlace: Hashable, Sendable {
    var parent: Element
    var side: Place.Side
    var rightOrigin: Element
}

/// `TextPosition` in local terms.
struct Anchor: Hashable, Sendable {
    var element: Element
    var bias: TextPosition.Bias
}

/// A named value of a record.
struct Field: Hashable, Sendable {
    var key: String
    var value: Value
}

/// Text of an insertion.
struct InsertedText: Hashable, Sendable {
    /// Length in scalars.
    var count: UInt32
    /// Length in UTF-8 bytes.
    var byteCount: Int
    /// The bytes; nil when erased.
    var bytes: ArraySlice<UInt8>?
}

/// An operation in local terms. `container` is a position in the change's table of containers while a change is decoded,
/// and in `State.containers` once it is applied.
struct LocalOperation: Hashable, Sendable {
    /// What it does.
    enum Body: Hashable, Sendable {
        case set(key: String, value: Value)
        case append([Field])
        case setInsert(Value)
        case setRemove([Element])
        case add(Value)
        case textInsert(InsertedText, LocalPlace)
        case textDelete([ElementRange])
        case mark(key: String, value: Value, start: Anchor, end: Anchor)
        case listInsert(Value, LocalPlace)
        case listMove(Element, LocalPlace)
        case listDelete(Element)
        case listSet(Element, Value)

        /// The kind of container that it writes.
        var kind: ContainerKind {
            switch self {
            case .set: .map
            case .append: .records
            case .setInsert, .setRemove: .set
            case .add: .counter
            case .textInsert, .textDelete, .mark: .text
            case .listInsert, .listMove, .listDelete, .listSet: .list
            }
        }

        /// How many units it makes.
        var unitCount: UInt32 {
            if case .textInsert(let text, _) = self { text.count } else { 1 }
        }
    }

    var container: Int
    var index: UInt32
    var body: Body
}
