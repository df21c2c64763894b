/// Numbers things in the order they are first asked for.
struct NumberTable<Thing: Hashable & Sendable>: Sendable {
    /// Below this many things a scan finds one sooner than a dictionary.
    private static var scanCountMax: Int { 12 }

    /// The things in order.
    private(set) var things: ContiguousArray<Thing> = []
    private var numbers: [Thing: Int] = [:]

    /// Forgets everything but the room it took.
    mutating func removeAll() {
        if !things.isEmpty { things.removeAll(keepingCapacity: true) }
        if !numbers.isEmpty { numbers.removeAll(keepingCapacity: true) }
    }

    /// The number of a thing, which gets the next one when it has none.
    mutating func number(of thing: Thing) -> Int {
        if things.count <= Self.scanCountMax {
            if let position = things.lastIndex(of: thing) { return position }
        } else if let number = numbers[thing] {
            return number
        }
        if things.isEmpty { things.reserveCapacity(4) }
        things.append(thing)
        if things.count == Self.scanCountMax + 1 {
            for (number, thing) in things.enumerated() { numbers[thing] = number }
        } else if things.count > Self.scanCountMax {
            numbers[thing] = things.count - 1
        }
        return things.count - 1
    }
}
