/// What an element that a change refers to must be.
private enum Role { case record, scalar, slot, listElement }

/// Checks that what a decoded change refers to exists and was seen by its writer, so that every replica accepts or
/// refuses the same changes, whatever else has arrived.
extension DocumentBody {
    /// The containers of the change's table in the state; nil for those that are not there.
    ///
    /// - Throws: `malformed` at the first reference that does not hold.
    func checkedContainers(_ decoded: DecodedChange, own: UInt32) throws(CRDTError) -> [Int?] {
        var numbers: [Int?] = []
        numbers.reserveCapacity(decoded.containers.count)
        numbers.append(0)
        for position in decoded.containers.indices.dropFirst() {
            let container = decoded.containers[position]
            if case .element(let element) = container.name {
                let role: Role = decoded.containers[container.parent].kind == .records ? .record : .listElement
                let target = Target(container: container.parent, number: numbers[container.parent], before: .max)
                try check(element, role, in: target, decoded, own)
            }
            numbers.append(numbers[container.parent].flatMap { state.find(container.name, container.kind, in: $0) })
        }
        for operation in decoded.operations {
            let target = Target(
                container: operation.container, number: numbers[operation.container], before: operation.index
            )
            try check(operation.body, in: target, decoded, own)
        }
        return numbers
    }

    /// Checks an operation on a container of the state whose change's earlier operations were performed already.
    ///
    /// - Throws: `malformed` at the first reference that does not hold.
    func check(_ body: LocalOperation.Body, in container: Int, own: UInt32) throws(CRDTError) {
        try check(body, in: Target(container: 0, number: container, before: .max), nil, own)
    }

    /// Checks that an element on which a container hangs is in its parent, which is one of the state.
    func check(_ element: Element, in parent: Int) throws(CRDTError) {
        let role: Role = state.containers[parent].kind == .records ? .record : .listElement
        guard isPresent(element, count: 1, role, in: parent) else {
            throw .malformed("it refers to an element that its writer cannot have seen")
        }
    }

    /// Where what an operation refers to must be.
    private struct Target {
        /// The container in the change's table.
        let container: Int
        /// Its number in the state.
        let number: Int?
        /// The operation's own first index: what it refers to comes before.
        let before: UInt32
    }

    private func check(
        _ body: LocalOperation.Body, in target: Target, _ decoded: DecodedChange?, _ own: UInt32
    ) throws(CRDTError) {
        switch body {
        case .set, .append, .setInsert, .add: break
        case .setRemove(let tags):
            // The tag itself may be gone: another removal has seen it too. Its change was checked by the decoder.
            for tag in tags where tag.change == own && tag.index >= target.before {
                throw .malformed("a removal refers to what comes after it")
            }
        case .textInsert(_, let place): try check(place, .scalar, in: target, decoded, own)
        case .textDelete(let ranges):
            for range in ranges { try check(range.start, count: range.count, .scalar, in: target, decoded, own) }
        case .mark(_, _, let start, let end):
            if !start.element.isNone { try check(start.element, .scalar, in: target, decoded, own) }
            if !end.element.isNone { try check(end.element, .scalar, in: target, decoded, own) }
        case .listInsert(_, let place): try check(place, .slot, in: target, decoded, own)
        case .listMove(let element, let place):
            try check(element, .listElement, in: target, decoded, own)
            try check(place, .slot, in: target, decoded, own)
        case .listDelete(let element), .listSet(let element, _):
            try check(element, .listElement, in: target, decoded, own)
        }
    }

    private func check(
        _ place: LocalPlace, _ role: Role, in target: Target, _ decoded: DecodedChange?, _ own: UInt32
    ) throws(CRDTError) {
        if !place.parent.isNone { try check(place.parent, role, in: target, decoded, own) }
        if !place.rightOrigin.isNone { try check(place.rightOrigin, role, in: target, decoded, own) }
    }

    private func check(
        _ element: Element, count: UInt32 = 1, _ role: Role, in target: Target, _ decoded: DecodedChange?, _ own: UInt32
    ) throws(CRDTError) {
        let holds: Bool
        if element.change == own, let decoded {
            holds = isMadeHere(element, count: count, role, in: target, decoded)
        } else {
            holds = isPresent(element, count: count, role, in: target.number)
        }
        guard holds else { throw .malformed("it refers to an element that its writer cannot have seen") }
    }

    private func isPresent(_ element: Element, count: UInt32, _ role: Role, in number: Int?) -> Bool {
        guard let number else { return false }
        let slot = state.containers[number].slot
        if role == .record { return state.records[slot].entry(element, history) != nil }
        guard let unit = history.unit(element, count: count) else { return false }
        return switch role {
        case .record, .scalar: state.texts[slot].sequence.contains(unit, count: count)
        case .slot: state.lists[slot].sequence.contains(unit, count: 1)
        case .listElement: state.lists[slot].contains(unit)
        }
    }

    /// Whether operations of the change itself that come before the one of the target made consecutive elements. Text
    /// that was typed on may be the work of several.
    private func isMadeHere(
        _ element: Element, count: UInt32, _ role: Role, in target: Target, _ decoded: DecodedChange
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
            guard maker.container == target.container, maker.index < target.before, makes(maker.body, role) else {
                return false
            }
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
