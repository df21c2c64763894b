import CRDT

/// What a document reads as when one change is taken back, by definition: for every place that the change touched, what
/// its writer found there, computed anew from the changes that the writer had seen.
struct ModelUndo {
    private let history: ModelHistory
    private let change: ChangeReference
    private let seen: Set<ChangeReference>

    init(_ change: ChangeReference, _ history: ModelHistory) {
        self.history = history
        self.change = change
        seen = history.entries[change]?.seen ?? []
    }

    /// Of the writes of a place the value that reads there when the change is taken back.
    private func value(_ writes: [ModelWrite]) -> Value {
        guard let current = history.standing(writes).first else { return .null }
        guard current.id.change == change else { return current.value }
        let former = former(writes)?.value ?? .null
        return former == .erased ? current.value : former
    }

    /// Of the writes of a place the one that the writer found.
    private func former(_ writes: [ModelWrite]) -> ModelWrite? {
        history.standing(writes.filter { seen.contains($0.id.change) }).first
    }

    func value(_ key: String, of map: ContainerID) -> Value {
        value(history.writes(of: map)[Array(key.utf8), default: []])
    }

    func sum(of counter: ContainerID) -> Int64 {
        var sum: Int128 = 0
        for case .add(_, let delta, let id) in history.operations[counter, default: []] where id.change != change {
            sum += Int128(delta)
        }
        return Int64(clamping: sum)
    }

    func members(of set: ContainerID) -> [Value] {
        var insertions: [OperationID: Value] = [:]
        for case .setInsert(_, let value, let id) in history.operations[set, default: []] { insertions[id] = value }
        var (standing, regained) = (insertions, Set<Value>())
        for case .setRemove(_, _, let tags, let id) in history.operations[set, default: []] {
            for tag in tags {
                standing[tag] = nil
                if id.change == change, tag.change != change, let value = insertions[tag] { regained.insert(value) }
            }
        }
        return Set(standing.filter { $0.key.change != change }.values).union(regained).subtracting([.erased]).sorted()
    }

    func spans(of container: ContainerID) -> [Span] {
        let text = ModelText(container, history)
        var spans: [Span] = []
        for (position, element) in text.order.enumerated() where element.change != change {
            guard let scalar = text.scalars[element] else { continue }
            let former = text.writes(at: position, history) { seen.contains($0) }
            let deletions = text.deletions[element, default: []]
            if deletions.contains(change) {
                ModelText.append(scalar, text.values(former), to: &spans)
            } else if deletions.isEmpty {
                var marks = text.writes(at: position, history)
                for (key, write) in marks where write.id.change == change { marks[key] = former[key] }
                ModelText.append(scalar, text.values(marks), to: &spans)
            }
        }
        return spans
    }

    func values(of container: ContainerID) -> [Value] {
        let list = ModelList(container, history)
        var places: [(position: Int, value: Value)] = []
        for (element, slots) in list.slots where element.change != change {
            let deletions = list.deletions[element, default: []]
            guard deletions.isEmpty || deletions.contains(change), let writes = list.writes[element] else { continue }
            let current = history.standing(slots).first
            let returns = !deletions.isEmpty || current?.id.change == change
            guard let slot = returns ? former(slots) : current, let position = list.order.firstIndex(of: slot.id) else {
                continue
            }
            let value = deletions.isEmpty ? value(writes) : former(writes)?.value ?? .null
            if deletions.isEmpty || value != .erased { places.append((position, value)) }
        }
        return places.sorted { $0.position < $1.position }.map(\.value)
    }
}
