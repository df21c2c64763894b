/// What was typed or deleted last, by the newest change, so that the next keystroke can go on with it.
struct Keystrokes: Sendable {
    /// The text.
    var container = 0
    /// Whether the newest change inserted, or else deleted.
    var isTyping = false
    /// The unit that was inserted or deleted last.
    var last = Unit.none
    /// What follows what was inserted.
    var rightOrigin = Unit.none
    /// The structure of such changes; read when the first goes on.
    var form: KeystrokeForm?
    /// Room for the structure that a change must have.
    var expected = ByteWriter()
    /// Whether anything can go on with the newest change.
    var isPossible = false
}

/// One keystroke that goes on with the newest change.
enum Keystroke {
    /// A letter behind the last one.
    case letter(UInt8)
    /// The deletion of a unit beside the last one.
    case deletion(Unit)
}

extension DocumentBody {
    /// Notes what the change that was completed last did, when it is one operation that a keystroke can go on with.
    mutating func noteInsertion(in container: Int, _ units: Range<Unit>, at place: FugueSequence.Place) {
        let rightOrigin = place.side == .left ? place.parent : place.rightOrigin
        note(isTyping: true, container, last: units.upperBound - 1, rightOrigin: rightOrigin)
    }

    /// Notes that the change that was completed last deleted one unit.
    mutating func noteDeletion(in container: Int, of unit: Unit) {
        note(isTyping: false, container, last: unit, rightOrigin: .none)
    }

    private mutating func note(isTyping: Bool, _ container: Int, last: Unit, rightOrigin: Unit) {
        keystrokes.isTyping = isTyping
        keystrokes.container = container
        keystrokes.last = last
        keystrokes.rightOrigin = rightOrigin
        keystrokes.form = nil
        keystrokes.isPossible = true
    }

    /// Whether a change of this name, made on top of all that is here, would follow the newest one.
    func followsNewest(_ reference: ChangeReference) -> Bool {
        guard keystrokes.isPossible, history.headVersions.count == 1, let streak = history.streaks.last,
            history.headVersions[0] == streak.lastVersion
        else { return false }
        return reference.number == streak.firstNumber + UInt64(streak.count)
            && history.actors[streak.actor] == reference.actor
    }

    /// Whether inserting text at a place is a keystroke that goes on with the newest change.
    func continues(_ text: UnsafeBufferPointer<UInt8>, at place: FugueSequence.Place, in container: Int) -> Bool {
        text.count == 1 && text[0] < 0x80 && keystrokes.isTyping && keystrokes.container == container
            && place.parent == keystrokes.last && place.side == .right && place.rightOrigin == keystrokes.rightOrigin
    }

    /// Whether deleting a unit is one.
    func continues(deletionOf unit: Unit, in container: Int) -> Bool {
        guard !keystrokes.isTyping, keystrokes.container == container, let streak = history.streaks.last else {
            return false
        }
        let (back, forth) = (unit + 1 == keystrokes.last, unit == keystrokes.last + 1)
        return switch streak.kind {
        case .single: back || forth
        case .deletingBackward: back
        case .deletingForward: forth
        case .typing: false
        }
    }

    /// Performs a keystroke that goes on with the newest change; `complete` enters its change.
    mutating func perform(_ keystroke: Keystroke, _ patch: inout Patch?) {
        let container = keystrokes.container
        switch keystroke {
        case .letter(let letter):
            let place = FugueSequence.Place(
                parent: keystrokes.last, side: .right, rightOrigin: keystrokes.rightOrigin
            )
            state.insert(
                CollectionOfOne(letter), count: 1, at: place, history.unitCount, in: container, history, &patch
            )
        case .deletion(let unit): state.delete(unit..<unit + 1, in: container, history, &patch)
        }
    }

    /// Whether the structures of changes that go on with the newest can be made anew; reads how on the first call.
    mutating func hasKeystrokeForm() -> Bool {
        if keystrokes.form != nil { return true }
        guard keystrokes.isPossible, let streak = history.streaks.last else { return false }
        keystrokes.form = KeystrokeForm(streak, history)
        keystrokes.isPossible = keystrokes.form != nil
        return keystrokes.isPossible
    }

