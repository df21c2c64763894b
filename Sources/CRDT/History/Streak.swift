/// Consecutive changes of one writer, each built on the one before it alone: one change of any kind, and after it those
/// of a single keystroke that go on where it stopped. Of these nothing is kept but their number and, for letters that
/// were typed, one byte each; their structure is made when someone asks for it.
struct Streak: Sendable {
    /// How the changes after the first go on.
    enum Kind: UInt8, Sendable {
        /// They do not: there is one change.
        case single
        /// Each inserts one ASCII letter behind the last.
        case typing
        /// Each deletes the unit before the one that was deleted last.
        case deletingBackward
        /// Each deletes the unit after the one that was deleted last.
        case deletingForward
    }

    // The largest fields come first, so that none leaves a gap.

    /// The writer's number for the first change; the others count on.
    var firstNumber: UInt64
    /// The first unit of the first change. Each change after it makes one.
    var unitStart: Unit
    /// All units before this one were seen by every change of the streak.
    var seenUnits: Unit
    /// What the changes after the first refer to: the right origin of what is typed, or what the first deleted.
    var reference: Unit = .none
    /// Where the first change's bytes lie. The letters of the others follow its content.
    var structureStart = 0
    var contentStart = 0
    var structureCount: UInt32 = 0
    var contentCount: UInt32 = 0
    var firstVersion: UInt32
    var count: UInt32 = 1
    /// The writer, in `History.actors`.
    let actor: UInt32
    /// The length of the longest way from the first change down to a change without parents.
    var depth: UInt32
    /// From here to itself the history is one line of versions without gaps.
    let lineStart: UInt32
    /// The first change's first parent's version; `.max` for none.
    var firstParent: UInt32
    /// Where the first change's parents beyond the first are in `History.otherParents`, and how many they are.
    var otherParentsStart: UInt32
    var otherParentsCount: UInt32
    /// The clock of the start of its line; `.max` for none.
    var clock: UInt32
    var lane: UInt32 = .max
    /// The first change's place in its lane.
    var lanePosition: UInt32 = .max
    /// How many units the first change makes, which is no matter until it is complete.
    var firstUnitCount = UInt32.max
    /// A version whose structure has the same form as the first change's, which then is made when someone asks for it;
    /// `.max` when it is kept as bytes.
    var formSource = UInt32.max
    var kind = Kind.single
    /// Whether the content of the first change, which then is the only one, was erased.
    var isErased = false

    /// What the first change did, when its structure is not kept.
    enum Deferred {
        case insertion(FugueSequence.Place)
        /// One unit was deleted.
        case deletion(Unit)
    }

    /// What the first change did; nil when its structure is kept as bytes. Its numbers lie where else those bytes are told.
    var deferred: Deferred? {
        guard formSource != .max else { return nil }
        switch structureCount {
        case Self.leftInsertion:
            return .insertion(FugueSequence.Place(parent: reference, side: .left, rightOrigin: .none))
        case Self.rightInsertion:
            let parent = Unit(UInt(bitPattern: structureStart))
            return .insertion(FugueSequence.Place(parent: parent, side: .right, rightOrigin: reference))
        default: return .deletion(reference)
        }
    }

    private static let leftInsertion: UInt32 = 0
    private static let rightInsertion: UInt32 = 1
    private static let deletion: UInt32 = 2

    /// Notes what the first change did in place of its structure, whose form is that of `source`.
    mutating func setDeferred(_ deferred: Deferred, formOf source: UInt32) {
        formSource = source
        switch deferred {
        case .insertion(let place) where place.side == .left:
            (structureCount, reference) = (Self.leftInsertion, place.parent)
        case .insertion(let place):
            (structureCount, reference) = (Self.rightInsertion, place.rightOrigin)
            structureStart = Int(bitPattern: UInt(place.parent))
        case .deletion(let unit): (structureCount, reference) = (Self.deletion, unit)
        }
    }

    /// Notes where the first change's structure lies.
    mutating func setStructure(_ range: Range<Int>) {
        formSource = .max
        structureStart = range.lowerBound
        structureCount = UInt32(range.count)
    }

    /// The writer's next number; nil when there is none, as a damaged one may be the largest.
    var nextNumber: UInt64? {
        let (next, overflow) = firstNumber.addingReportingOverflow(UInt64(count))
        return overflow ? nil : next
    }

    var lastVersion: UInt32 { firstVersion + (count - 1) }
    /// Beyond the last unit.
    var unitEnd: Unit { unitStart + UInt64(firstUnitCount) + UInt64(count - 1) }

    /// The first unit of a version of the streak.
    func unitStart(of version: UInt32) -> Unit {
        version == firstVersion ? unitStart : unitStart + UInt64(firstUnitCount) + UInt64(version - firstVersion - 1)
    }

    /// How many units a version of the streak makes.
    func unitCount(of version: UInt32) -> UInt32 { version == firstVersion ? firstUnitCount : 1 }

    /// The version that made a unit of the streak.
    func version(of unit: Unit) -> UInt32 {
        let offset = unit - unitStart
        return offset < UInt64(firstUnitCount)
            ? firstVersion : firstVersion + 1 + UInt32(offset - UInt64(firstUnitCount))
    }

    /// What a version after the first deletes.
    func target(of version: UInt32) -> Unit {
        let steps = UInt64(version - firstVersion)
        return kind == .deletingBackward ? reference - steps : reference + steps
    }
}
