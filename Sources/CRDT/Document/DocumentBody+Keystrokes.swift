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
    /// The structure of such changes; read when it is needed.
    var form: KeystrokeForm?
    /// Whether the newest change's structure was written here, so that it has such a form.
    var isCanonical = false
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
    ///
    /// - Parameter isCanonical: Whether its structure is what `ChangeWriter` wrote.
    mutating func noteInsertion(
        in container: Int, _ units: Range<Unit>, at place: FugueSequence.Place, isCanonical: Bool
    ) {
        let rightOrigin = place.side == .left ? place.parent : place.rightOrigin
        note(isTyping: true, container, last: units.upperBound - 1, rightOrigin: rightOrigin, isCanonical)
    }

    /// Notes that the change that was completed last deleted one unit.
    mutating func noteDeletion(in container: Int, of unit: Unit, isCanonical: Bool) {
        note(isTyping: false, container, last: unit, rightOrigin: .none, isCanonical)
    }

    private mutating func note(
        isTyping: Bool, _ container: Int, last: Unit, rightOrigin: Unit, _ isCanonical: Bool
    ) {
        keystrokes.isCanonical = isCanonical && state.isReachedByKeys(container)
        keystrokes.isTyping = isTyping
        keystrokes.container = container
        keystrokes.last = last
        keystrokes.rightOrigin = rightOrigin
        keystrokes.form = nil
        keystrokes.isPossible = true
    }

    /// Whether a change of this name, made on top of all that is here, would follow the newest one.
    func followsNewest(_ reference: ChangeReference) -> Bool {
        let newest = history.streaks.count - 1
        guard keystrokes.isPossible, newest >= 0, history.headVersions.count == 1,
            history.headVersions[0] == history.streaks[newest].lastVersion
        else { return false }
        return reference.number == history.streaks[newest].nextNumber
            && reference.actor == history.actors[history.streaks[newest].actor]
    }

    /// Whether inserting text at a place is a keystroke that goes on with the newest change.
    func continues(_ text: UnsafeBufferPointer<UInt8>, at place: FugueSequence.Place, in container: Int) -> Bool {
        text.count == 1 && text[0] < 0x80 && keystrokes.isTyping && keystrokes.container == container
            && place.parent == keystrokes.last && place.side == .right && place.rightOrigin == keystrokes.rightOrigin
    }

    /// Whether deleting a unit is one.
    func continues(deletionOf unit: Unit, in container: Int) -> Bool {
        guard !keystrokes.isTyping, keystrokes.container == container, !history.streaks.isEmpty else { return false }
        let (back, forth) = (unit + 1 == keystrokes.last, unit == keystrokes.last + 1)
        return switch history.streaks[history.streaks.count - 1].kind {
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
        case .deletion(let unit):
            state.delete(unit..<unit + 1, by: history.unitCount, .together, in: container, history, &patch)
        }
    }

    /// A change that is here.
    mutating func change(_ version: UInt32) -> Change {
        let isNewest = history.streaks[history.streaks.count - 1].firstVersion < version
        return history.change(version, form: isNewest && readKeystrokeForm() ? keystrokes.form : nil)
    }

    /// Whether the structures of changes that go on with the newest can be made anew.
    mutating func hasKeystrokeForm() -> Bool {
        keystrokes.isPossible && (keystrokes.isCanonical || readKeystrokeForm())
    }

    /// Reads how the structures of changes that go on with the newest are made; false when there is no such form.
    private mutating func readKeystrokeForm() -> Bool {
        if keystrokes.isPossible, keystrokes.form != nil { return true }
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
            followsNewestInLine(change), readKeystrokeForm(), let form = keystrokes.form,
            let streak = history.streaks.last
        else { return nil }
        if keystrokes.isTyping {
            guard content.count == 1, content[0] < 0x80 else { return nil }
            let operation = KeystrokeOperation.insertion(
                side: .right, parent: history.name(keystrokes.last), rightOrigin: history.name(keystrokes.rightOrigin),
                count: 1, byteCount: 1
            )
            return form.gives(change, operation) ? .letter(content[0]) : nil
        }
        guard content.isEmpty else { return nil }
        for target in targets(streak.kind) where isDeletable(target, streak) {
            if form.gives(change, .deletion(history.name(target), count: 1)) { return .deletion(target) }
        }
        return nil
    }

    /// Whether a change has seen the newest and nothing that the newest has not, and is its writer's next.
    private func followsNewestInLine(_ change: Change) -> Bool {
        guard let streak = history.streaks.last, let number = streak.nextNumber else { return false }
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
        // What is there no more would let a few bytes stand for any number of deletions.
        guard let run = state.texts[slot].sequence.find(unit), !state.texts[slot].sequence.runs[run].isHidden else {
            return false
        }
        return history.isSame(history.element(unit).change, orSeenBy: streak.lastVersion)
    }

    /// Whether `count` keystrokes of a kind can go on with the newest change, which is a streak of its own.
    mutating func canContinue(_ kind: Streak.Kind, _ count: Int) -> Bool {
        guard hasKeystrokeForm(), let streak = history.streaks.last, streak.count == 1,
            !streak.firstNumber.addingReportingOverflow(UInt64(count)).overflow
        else { return false }
        guard kind != .typing else { return keystrokes.isTyping }
        guard !keystrokes.isTyping, let units = deleted(kind, count) else { return false }
        let text = state.containers[keystrokes.container].slot
        guard state.texts[text].sequence.isVisible(units) else { return false }
        if history.isLinear { return true }
        var isSeen = true
        history.forEachRange(of: units) { elements in
            if !history.isSame(elements.start.change, orSeenBy: streak.lastVersion) { isSeen = false }
        }
        return isSeen
    }

    /// The units that `count` deletions delete; nil when there are not so many.
    private func deleted(_ kind: Streak.Kind, _ count: Int) -> Range<Unit>? {
        let (last, steps) = (keystrokes.last, UInt64(count))
        if kind == .deletingBackward { return steps <= last ? last - steps..<last : nil }
        return steps < history.unitCount - last ? last + 1..<last + 1 + steps : nil
    }

    /// Makes the changes of keystrokes that were checked to go on with the newest change; their times follow.
    mutating func proceed(_ kind: Streak.Kind, letters: UnsafeBufferPointer<UInt8>, count: Int) {
        let reference = kind == .typing ? keystrokes.rightOrigin : keystrokes.last
        perform(kind, letters, count: count, from: history.unitCount)
        history.extend(kind, reference: reference, letters: letters, count: UInt32(count))
    }

    /// Performs what the changes after the first of a streak did, all at once. The first was performed and noted.
    mutating func performRest(of streak: Streak) {
        guard streak.count > 1 else { return }
        let start = streak.contentStart + Int(streak.contentCount)
        let count = Int(streak.count) - 1
        let letters = streak.kind == .typing ? Array(history.bytes[start..<start + count]) : []
        letters.withUnsafeBufferPointer { letters in
            perform(streak.kind, letters, count: count, from: streak.unitStart(of: streak.firstVersion + 1))
        }
    }

    private mutating func perform(
        _ kind: Streak.Kind, _ letters: UnsafeBufferPointer<UInt8>, count: Int, from unit: Unit
    ) {
        var patch: Patch?
        let container = keystrokes.container
        if kind == .typing {
            let place = FugueSequence.Place(parent: keystrokes.last, side: .right, rightOrigin: keystrokes.rightOrigin)
            state.insert(letters, count: UInt32(count), at: place, unit, in: container, history, &patch)
            keystrokes.last = unit + UInt64(count) - 1
        } else if let units = deleted(kind, count) {
            let order: DeletionLog.Order = kind == .deletingBackward ? .backward : .forward
            state.delete(units, by: unit, order, in: container, history, &patch)
            keystrokes.last = kind == .deletingBackward ? units.lowerBound : units.upperBound - 1
        }
    }
}
