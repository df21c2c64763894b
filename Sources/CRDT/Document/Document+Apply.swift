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
    /// - Complexity: O(log document) an operation; O(document) for a new stamp in a history with concurrency.
    @discardableResult
    public mutating func apply(_ change: Change, stamp: Stamp? = nil) throws(CRDTError) -> Patch {
        var patch: Patch? = Patch()
        try take(change, stamp: stamp, &patch)
        return patch ?? Patch()
    }

    /// Does the same as `apply`, for callers that keep no picture of the document: what reads differently is not worked
    /// out.
    public mutating func absorb(_ change: Change, stamp: Stamp? = nil) throws(CRDTError) {
        var patch: Patch?
        try take(change, stamp: stamp, &patch)
    }

    /// Takes over all changes of another document, with its waiting ones and erasures. Of two stamps the earlier holds.
    ///
    /// - Returns: What reads differently now.
    @discardableResult
    public mutating func merge(_ other: Document) -> Patch {
        var patch = Patch()
        for reference in other.body.erasedAhead { patch.append(erase([reference])) }
        for version in 0..<UInt32(other.changeCount) {
            let change = other.body.history.change(version)
            let theirs = other.body.history.times[Int(version)].stamp
            let stamp = stamp(of: change.reference).map { min($0, theirs) } ?? theirs
            // What another document holds was checked there; what fails here it failed to check, and is left out.
            if let more = try? apply(change, stamp: stamp) { patch.append(more) }
        }
        for guest in other.body.waitingRoom.sortedGuests {
            if let more = try? apply(guest.change, stamp: guest.stamp) { patch.append(more) }
        }
        return patch
    }

    private mutating func take(_ change: Change, stamp: Stamp?, _ patch: inout Patch?) throws(CRDTError) {
        if let version = body.history.version(of: change.reference) { return update(version, change, stamp, &patch) }
        try body.take(change, stamp: stamp, &patch)
    }

    private mutating func update(_ version: UInt32, _ change: Change, _ stamp: Stamp?, _ patch: inout Patch?) {
        if change.content == .erased {
            let erasure = erase([change.reference])
            patch?.append(erasure)
        }
        guard let stamp, stamp != .pending, stamp != body.history.times[Int(version)].stamp else { return }
        guard !body.history.isLinear else { return body.history.restamp(version, stamp) }
        let before = self
        body.restamp(version, stamp)
        if patch != nil { patch?.entries += StateDifference.entries(from: before, to: self) }
    }
}

extension DocumentBody {
    /// Applies a change that was not applied before, or lets it wait.
    mutating func take(_ change: Change, stamp: Stamp?, _ patch: inout Patch?) throws(CRDTError) {
        if !waitingRoom.isEmpty, waitingRoom.update(change, stamp: stamp) { return }
        if !erasedAhead.isEmpty, erasedAhead.contains(change.reference) {
            var erased = change
            erased.content = .erased
            return try admit(erased, stamp, &patch)
        }
        try admit(change, stamp, &patch)
    }

    /// Applies a change or lets it wait, then applies what waited for it.
    private mutating func admit(_ change: Change, _ stamp: Stamp?, _ patch: inout Patch?) throws(CRDTError) {
        if let missing = change.heads.first(where: { history.version(of: $0) == nil }) {
            try Self.checkForm(change)
            // Its erasure waits with it from here on.
            erasedAhead.remove(change.reference)
            waitingRoom.admit(WaitingRoom.Guest(change: change, stamp: stamp), missing: missing)
            return
        }
        try integrate(change, stamp: stamp ?? change.time, &patch)
        guard !waitingRoom.isEmpty else { return }
        var released = waitingRoom.release(change.reference)
        while let next = released.popLast() {
            if let missing = next.change.heads.first(where: { history.version(of: $0) == nil }) {
                waitingRoom.admit(next, missing: missing)
            } else if (try? integrate(next.change, stamp: next.stamp ?? next.change.time, &patch)) != nil {
                released += waitingRoom.release(next.change.reference)
            }
        }
    }

    private static func checkForm(_ change: Change) throws(CRDTError) {
        try checkHeads(change)
        // Distinct versions for distinct changes, so that the decoder's own checks hold; existence is checked later.
        _ = try ChangeDecoder.decode(change, own: 0, AnyChange())
    }

    /// Takes every reference for one to a change that is not the own.
    private struct AnyChange: ChangeLookup {
        func version(of reference: ChangeReference, seenBy own: UInt32) throws(CRDTError) -> UInt32 { own + 1 }
    }

    private static func checkHeads(_ change: Change) throws(CRDTError) {
        for position in change.heads.indices {
            guard position == 0 || change.heads[position - 1] < change.heads[position] else {
                throw .malformed("the heads are not in ascending order")
            }
            guard change.heads[position] != change.reference else {
                throw .malformed("a change cannot have seen itself")
            }
        }
    }

