/// Which writes of registers pushed out which others when they were performed, for undo.
///
/// Each write is pushed out at most once, so that from the writes that stand in a register a walk finds every one that
/// stood in it when some change was made.
///
/// Space: 16 bytes a write that was pushed out. Time: O(1) to enter, O(log writes) to find.
struct FormerWrites: Sendable {
    private struct Entry: Sendable {
        /// The write that came.
        let unit: Unit
        let pushedOut: Element
    }

    /// By ascending unit, as they are performed.
    private var entries: ContiguousArray<Entry> = []

    /// Notes that a write, which is the newest, pushed out another.
    mutating func note(_ pushedOut: Element, pushedOutBy unit: Unit) {
        entries.append(Entry(unit: unit, pushedOut: pushedOut))
    }

    /// Appends what a write pushed out.
    private func appendWrites(pushedOutBy unit: Unit, to writes: inout [Element]) {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].unit < unit { low = middle + 1 } else { high = middle }
        }
        while low < entries.count, entries[low].unit == unit {
            writes.append(entries[low].pushedOut)
            low += 1
        }
    }
}

extension FormerWrites {
    /// The writes that stood in a register when all changes that are `isSeen` were there, and no others. O(log writes)
    /// for each write that is not.
    func standing(from present: [Element], _ history: History, _ isSeen: (UInt32) -> Bool) -> [Element] {
        var left = present
        var seen: [Element] = []
        while let write = left.popLast() {
            if isSeen(write.change) {
                seen.append(write)
            } else {
                appendWrites(pushedOutBy: history.unit(write), to: &left)
            }
        }
        return seen.count < 2
            ? seen : seen.filter { write in !seen.contains { history.hasSeen($0.change, write.change) } }
    }
}

extension DocumentBody {
    /// The write of a register that counted for the writer of a change; nil when there was none. O(log writes) for each
    /// write that this writer had not seen.
    func formerWrite(of register: Register, before version: UInt32) -> Element? {
        state.formerWrites.standing(from: register.identifiers, history) { history.hasSeen(version, $0) }
            .max { history.ranksBefore($0.change, $1.change) }
    }
}

/// Reads values out of the changes that wrote them, each of which is decoded once.
struct WrittenValues {
    private var decoded: [UInt32: [LocalOperation]] = [:]

    private mutating func operations(of version: UInt32, _ history: History) -> [LocalOperation] {
        if let known = decoded[version] { return known }
        let operations = (try? history.decode(version))?.operations ?? []
        decoded[version] = operations
        return operations
    }

    /// What an operation wrote into a register, or put into a set; null when it is none of these. O(log change), and
    /// O(change) once for each change.
    mutating func value(_ write: Element, _ history: History) -> Value {
        let operations = operations(of: write.change, history)
        var (low, high) = (0, operations.count)
        while low < high {
            let middle = (low + high) / 2
            if operations[middle].index < write.index { low = middle + 1 } else { high = middle }
        }
        guard low < operations.count, operations[low].index == write.index else { return .null }
        return switch operations[low].body {
        case .set(_, let value), .setInsert(let value), .listInsert(let value, _), .listSet(_, let value): value
        default: .null
        }
    }
}
