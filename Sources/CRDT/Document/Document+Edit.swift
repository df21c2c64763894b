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
        let version = try makeChange(actor, number, time, stamp, &patch, body)
        return version.map { self.body.change($0) }
    }

    /// The same, and adds to `patch` what reads differently now.
    @discardableResult
    public mutating func edit<Failure: Error>(
        actor: ActorID, number: UInt64, time: Stamp, stamp: Stamp = .pending, patch: inout Patch,
        _ body: (inout Transaction) throws(Failure) -> Void
    ) throws(Failure) -> Change? {
        var edits: Patch? = Patch()
        let version = try makeChange(actor, number, time, stamp, &edits, body)
        if let edits, version != nil { patch.append(edits) }
        return version.map { self.body.change($0) }
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
        var patch: Patch?
        return try makeChange(actor, number, time, stamp, &patch, body) != nil
    }

    /// Makes a change and returns its version.
    @inline(__always)
    private mutating func makeChange<Failure: Error>(
        _ actor: ActorID, _ number: UInt64, _ time: Stamp, _ stamp: Stamp, _ patch: inout Patch?,
        _ body: (inout Transaction) throws(Failure) -> Void
    ) throws(Failure) -> UInt32? {
        let core = self.body.takeIdleCore() ?? TransactionCore()
        let reference = ChangeReference(actor: actor, number: number)
        core.begin(reference, time: time, stamp: stamp, patch: patch, editing: &self)
        var transaction = Transaction(held: .passUnretained(core))
        do {
            try body(&transaction)
        } catch {
            core.abandon(returningTo: &self)
            throw error
        }
        let version = core.commit(returningTo: &self, &patch)
        self.body.keepIdle(core)
        return version
    }
}
