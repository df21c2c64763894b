import CRDT

extension ModelHistory {
    /// A set: the values of insertions that no removal names, ascending; erased ones read as nothing.
    func values(of set: ContainerID) -> [Value] {
        var insertions: [OperationID: Value] = [:]
        for case .setInsert(_, let value, let id) in operations[set, default: []] { insertions[id] = value }
        for case .setRemove(_, _, let tags, _) in operations[set, default: []] {
            for tag in tags { insertions[tag] = nil }
        }
        return Set(insertions.values).subtracting([.erased]).sorted()
    }

    /// A counter: the sum.
    func sum(of counter: ContainerID) -> Int64 {
        var sum: Int128 = 0
        for case .add(_, let delta, _) in operations[counter, default: []] { sum += Int128(delta) }
        return Int64(clamping: sum)
    }

    /// Records: the entries in the order of history.
    func records(of container: ContainerID) -> [(id: OperationID, fields: [String: Value])] {
        operations[container, default: []].compactMap { operation in
            guard case .append(_, let id, let fields) = operation else { return nil }
            return (id, fields)
        }
    }
}
