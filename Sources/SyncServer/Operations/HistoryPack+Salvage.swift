import CRDT
import Hub
import SyncProtocol

extension HistoryPack {
    /// What of a damaged file can be trusted: its rows up to the first one that is not what its hashes say, cut back to
    /// the end of a transaction's group.
    ///
    /// - Parameters:
    ///   - first: The sequence that the pack begins with.
    ///   - chains: The chains of the scopes before it.
    static func salvaging(_ bytes: [UInt8], first: UInt64, chains: [String: ScopeChain]) -> HistoryPack {
        var pack = HistoryPack()
        var reader = ByteReader(bytes)
        guard (try? reader.raw(4)) == magic, (try? reader.byte()) == 1, let batchCount = try? reader.count() else {
            return pack
        }
        var listed: Set<ChangeID> = []
        for _ in 0..<batchCount {
            guard let bytes = try? reader.sized() else { return pack }
            // A list that is damaged takes with it the rows that it names, and all behind them.
            guard let header = try? BatchHeader(encoded: bytes) else { continue }
            pack.batches.append(bytes)
            listed.formUnion(header.ids)
        }
        guard let rowCount = try? reader.count(ofSize: 64) else { return HistoryPack() }
        var chains = chains
        for offset in 0..<rowCount {
            guard let row = try? LogEntry(reading: &reader), row.sequence == first + UInt64(offset),
                row.isSound(&chains, listed)
            else { break }
            pack.rows.append(row)
        }
        while let last = pack.rows.last, !last.isGroupEnd { pack.rows.removeLast() }
        return pack
    }
}

extension HistoryPack.LogEntry {
    /// Whether the row is what its hashes say; moves the chain of its scope on.
    fileprivate func isSound(_ chains: inout [String: ScopeChain], _ listed: Set<ChangeID>) -> Bool {
        guard let id = ChangeID(bytes: id) else { return false }
        var chain = chains[scope] ?? .empty
        chain.append(kind, id: id, stamp: Stamp(rawValue: stamp))
        guard chain.sequence == scopeSequence, chain.hash == self.chain else { return false }
        chains[scope] = chain
        guard !header.isEmpty else { return true }
        guard let change = try? SealedChange(header: header, content: content) else { return false }
        return change.id == id && listed.contains(id)
    }
}