    /// Applies a change whose heads are here.
    private mutating func integrate(_ change: Change, stamp: Stamp, _ patch: inout Patch?) throws(CRDTError) {
        try Self.checkHeads(change)
        if let keystroke = keystroke(change) {
            perform(keystroke, &patch)
            complete(keystroke, time: change.time, stamp: stamp)
        } else {
            try integrateAnything(change, stamp: stamp, &patch)
        }
        if !erasedAhead.isEmpty { erasedAhead.remove(change.reference) }
        patch?.changes.append(change.reference)
    }

    /// Applies a change of any kind.
    mutating func integrateAnything(_ change: Change, stamp: Stamp, _ patch: inout Patch?) throws(CRDTError) {
        let own: UInt32
        if change.heads.count == 1, let parent = history.version(of: change.heads[0]) {
            own = history.enter(change.reference, time: change.time, parents: CollectionOfOne(parent), stamp: stamp)
        } else {
            let parents = change.heads.compactMap { history.version(of: $0) }
            own = history.enter(change.reference, time: change.time, parents: parents, stamp: stamp)
        }
        var decoded: DecodedChange
        do {
            decoded = try ChangeDecoder.decode(change, own: own, history)
            let numbers = try checkedContainers(decoded, own: own)
            resolve(&decoded, numbers)
            perform(decoded.operations, own, &patch)
        } catch {
            history.retract()
            throw error
        }
        append(change, units: decoded.unitCount)
    }

    /// Completes a change whose operations were performed.
    mutating func append(_ change: Change, units: UInt32) {
        change.structure.withUnsafeBufferPointer { structure in
            switch change.content {
            case .present(let content):
                content.withUnsafeBufferPointer { history.append(units: units, structure: structure, content: $0) }
            case .erased:
                history.append(units: units, structure: structure, content: nil)
                // What is erased stays alone, so that nothing else is taken for erased too.
                keystrokes.isPossible = false
            }
        }
    }

    /// Gives the operations of a change the numbers that their containers have here; those that are not here are made.
    mutating func resolve(_ decoded: inout DecodedChange, _ numbers: [Int?]) {
        let resolved = ensure(decoded, numbers)
        for position in decoded.operations.indices {
            decoded.operations[position].container = resolved[decoded.operations[position].container]
        }
    }

    /// The numbers of a change's containers; those that are not here are made.
    mutating func ensure(_ decoded: DecodedChange, _ numbers: [Int?]) -> [Int] {
        var resolved: [Int] = []
        resolved.reserveCapacity(decoded.containers.count)
        for (position, container) in decoded.containers.enumerated() {
            guard position > 0 else {
                resolved.append(0)
                continue
            }
            let number = numbers.isEmpty ? nil : numbers[position]
            resolved.append(number ?? state.ensure(container.name, container.kind, in: resolved[container.parent]))
        }
        return resolved
    }

    /// Performs the operations of a change that was entered as `own`.
    mutating func perform(_ operations: [LocalOperation], _ own: UInt32, _ patch: inout Patch?) {
        operations.withUnsafeBufferPointer { operations in
            for position in operations.indices {
                state.perform(operations[position], change: own, history, &patch)
            }
        }
        keystrokes.isPossible = false
        if operations.count == 1 { note(operations[0], change: own) }
    }

    /// Notes what the only operation of a change did, for keystrokes that go on with it.
    mutating func note(_ operation: LocalOperation, change own: UInt32) {
        let container = operation.container
        switch operation.body {
        case .textInsert(let text, let place) where text.bytes != nil:
            let start = history.unit(Element(change: own, index: 0))
            let units = start..<start + UInt64(text.count)
            noteInsertion(
                in: container, units, at: state.sequencePlace(place, history), isCanonical: false
            )
        case .textDelete(let ranges) where ranges.count == 1 && ranges[0].count == 1:
            noteDeletion(in: container, of: history.unit(ranges[0].start), isCanonical: false)
        default: break
        }
    }

    /// Gives a change another stamp. O(document).
    mutating func restamp(_ version: UInt32, _ stamp: Stamp) {
        history.restamp(version, stamp)
        state.restamped(history)
    }

    /// Builds the state anew from the changes that are here. O(history).
    mutating func rebuild() {
        state = State()
        var patch: Patch?
        for streak in history.streaks {
            guard var decoded = try? history.decode(streak.firstVersion) else {
                preconditionFailure("a change that was applied cannot be read again")
            }
            resolve(&decoded, [])
            perform(decoded.operations, streak.firstVersion, &patch)
            if streak.isErased { keystrokes.isPossible = false }
            performRest(of: streak)
        }
    }
}
