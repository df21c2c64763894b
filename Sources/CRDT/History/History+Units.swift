/// One unit of an operation: a number that runs through all changes of a document in the order they were applied.
typealias Unit = UInt64

extension Unit {
    /// No unit: an end of a sequence.
    static let none = Unit.max
}

extension History {
    /// The unit of an element, which was checked to be within its change.
    func unit(_ element: Element) -> Unit {
        if element.isNone { return .none }
        return streaks[position(ofStreakOf: element.change)].unitStart(of: element.change) + UInt64(element.index)
    }

    /// The unit of the first of `count` elements of one change; nil when the change makes fewer. The change that is
    /// being entered makes any number.
    func unit(_ element: Element, count: UInt32) -> Unit? {
        let position = position(ofStreakOf: element.change)
        let start = streaks[position].unitStart(of: element.change) + UInt64(element.index)
        let isWithin = UInt64(element.index) + UInt64(count) <= UInt64(streaks[position].unitCount(of: element.change))
        return isWithin ? start : nil
    }

    /// The element of a unit. O(log changes), O(1) for those of the newest changes.
    func element(_ unit: Unit) -> Element {
        if unit == .none { return .none }
        let position = position(ofStreakWith: unit)
        let version = streaks[position].version(of: unit)
        return Element(change: version, index: UInt32(unit - streaks[position].unitStart(of: version)))
    }

    /// The changes that made consecutive units, as ranges of elements.
    func forEachRange(of units: Range<Unit>, _ body: (ElementRange) -> Void) {
        var next = units.lowerBound
        while next < units.upperBound {
            let position = position(ofStreakWith: next)
            let streakEnd = min(streaks[position].unitEnd, units.upperBound)
            while next < streakEnd {
                let version = streaks[position].version(of: next)
                let start = streaks[position].unitStart(of: version)
                let end = min(streakEnd, start + UInt64(streaks[position].unitCount(of: version)))
                let first = Element(change: version, index: UInt32(next - start))
                body(ElementRange(start: first, count: UInt32(end - next)))
                next = end
            }
        }
    }

    /// Consecutive units, cut where their changes end.
    func ranges(_ units: some Collection<Range<Unit>>) -> [ElementRange] {
        var ranges: [ElementRange] = []
        for range in units { forEachRange(of: range) { ranges.append($0) } }
        return ranges
    }

    /// The global identifier of a unit.
    func identifier(_ unit: Unit) -> OperationID { identifier(element(unit)) }
}
