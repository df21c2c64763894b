extension Document {
    /// Edits the document and returns the change that the operations of `body` make; nil when there were none.
    ///
    /// The change is applied already. When `body` throws, the document is as it was.
    ///
    /// - Parameters:
    ///   - actor: The writer.
    ///   - number: The writer's next number; it must be unused.
    ///   - time: The writer's hybrid time, which travels with the change.
    ///   - stamp: The rank among concurrent writes until `apply` brings another.
    ///   - body: Makes operations; its reads see its own writes.
    @discardableResult
    public mutating func edit<Failure: Error>(
        actor: ActorID, number: UInt64, time: Stamp, stamp: Stamp = .pending,
        _ body: (inout Transaction) throws(Failure) -> Void
    ) throws(Failure) -> Change? {
        var patch: Patch?
        return try edit(actor: actor, number: number, time: time, stamp: stamp, wantsChange: true, &patch, body)
    }

    /// The same, and adds to `patch` what reads differently now.
    @discardableResult
    public mutating func edit<Failure: Error>(
        actor: ActorID, number: UInt64, time: Stamp, stamp: Stamp = .pending, patch: inout Patch,
        _ body: (inout Transaction) throws(Failure) -> Void
    ) throws(Failure) -> Change? {
        var edits: Patch? = Patch()
        let change = try edit(
            actor: actor, number: number, time: time, stamp: stamp, wantsChange: true, &edits, body
        )
        if let edits, change != nil { patch.append(edits) }
        return change
    }

    /// The same, for callers that do not pass the change on now: it is not copied out. `change(_:)` gives it at any
    /// time.
    ///
    /// - Returns: Whether there were operations, so that `number` is used.
    @discardableResult
    public mutating func record<Failure: Error>(
        actor: ActorID, number: UInt64, time: Stamp, stamp: Stamp = .pending,
        _ body: (inout Transaction) throws(Failure) -> Void
    ) throws(Failure) -> Bool {
        let count = changeCount
        var patch: Patch?
        _ = try edit(actor: actor, number: number, time: time, stamp: stamp, wantsChange: false, &patch, body)
        return changeCount > count
    }

    private mutating func edit<Failure: Error>(
        actor: ActorID, number: UInt64, time: Stamp, stamp: Stamp, wantsChange: Bool, _ patch: inout Patch?,
        _ body: (inout Transaction) throws(Failure) -> Void
    ) throws(Failure) -> Change? {
        let reference = ChangeReference(actor: actor, number: number)
        precondition(history.version(of: reference) == nil, "a change's number is used once")
        let core = TransactionCore.begin(reference, time: time, stamp: stamp, patch: patch, editing: &self)
        var transaction = Transaction(core: core)
        do {
            try body(&transaction)
        } catch {
            core.abandon(returningTo: &self)
            throw error
        }
        return core.commit(wantsChange: wantsChange, returningTo: &self, &patch)
    }
}
