/// One unit of an operation: a number that runs through all changes of a document in the order they were applied.
typealias Unit = UInt64

extension Unit {
    /// No unit: an end of a sequence.
    static let none = Unit.max
}

extension History {
    /// The unit of an element, which was checked to be within its change.
    func unit(_ element: Element) -> Unit {
        element.isNone ? .none : unitStarts[Int(element.change)] + UInt64(element.index)
    }

    /// The unit of the first of `count` elements of one change; nil when the change makes fewer. The change that is
    /// being entered makes any number.
    func unit(_ element: Element, count: UInt32) -> Unit? {
        let next = Int(element.change) + 1
        let start = unitStarts[Int(element.change)] + UInt64(element.index)
        let end = next < unitStarts.count ? unitStarts[next] : next <= self.count ? unitCount : .max
        return start + UInt64(count) <= end ? start : nil
    }

    /// The element of a unit. O(log changes), O(1) for those of the newest changes.
    func element(_ unit: Unit) -> Element {
        unit == .none ? .none : element(of: unit, in: version(of: unit))
    }

    private func element(of unit: Unit, in version: Int) -> Element {
        Element(change: UInt32(version), index: UInt32(unit - unitStarts[version]))
    }

    private func version(of unit: Unit) -> Int {
        let last = unitStarts.count - 1
        if unitStarts[last] <= unit { return last }
        if last > 0, unitStarts[last - 1] <= unit { return last - 1 }
        var (low, high) = (0, last)
        while low < high {
            let middle = (low + high) / 2
            if unitStarts[middle] <= unit { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }

    /// The changes that made consecutive units, as ranges of elements.
    func forEachRange(of units: Range<Unit>, _ body: (ElementRange) -> Void) {
        var next = units.lowerBound
        while next < units.upperBound {
            let element = element(next)
            let following = Int(element.change) + 1
            let end = following < unitStarts.count ? min(unitStarts[following], units.upperBound) : units.upperBound
            body(ElementRange(start: element, count: UInt32(end - next)))
            next = end
        }
    }

    /// The global identifier of a unit.
    func identifier(_ unit: Unit) -> OperationID { identifier(element(unit)) }
}
