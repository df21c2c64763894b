extension Change {
    /// What the change does, read from its bytes alone, in order.
    ///
    /// A removal from a set names insertions of other changes, so its value reads as `.erased` here;
    /// `Document.operations(of:)` knows it.
    ///
    /// - Throws: `CRDTError` when the bytes are no valid change.
    /// - Complexity: O(change).
    public func operations() throws(CRDTError) -> [Operation] {
        var references = [reference]
        let decoded = try ChangeDecoder.decode(self, own: 0) { other in
            references.append(other)
            return UInt32(references.count - 1)
        }
        let names = references
        let reader = OperationReader(
            decoded, 0,
            identify: { OperationID(change: names[Int($0.change)], index: $0.index) }, earlier: { _ in nil }
        )
        return reader.operations
    }
}
