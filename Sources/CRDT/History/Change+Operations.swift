extension Change {
    /// What the change does, read from its bytes alone, in order.
    ///
    /// A removal from a set names insertions of other changes, so its value reads as `.erased` here;
    /// `Document.operations(of:)` knows it.
    ///
    /// - Throws: `CRDTError` when the bytes are no valid change.
    /// - Complexity: O(change).
    public func operations() throws(CRDTError) -> [Operation] {
        let collector = ReferenceCollector(reference)
        let decoded = try ChangeDecoder.decode(self, own: 0, collector)
        let names = collector.references
        let reader = OperationReader(
            decoded, 0,
            identify: { OperationID(change: names[Int($0.change)], index: $0.index) }, earlier: { _ in nil }
        )
        return reader.operations
    }
}

/// Numbers the changes that a change refers to as they come; it is number 0 itself.
private final class ReferenceCollector: ChangeLookup {
    private(set) var references: [ChangeReference]

    init(_ own: ChangeReference) { references = [own] }

    func version(of reference: ChangeReference, seenBy own: UInt32) throws(CRDTError) -> UInt32 {
        references.append(reference)
        return UInt32(references.count - 1)
    }
}
