import CRDT

/// A movable list by definition: every insertion and move makes a slot; an element is in the slot of the move that
/// counts; a deletion is final.
struct ModelList {
    /// The elements in order with the writes of their values, the one that counts first.
    private(set) var elements: [(id: OperationID, writes: [ModelWrite])] = []
    /// All slots in order.
    private(set) var order: [OperationID] = []
    /// By element, the slots it was put in.
    private(set) var slots: [OperationID: [ModelWrite]] = [:]
    /// By element, the writes of its value.
    private(set) var writes: [OperationID: [ModelWrite]] = [:]
    /// By element, the changes that deleted it.
    private(set) var deletions: [OperationID: Set<ChangeReference>] = [:]

    init(_ container: ContainerID, _ history: ModelHistory) {
        var sequence = ModelSequence()
        for operation in history.operations[container, default: []] {
            switch operation {
            case .listInsert(_, let value, let place, let id):
                sequence.insert(id, place)
                slots[id, default: []].append(ModelWrite(id: id, value: .null))
                writes[id, default: []].append(ModelWrite(id: id, value: value))
            case .listMove(_, let element, let place, let id):
                sequence.insert(id, place)
                slots[element, default: []].append(ModelWrite(id: id, value: .null))
            case .listSet(_, let element, let value, let id):
                writes[element, default: []].append(ModelWrite(id: id, value: value))
            case .listDelete(_, let element, let id): deletions[element, default: []].insert(id.change)
            default: break
            }
        }
        var owners: [OperationID: OperationID] = [:]
        for (element, slots) in slots where deletions[element] == nil {
            if let slot = history.standing(slots).first { owners[slot.id] = element }
        }
        order = sequence.order
        elements = order.compactMap { owners[$0] }.map { ($0, history.standing(writes[$0, default: []])) }
    }
}
