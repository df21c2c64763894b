/// What a change did to one container.
struct TakenBackWork {
    let version: UInt32
    let container: Int
    let operations: ArraySlice<LocalOperation>
}

extension DocumentBody {
    /// Takes back what a change did; nothing when it is not here.
    mutating func takeBack(_ reference: ChangeReference, _ draft: inout ChangeDraft) {
        guard let version = history.version(of: reference), var decoded = try? history.decode(version) else { return }
        enter(&draft)
        resolve(&decoded, [])
        var operations = decoded.operations
        if operations.count > 1 { operations.sort { ($0.container, $0.index) < ($1.container, $1.index) } }
        var values = WrittenValues()
        var start = 0
        while start < operations.count {
            let container = operations[start].container
            let end = operations[start...].firstIndex { $0.container != container } ?? operations.count
            let work = TakenBackWork(version: version, container: container, operations: operations[start..<end])
            switch state.containers[container].kind {
            case .map: takeBackWrites(work, &values, &draft)
            case .text: takeBackText(work, &draft)
            case .list: takeBackList(work, &values, &draft)
            case .set: takeBackMembers(work, &values, &draft)
            case .counter: takeBackSteps(work, &draft)
            case .records: break
            }
            start = end
        }
    }

    private mutating func takeBackWrites(
        _ work: TakenBackWork, _ values: inout WrittenValues, _ draft: inout ChangeDraft
    ) {
        let slot = state.containers[work.container].slot
        for operation in work.operations.reversed() {
            guard case .set(let key, _) = operation.body, let register = state.maps[slot].register(key) else {
                continue
            }
            guard let value = formerValue(of: register, before: work.version, &values) else { continue }
            _ = perform(work.container, .set(key: key, value: value), &draft)
        }
    }

    /// The value to write back into a register; nil when the change's own value does not count there, is the former one,
    /// or that was erased.
    func formerValue(of register: Register, before version: UInt32, _ values: inout WrittenValues) -> Value? {
        let current = register.winner(history)
        guard current.id.change == version else { return nil }
        let value = formerWrite(of: register, before: version).map { values.value($0, history) } ?? .null
        return value == .erased || value == current.value ? Value?.none : value
    }

    private mutating func takeBackMembers(
        _ work: TakenBackWork, _ values: inout WrittenValues, _ draft: inout ChangeDraft
    ) {
        let slot = state.containers[work.container].slot
        for operation in work.operations.reversed() {
            if case .setInsert = operation.body {
                let tag = Element(change: work.version, index: operation.index)
                if state.sets[slot].contains(tag) { _ = perform(work.container, .setRemove([tag]), &draft) }
            } else if case .setRemove(let tags) = operation.body {
                // What the change itself had put in was not there before.
                for tag in tags where tag.change != work.version {
                    let value = values.value(tag, history)
                    guard value != .erased else { continue }
                    if !state.sets[slot].contains(value) { _ = perform(work.container, .setInsert(value), &draft) }
                    break
                }
            }
        }
    }

    private mutating func takeBackSteps(_ work: TakenBackWork, _ draft: inout ChangeDraft) {
        for operation in work.operations {
            guard case .add(.integer(let delta)) = operation.body else { continue }
            // The magnitude of the least integer is one more than the largest.
            if delta == .min { _ = perform(work.container, .add(.integer(1)), &draft) }
            _ = perform(work.container, .add(.integer(delta == .min ? .max : -delta)), &draft)
        }
    }
}
