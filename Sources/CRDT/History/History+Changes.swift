extension History {
    /// The change, with its bytes copied out, or made when it only goes on with another.
    ///
    /// - Parameter form: The form of its streak, if that was read already.
    func change(_ version: UInt32, form known: KeystrokeForm? = nil) -> Change {
        let position = position(ofStreakOf: version)
        if version > streaks[position].firstVersion { return follower(version, position, known) }
        let streak = streaks[position]
        var heads: [ChangeReference] = []
        forEachParent(of: version) { heads.append(reference($0)) }
        if heads.count > 1 { heads.sort() }
        let content = Array(bytes[streak.contentStart..<streak.contentStart + Int(streak.contentCount)])
        return Change(
            reference: ChangeReference(actor: actors[streak.actor], number: streak.firstNumber), heads: heads,
            time: times[Int(version)].time, structure: structure(of: streak),
            content: streak.isErased ? .erased : .present(content)
        )
    }

    /// The structure of the first change of a streak.
    func structure(of streak: Streak) -> [UInt8] {
        guard let deferred = streak.deferred else {
            return Array(bytes[streak.structureStart..<streak.structureStart + Int(streak.structureCount)])
        }
        guard let form = KeystrokeForm(streak, self) else {
            preconditionFailure("a change that is deferred has a form")
        }
        let operation: KeystrokeOperation =
            switch deferred {
            case .insertion(let place):
                .insertion(
                    side: place.side, parent: name(place.parent), rightOrigin: name(place.rightOrigin),
                    count: Int(streak.firstUnitCount), byteCount: Int(streak.contentCount)
                )
            case .deletion(let unit): .deletion(name(unit), count: 1)
            }
        return form.structure(operation, by: actors[streak.actor])
    }

    /// A change that is here, decoded.
    func decode(_ version: UInt32) throws(CRDTError) -> DecodedChange {
        try ChangeDecoder.decode(change(version), own: version, self)
    }

    /// A change that only goes on with its streak.
    private func follower(_ version: UInt32, _ position: Int, _ known: KeystrokeForm?) -> Change {
        let actor = actors[streaks[position].actor]
        let number = streaks[position].firstNumber + UInt64(version - streaks[position].firstVersion)
        guard let form = known ?? KeystrokeForm(streaks[position], self) else {
            preconditionFailure("a streak has a form")
        }
        return Change(
            reference: ChangeReference(actor: actor, number: number),
            heads: [ChangeReference(actor: actor, number: number - 1)], time: times[Int(version)].time,
            structure: form.structure(operation(of: version, streaks[position]), by: actor),
            content: .present(letter(of: version, streaks[position]).map { [$0] } ?? [])
        )
    }

    /// What a change after the first of a streak does.
    private func operation(of version: UInt32, _ streak: Streak) -> KeystrokeOperation {
        guard streak.kind == .typing else { return .deletion(name(streak.target(of: version)), count: 1) }
        return .insertion(
            side: .right, parent: name(streak.unitStart(of: version) - 1), rightOrigin: name(streak.reference),
            count: 1, byteCount: 1
        )
    }

    /// The global name of a unit.
    func name(_ unit: Unit) -> OperationID? { unit == .none ? nil : identifier(unit) }

    /// The letter that a change after the first of a streak types; nil when it types none.
    func letter(of version: UInt32, _ streak: Streak) -> UInt8? {
        guard streak.kind == .typing else { return nil }
        return bytes[streak.contentStart + Int(streak.contentCount) + Int(version - streak.firstVersion) - 1]
    }

    /// Whether the content of a change was erased.
    func isErased(_ version: UInt32) -> Bool { streaks[position(ofStreakOf: version)].isErased }

    /// Drops the content of a change and overwrites its bytes.
    mutating func erase(_ version: UInt32) {
        if version < streak(of: version).lastVersion { makeFirst(version + 1) }
        makeFirst(version)
        keepStructure(version)
        overwriteContent(version)
    }

    /// Makes a change the first of a streak of its own.
    private mutating func makeFirst(_ version: UInt32) {
        let streak = streak(of: version)
        guard version > streak.firstVersion else { return }
        let structure = change(version).structure
        let start = bytes.count
        bytes.append(contentsOf: structure)
        let reference = streak.kind == .typing ? streak.reference : streak.target(of: version)
        split(version, structureStart: start, reference: reference)
    }
}

extension History: ChangeLookup {
    func version(of reference: ChangeReference, seenBy own: UInt32) throws(CRDTError) -> UInt32 {
        guard let version = version(of: reference), hasSeen(own, version) else {
            throw .malformed("it refers to a change that its writer had not seen")
        }
        return version
    }
}
