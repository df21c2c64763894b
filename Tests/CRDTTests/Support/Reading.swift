import CRDT

/// What a person sees of a document that `RandomEdits` made: no identifiers, since what comes back comes back as new.
struct Reading: Equatable {
    private static let texts = ["body", "title"]
    private static let keys = ["status", "é", "e\u{301}", ""]
    private static let list = ContainerID.root.child("items", .list)
    private static let maps = [ContainerID.root, ContainerID.root.child("nested", .map).child("deeper", .map)]
    private static let set = ContainerID.root.child("tags", .set)
    private static let counter = ContainerID.root.child("count", .counter)

    let texts: [[Span]]
    let list: [Value]
    let registers: [Value]
    let tags: [Value]
    let count: Int64

    init(_ document: Document) {
        texts = Self.texts.map { document.text($0).spans }
        list = document.list(Self.list).values
        registers = Self.maps.flatMap { map in Self.keys.map { document.map(map).value($0) } }
        tags = document.set(Self.set).values
        count = document.counter(Self.counter).value
    }

    /// What is to be read when a change is taken back.
    init(_ undo: ModelUndo) {
        texts = Self.texts.map { undo.spans(of: .root.child($0, .text)) }
        list = undo.values(of: Self.list)
        registers = Self.maps.flatMap { map in Self.keys.map { undo.value($0, of: map) } }
        tags = undo.members(of: Self.set)
        count = undo.sum(of: Self.counter)
    }
}
