/// Checks that what a decoded change refers to exists and was seen by its writer, so that every replica accepts or
/// refuses the same changes, whatever else has arrived.
struct ReferenceCheck {
    private enum Role { case record, scalar, slot, listElement }

    private let decoded: DecodedChange
    private let own: UInt32
    private let state: State
    private let history: History
    /// The containers of the change's table in the state; nil for those that are not there.
    private(set) var numbers: [Int?]

    /// Throws `malformed` at the first reference that does not hold.
    @discardableResult
    init(_ decoded: DecodedChange, own: UInt32, _ state: State, _ history: History) throws(CRDTError) {
        self.decoded = decoded
        self.own = own
        self.state = state
        self.history = history
        numbers = [0]
        for container in decoded.containers.dropFirst() {
            if case .element(let element) = container.name {
                let role: Role = decoded.containers[container.parent].kind == .records ? .record : .listElement
                try check(element, role, in: container.parent, before: .max)
            }
            numbers.append(numbers[container.parent].flatMap { state.find(container.name, container.kind, in: $0) })
        }
        for operation in decoded.operations { try check(operation) }
    }

    private func check(_ operation: LocalOperation) throws(CRDTError) {
        let (container, index) = (operation.container, operation.index)
        switch operation.body {
        case .set, .append, .setInsert, .add: break
        case .setRemove(let tags):
            // The tag itself may be gone: another removal has seen it too. Its change was checked by the decoder.
            for tag in tags where tag.change == own && tag.index >= index {
                throw .malformed("a removal refers to what comes after it")
            }
        case .textInsert(_, let place): try check(place, .scalar, in: container, before: index)
        case .textDelete(let ranges):
            for range in ranges { try check(range.start, count: range.count, .scalar, in: container, before: index) }
        case .mark(_, _, let start, let end):
            for anchor in [start, end] where !anchor.element.isNone {
                try check(anchor.element, .scalar, in: container, before: index)
            }
        case .listInsert(_, let place): try check(place, .slot, in: container, before: index)
        case .listMove(let element, let place):
            try check(element, .listElement, in: container, before: index)
            try check(place, .slot, in: container, before: index)
        case .listDelete(let element), .listSet(let element, _):
            try check(element, .listElement, in: container, before: index)
        }
    }

    private func check(_ place: LocalPlace, _ role: Role, in container: Int, before index: UInt32) throws(CRDTError) {
        for element in [place.parent, place.rightOrigin] where !element.isNone {
            try check(element, role, in: container, before: index)
        }
    }

    private func check(
        _ element: Element, count: UInt32 = 1, _ role: Role, in container: Int, before index: UInt32
    ) throws(CRDTError) {
        let holds =
            element.change == own
            ? isMadeHere(element, count: count, role, in: container, before: index)
            : isPresent(element, count: count, role, in: container)
        guard holds else { throw .malformed("it refers to an element that its writer cannot have seen") }
    }

    private func isPresent(_ element: Element, count: UInt32, _ role: Role, in container: Int) -> Bool {
        guard let number = numbers[container] else { return false }
        let slot = state.containers[number].slot
        if role == .record { return state.records[slot].entry(element, history) != nil }
        guard let unit = history.unit(element, count: count) else { return false }
        return switch role {
        case .record, .scalar: state.texts[slot].sequence.contains(unit, count: count)
        case .slot: state.lists[slot].sequence.contains(unit, count: 1)
        case .listElement: state.lists[slot].contains(unit)
        }
    }

    /// Whether operations of the change itself that come before `index` made consecutive elements. Text that was typed
    /// on may be the work of several.
    private func isMadeHere(
        _ element: Element, count: UInt32, _ role: Role, in container: Int, before index: UInt32
    ) -> Bool {
        let operations = decoded.operations
        var (low, high) = (0, operations.count)
        while low < high {
            let middle = (low + high) / 2
            if operations[middle].index <= element.index { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return false }
        let end = Int(element.index) + Int(count)
        for maker in operations[(low - 1)...] {
            guard maker.container == container, maker.index < index, makes(maker.body, role) else { return false }
            if Int(maker.index) + Int(maker.body.unitCount) >= end { return true }
        }
        return false
    }

    private func makes(_ body: LocalOperation.Body, _ role: Role) -> Bool {
        switch (role, body) {
        case (.record, .append), (.scalar, .textInsert), (.slot, .listInsert), (.slot, .listMove),
            (.listElement, .listInsert):
            true
        default: false
        }
    }
}