    /// Enters the change of a keystroke that was performed.
    mutating func complete(_ keystroke: Keystroke, time: Stamp, stamp: Stamp) {
        switch keystroke {
        case .letter(let letter):
            let unit = history.unitCount
            history.extend(.typing, reference: keystrokes.rightOrigin, letter: letter, time: time, stamp: stamp)
            keystrokes.last = unit
        case .deletion(let unit):
            let kind: Streak.Kind = unit < keystrokes.last ? .deletingBackward : .deletingForward
            history.extend(kind, reference: keystrokes.last, letter: nil, time: time, stamp: stamp)
            keystrokes.last = unit
        }
    }

    /// The keystroke that a change from outside is, when it goes on with the newest; nil when it is anything else.
    mutating func keystroke(_ change: Change) -> Keystroke? {
        guard keystrokes.isPossible, case .present(let content) = change.content, change.heads.count == 1,
            followsNewestInLine(change), hasKeystrokeForm(), let form = keystrokes.form,
            let streak = history.streaks.last
        else { return nil }
        keystrokes.expected.removeAll()
        let number = change.reference.number - 1
        if keystrokes.isTyping {
            guard content.count == 1, content[0] < 0x80 else { return nil }
            let index = streak.count == 1 ? streak.firstUnitCount - 1 : 0
            form.writeInsertion(
                behind: index, of: number, streak.actor, before: keystrokes.rightOrigin, history,
                to: &keystrokes.expected
            )
            return keystrokes.expected.slice.elementsEqual(change.structure) ? .letter(content[0]) : nil
        }
        guard content.isEmpty else { return nil }
        for target in targets(streak.kind) where isDeletable(target, streak) {
            keystrokes.expected.removeAll()
            form.writeDeletion(of: target, streak.actor, history, to: &keystrokes.expected)
            if keystrokes.expected.slice.elementsEqual(change.structure) { return .deletion(target) }
        }
        return nil
    }

    /// Whether a change has seen the newest and nothing that the newest has not, and is its writer's next.
    private func followsNewestInLine(_ change: Change) -> Bool {
        guard let streak = history.streaks.last else { return false }
        let number = streak.firstNumber + UInt64(streak.count)
        let actor = history.actors[streak.actor]
        return change.reference.number == number && change.reference.actor == actor
            && change.heads[0].actor == actor && change.heads[0].number == number - 1
    }

    private func targets(_ kind: Streak.Kind) -> [Unit] {
        let (back, forth) = (keystrokes.last == 0 ? Unit.none : keystrokes.last - 1, keystrokes.last + 1)
        return switch kind {
        case .single: [back, forth]
        case .deletingBackward: [back]
        case .deletingForward: [forth]
        case .typing: []
        }
    }

    /// Whether the text holds a unit, and the writer of the newest change saw it.
    private func isDeletable(_ unit: Unit, _ streak: Streak) -> Bool {
        guard unit < history.unitCount else { return false }
        let slot = state.containers[keystrokes.container].slot
        guard state.texts[slot].sequence.find(unit) != nil else { return false }
        return history.isSame(history.element(unit).change, orSeenBy: streak.lastVersion)
    }

    /// Performs what the changes after the first of a streak did, all at once. The first was performed and noted.
    mutating func performRest(of streak: Streak) {
        guard streak.count > 1 else { return }
        let (count, container) = (streak.count - 1, keystrokes.container)
        let (last, steps) = (streak.lastVersion, UInt64(count))
        var patch: Patch?
        switch streak.kind {
        case .single: preconditionFailure("a single change is a streak of one")
        case .typing:
            let place = FugueSequence.Place(parent: keystrokes.last, side: .right, rightOrigin: streak.reference)
            let start = streak.contentStart + Int(streak.contentCount)
            let unit = streak.unitStart(of: streak.firstVersion + 1)
            state.insert(
                history.bytes[start..<start + Int(count)], count: count, at: place, unit, in: container, history, &patch
            )
            keystrokes.last = streak.unitEnd - 1
        case .deletingBackward:
            state.delete(streak.target(of: last)..<streak.reference, in: container, history, &patch)
            keystrokes.last = streak.reference - steps
        case .deletingForward:
            let start = streak.reference + 1
            state.delete(start..<start + steps, in: container, history, &patch)
            keystrokes.last = streak.reference + steps
        }
    }
}
