/// The one stretch in which two arrays differ.
struct Splice {
    var offset: Int
    var deleted: Int
    var inserted: [ListElement]

    /// Nil when they are equal. O(n).
    init?(from old: [ListElement], to new: [ListElement]) {
        let common = min(old.count, new.count)
        var start = 0
        while start < common, old[start] == new[start] { start += 1 }
        if start == old.count, start == new.count { return nil }
        var end = 0
        while end < common - start, old[old.count - 1 - end] == new[new.count - 1 - end] { end += 1 }
        offset = start
        deleted = old.count - start - end
        inserted = Array(new[start..<new.count - end])
    }

    func entry(_ container: ContainerID) -> Patch.Entry {
        .list(container: container, offset: offset, deleted: deleted, inserted: inserted)
    }
}
