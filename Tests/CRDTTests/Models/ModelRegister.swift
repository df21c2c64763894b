import CRDT

/// A write of a register.
struct ModelWrite: Hashable {
    let id: OperationID
    let value: Value
}

extension ModelHistory {
    /// The writes that no other has seen, the one that counts first.
    func standing(_ writes: [ModelWrite]) -> [ModelWrite] {
        writes.filter { write in !writes.contains { sees($0.id, write.id) } }
            .sorted { ranksBefore($1.id.change, $0.id.change) }
    }

    /// The writes of a map's keys, by the keys' bytes.
    func writes(of map: ContainerID) -> [[UInt8]: [ModelWrite]] {
        var writes: [[UInt8]: [ModelWrite]] = [:]
        for case .set(_, let key, let value, let id) in operations[map, default: []] {
            writes[Array(key.utf8), default: []].append(ModelWrite(id: id, value: value))
        }
        return writes
    }

    /// Whether a write of a map's key lost to one that had not seen it: among the writes that are concurrent with it
    /// and that no other of these has seen, one ranks higher.
    func isSuperseded(_ write: ModelWrite, among writes: [ModelWrite]) -> Bool {
        let rivals = writes.filter { other in
            other.id.change != write.id.change && !sees(other.id, write.id) && !sees(write.id, other.id)
        }
        return rivals.contains { rival in
            ranksBefore(write.id.change, rival.id.change)
                && !rivals.contains { $0.id.change != rival.id.change && sees($0.id, rival.id) }
        }
    }
}
