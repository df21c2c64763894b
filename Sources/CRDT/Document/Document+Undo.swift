extension Document {
    /// The edit that takes back one change, whatever came after it: selective undo. Run it in a later `edit`; taking
    /// back the change that this makes is redo. It does nothing in a document that does not hold the change.
    ///
    /// Only what still stands is taken back. A register gets the value that the writer found there unless it was written
    /// again since; inserted text and elements are deleted; deleted ones come back, as new ones, in the place of the old
    /// and with their marks; a moved element goes back to its place unless it was moved again; where the marks of the
    /// change count, the marks that the writer found do again, with the same ends, so that they cover what was typed
    /// there since too; counters move back; sets lose what the change put in, unless another put it in as well, and
    /// regain what it took out. Records stay: they are append-only. Erased content does not come back, and child
    /// containers of a deleted list element do not either.
    ///
    /// - Complexity: O(log document) for each piece of text, element and register that the change touched, and one step
    ///   more for each write of them that the change's writer had not seen and for each mark that was ever set over such
    ///   a piece; O(n) for a value of a set.
    public func inverse(of reference: ChangeReference) -> (inout Transaction) -> Void {
        { transaction in transaction.undo(reference) }
    }
}

extension Transaction {
    /// Takes back a change; see `Document.inverse(of:)`.
    public mutating func undo(_ reference: ChangeReference) { held.takeUnretainedValue().takeBack(reference) }
}
