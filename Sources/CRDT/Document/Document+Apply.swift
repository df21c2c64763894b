extension Document {
    /// Applies a change, or notes what is new about one that was applied before.
    ///
    /// Applying is idempotent, and the order of arrival does not matter: a change that has seen others which are not
    /// here yet waits for them (see `waiting`; the caller bounds how many). A change that comes again brings at most a
    /// stamp or its erasure; its operations are those that came first.
    ///
    /// - Parameters:
    ///   - change: The change.
    ///   - stamp: Its rank among writes that it has not seen and that have not seen it; nil is the change's own time,
    ///     or, when the change is known already, the stamp that it has. `.pending` never replaces another stamp; of two
    ///     others the one that comes last holds.
    /// - Returns: What reads differently now.
    /// - Throws: `CRDTError` when the bytes are no valid change; the document is then as it was. A waiting change that
    ///   turns out to refer to what its writer cannot have seen is dropped when its turn comes.
    /// - Complexity: That of the operations, O(1) beyond; O(document) for a new stamp in a history with concurrency.
    @discardableResult
    public mutating func apply(_ change: Change, stamp: Stamp? = nil) throws(CRDTError) -> Patch {
        if let version = history.version(of: change.reference) { return update(version, change, stamp) }
        if waitingRoom.update(change, stamp: stamp) { return Patch() }
        var patch = Patch()
        try admit(WaitingRoom.Guest(change: change, stamp: stamp), &patch)
        return patch
    }

    /// Takes over all changes of another document, with its waiting ones and erasures. Of two stamps the earlier holds.
    ///
    /// - Returns: What reads differently now.
    @discardableResult
    public mutating func merge(_ other: Document) -> Patch {
        var patch = Patch()
        for reference in other.erasedAhead { patch.append(erase([reference])) }
        for (change, node) in zip(other.history.changes, other.history.nodes) {
            let stamp = stamp(of: change.reference).map { min($0, node.stamp) } ?? node.stamp
            // What another document holds was checked there; what fails here it failed to check, and is left out.
            if let more = try? apply(change, stamp: stamp) { patch.append(more) }
        }
        for guest in other.waitingRoom.sortedGuests {
            if let more = try? apply(guest.change, stamp: guest.stamp) { patch.append(more) }
        }
        return patch
    }

    private mutating func update(_ version: UInt32, _ change: Change, _ stamp: Stamp?) -> Patch {
        var patch = Patch()
        if change.content == .erased { patch = erase([change.reference]) }
        guard let stamp, stamp != .pending, stamp != history.nodes[Int(version)].stamp else { return patch }
        guard !history.isLinear else {
            history.restamp(version, stamp)
            return patch
        }
        let before = self
        history.restamp(version, stamp)
        state.restamped(history)
        patch.entries += StateDifference.entries(from: before, to: self)
        return patch
    }

    /// Applies a change or lets it wait, then applies what waited for it.
    private mutating func admit(_ guest: WaitingRoom.Guest, _ patch: inout Patch) throws(CRDTError) {
        var guest = guest
        if erasedAhead.contains(guest.change.reference) { guest.change.content = .erased }
        if let missing = guest.change.heads.first(where: { history.version(of: $0) == nil }) {
            try checkForm(guest.change)
            // Its erasure waits with it from here on.
            erasedAhead.remove(guest.change.reference)
            waitingRoom.admit(guest, missing: missing)
            return
        }
        try integrate(guest.change, stamp: guest.stamp ?? guest.change.time, &patch)
        var released = waitingRoom.release(guest.change.reference)
        while let next = released.popLast() {
            if let missing = next.change.heads.first(where: { history.version(of: $0) == nil }) {
                waitingRoom.admit(next, missing: missing)
            } else if (try? integrate(next.change, stamp: next.stamp ?? next.change.time, &patch)) != nil {
                released += waitingRoom.release(next.change.reference)
            }
        }
    }

    private func checkForm(_ change: Change) throws(CRDTError) {
        try Self.checkHeads(change)
        // Distinct versions for distinct changes, so that the decoder's own checks hold; existence is checked later.
        _ = try ChangeDecoder.decode(change, own: 0) { _ throws(CRDTError) in 1 }
    }

    private static func checkHeads(_ change: Change) throws(CRDTError) {
        guard zip(change.heads, change.heads.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw .malformed("the heads are not in ascending order")
        }
        guard !change.heads.contains(change.reference) else { throw .malformed("a change cannot have seen itself") }
    }

    /// Applies a change whose heads are here.
    private mutating func integrate(_ change: Change, stamp: Stamp, _ patch: inout Patch) throws(CRDTError) {
        try Self.checkHeads(change)
        let parents = change.heads.compactMap { history.version(of: $0) }
        let own = history.enter(change.reference, parents: parents, stamp: stamp)
        do {
            let decoded = try decode(change, own)
            let numbers = try containerNumbers(decoded, own)
            perform(decoded, numbers: numbers, own, &patch)
        } catch {
            history.retract()
            throw error
        }
        history.append(change)
        if !erasedAhead.isEmpty { erasedAhead.remove(change.reference) }
        patch.changes.append(change.reference)
    }

    /// Decodes a change that was entered as `own`; what it refers to must be here and seen by it.
    func decode(_ change: Change, _ own: UInt32) throws(CRDTError) -> DecodedChange {
        try ChangeDecoder.decode(change, own: own) { reference throws(CRDTError) in
            guard let version = history.version(of: reference), history.hasSeen(own, version) else {
                throw .malformed("it refers to a change that its writer had not seen")
            }
            return version
        }
    }

    /// Checks what a change refers to. The check holds the state, so it ends here: while it lived, every write after it
    /// would copy what it writes to.
    @inline(never)
    private func containerNumbers(_ decoded: DecodedChange, _ own: UInt32) throws(CRDTError) -> [Int?] {
        try ReferenceCheck(decoded, own: own, state, history).numbers
    }

    private mutating func perform(_ decoded: DecodedChange, numbers: [Int?], _ own: UInt32, _ patch: inout Patch) {
        var resolved: [Int] = []
        resolved.reserveCapacity(numbers.count)
        for (container, number) in zip(decoded.containers, numbers) {
            let parent = resolved.isEmpty ? 0 : resolved[container.parent]
            let isRoot = resolved.isEmpty
            resolved.append(isRoot ? 0 : number ?? state.ensure(container.name, container.kind, in: parent, history))
        }
        var operations = decoded.operations
        for position in operations.indices { operations[position].container = resolved[operations[position].container] }
        state.perform(operations, change: own, history, &patch)
    }

    /// Builds the state anew from the changes that are here. O(history).
    mutating func rebuild() {
        state = State()
        var patch = Patch()
        for (version, change) in history.changes.enumerated() {
            guard let decoded = try? decode(change, UInt32(version)) else {
                preconditionFailure("a change that was applied cannot be read again")
            }
            perform(decoded, numbers: [Int?](repeating: nil, count: decoded.containers.count), UInt32(version), &patch)
            patch.entries.removeAll(keepingCapacity: true)
        }
    }
}
