import CRDT

/// A movable list by definition: every insertion and move makes a slot; an element is in the slot of the move that
/// counts; a deletion is final.
struct ModelList {
    /// The elements in order with the writes of their values, the one that counts first.
    private(set) var elements: [(id: OperationID, writes: [ModelWrite])] = []

    init(_ container: ContainerID, _ history: ModelHistory) {
        var sequence = ModelSequence()
        var slots: [OperationID: [ModelWrite]] = [:]
        var values: [OperationID: [ModelWrite]] = [:]
        var deleted: Set<OperationID> = []
        for operation in history.operations[container, default: []] {
            switch operation {
            case .listInsert(_, let value, let place, let id):
                sequence.insert(id, place)
                slots[id, default: []].append(ModelWrite(id: id, value: .null))
                values[id, default: []].append(ModelWrite(id: id, value: value))
            case .listMove(_, let element, let place, let id):
                sequence.insert(id, place)
                slots[element, default: []].append(ModelWrite(id: id, value: .null))
            case .listSet(_, let element, let value, let id):
                values[element, default: []].append(ModelWrite(id: id, value: value))
            case .listDelete(_, let element, _): deleted.insert(element)
            default: break
            }
        }
        var owners: [OperationID: OperationID] = [:]
        for (element, writes) in slots where !deleted.contains(element) {
            if let slot = history.standing(writes).first { owners[slot.id] = element }
        }
        elements = sequence.order.compactMap { owners[$0] }.map { ($0, history.standing(values[$0, default: []])) }
    }
}
