extension History {
    /// The change, with its bytes copied out, or made when it only goes on with another.
    ///
    /// - Parameter form: The form of its streak, if that was read already.
    func change(_ version: UInt32, form known: KeystrokeForm? = nil) -> Change {
        let streak = streak(of: version)
        var heads: [ChangeReference] = []
        forEachParent(of: version) { heads.append(reference($0)) }
        if heads.count > 1 { heads.sort() }
        let structure: [UInt8]
        var content: [UInt8] = []
        if version == streak.firstVersion {
            structure = Array(bytes[streak.structureStart..<streak.structureStart + Int(streak.structureCount)])
            content = Array(bytes[streak.contentStart..<streak.contentStart + Int(streak.contentCount)])
        } else {
            var writer = ByteWriter()
            guard let form = known ?? KeystrokeForm(streak, self) else { preconditionFailure("a streak has a form") }
            form.write(operation(of: version, streak), by: actors[streak.actor], to: &writer)
            structure = writer.bytes
            if let letter = letter(of: version, streak) { content = [letter] }
        }
        return Change(
            reference: reference(version), heads: heads, time: times[Int(version)].time, structure: structure,
            content: streak.isErased ? .erased : .present(content)
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
