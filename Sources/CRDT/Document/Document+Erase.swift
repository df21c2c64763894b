extension Document {
    /// Drops the content of changes. Their structure stays, so history, signatures and convergence stay valid: erased
    /// text keeps its length in the sequence and reads as nothing, erased values read as `Value.erased`.
    ///
    /// The order of erasing and applying does not matter: a change that is not here yet is remembered and erased when
    /// it arrives. Nothing brings content back.
    ///
    /// - Returns: What reads differently now.
    /// - Complexity: O(history).
    @discardableResult
    public mutating func erase(_ changes: Set<ChangeReference>) -> Patch {
        let before = self
        var isChanged = false
        for reference in changes {
            if let version = body.history.version(of: reference) {
                guard !body.history.isErased(version) else { continue }
                body.history.erase(version)
                isChanged = true
            } else if !body.waitingRoom.erase(reference) {
                body.erasedAhead.insert(reference)
            }
        }
        guard isChanged else { return Patch() }
        body.rebuild()
        var patch = Patch()
        patch.entries = StateDifference.entries(from: before, to: self)
        return patch
    }
}

extension Patch {
    /// Adds what a later application changed.
    mutating func append(_ later: Patch) {
        changes += later.changes
        entries += later.entries
    }
}
