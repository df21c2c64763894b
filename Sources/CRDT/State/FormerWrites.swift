/// What writes found when they were made, for undo: of a register's write the one that it replaced, of a set's insertion
/// whether the value was in already. What was written beside writes that it had not seen is left out.
///
/// Space: 16 bytes a write. Time: O(1) to enter, O(log writes) to find.
struct FormerWrites: Sendable {
    private struct Entry: Sendable {
        let unit: Unit
        let former: Element
    }

    /// By ascending unit, as they are performed.
    private var entries: ContiguousArray<Entry> = []

    /// Notes what a write found; `.none` is nothing.
    mutating func note(_ unit: Unit, found former: Element) { entries.append(Entry(unit: unit, former: former)) }

    /// What a write found, `.none` for nothing; nil when that is not known.
    func former(of unit: Unit) -> Element? {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].unit < unit { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].unit == unit ? entries[low].former : nil
    }
}

extension Document {
    /// What a register held before the change of a write; nil when that is not known without a look at history, or the
    /// identifier is none of a write. O(log writes + changes that wrote it).
    func formerValue(ofRegister write: OperationID) -> Value? {
        guard var unit = body.history.localUnit(write) else { return nil }
        while let former = body.state.formerWrites.former(of: unit) {
            if former.isNone { return .null }
            guard body.history.reference(former.change) == write.change else { return value(of: former) }
            unit = body.history.unit(former)
        }
        return nil
    }

    /// Whether a set held the value of an insertion already; nil when that is not known.
    func wasInSet(_ insertion: OperationID) -> Bool? {
        guard let unit = body.history.localUnit(insertion) else { return nil }
        return body.state.formerWrites.former(of: unit).map { !$0.isNone }
    }

    /// What a write of a map's register wrote.
    private func value(of write: Element) -> Value? {
        guard let decoded = try? body.history.decode(write.change),
            let operation = decoded.operations.first(where: { $0.index == write.index }),
            case .set(_, let value) = operation.body
        else { return nil }
        return value
    }
}
