/// Runs in the order of their sequence: a B-tree whose inner nodes count what is visible below them.
///
/// Nodes lie end to end in flat arrays and name each other by position. A *cursor* remembers the entry that was looked
/// for last, since what comes next is most often near: from there a search goes up only as far as it must, and what is
/// typed there is counted above its leaf once the cursor goes elsewhere.
///
/// Space: eight bytes a run and slot, sixteen a node, four a run for the way up. Time: O(log runs) for all but what says
/// otherwise, O(1) at the cursor.
struct OrderTree: Sendable {
    /// A run's place: a leaf and a slot in it.
    struct Place: Equatable, Sendable {
        var leaf: UInt32
        var slot: Int
    }

    private struct Node: Sendable {
        var parent: UInt32
        /// The leaf that follows; `.max` for none and for inner nodes.
        var next: UInt32
        /// Its place among the children of its parent.
        var slot: UInt16 = 0
        var count: UInt16
        var isLeaf: Bool
    }

    /// An entry of a leaf, how many units are visible before it, and how many the leaf has gained that the nodes above
    /// it do not count yet.
    private struct Cursor: Sendable {
        var place: Place
        var offset: Int
        var gain = 0
    }

    #if DEBUG
        /// Small, so that tests split nodes.
        static let fanOut = 4
    #else
        static let fanOut = 32
    #endif
    private static let none = UInt32.max

    private var nodes: ContiguousArray<Node> = []
    /// Runs in leaves, children in inner nodes; `fanOut` slots a node.
    private var entries: ContiguousArray<UInt32> = []
    /// How many visible units each entry has.
    private var weights: ContiguousArray<UInt32> = []
    /// The leaf of each run.
    private var leaves: ContiguousArray<UInt32> = []
    private var root: UInt32 = 0
    private var cursor: Cursor?
    /// How many units are visible.
    private(set) var visibleCount = 0

    /// Whether there is no run.
    var isEmpty: Bool { nodes.isEmpty || nodes[0].count == 0 && nodes.count == 1 }

    private func start(_ node: UInt32) -> Int { Int(node) * Self.fanOut }

    /// The run at a place.
    func run(at place: Place) -> Int { Int(entries[start(place.leaf) + place.slot]) }

    /// The place of a run.
    func place(of run: Int) -> Place {
        let leaf = leaves[run]
        let first = start(leaf)
        if let cursor, cursor.place.leaf == leaf, entries[first + cursor.place.slot] == UInt32(run) {
            return cursor.place
        }
        let slot = entries.withUnsafeBufferPointer { entries in
            var slot = 0
            while slot < Self.fanOut, entries[first + slot] != UInt32(run) { slot += 1 }
            return slot
        }
        return Place(leaf: leaf, slot: slot)
    }

    /// The place of the first run; nil when there is none.
    var first: Place? {
        guard !isEmpty else { return nil }
        var node = root
        while !nodes[Int(node)].isLeaf { node = entries[start(node)] }
        return Place(leaf: node, slot: 0)
    }

    /// The place after another; nil at the end.
    func next(_ place: Place) -> Place? {
        if place.slot + 1 < Int(nodes[Int(place.leaf)].count) { return Place(leaf: place.leaf, slot: place.slot + 1) }
        let next = nodes[Int(place.leaf)].next
        return next == Self.none ? nil : Place(leaf: next, slot: 0)
    }

    /// The place before another; nil at the start.
    func previous(_ place: Place) -> Place? {
        if place.slot > 0 { return Place(leaf: place.leaf, slot: place.slot - 1) }
        var node = place.leaf
        while node != root {
            let parent = nodes[Int(node)].parent
            let slot = Int(nodes[Int(node)].slot)
            if slot > 0 {
                node = entries[start(parent) + slot - 1]
                while !nodes[Int(node)].isLeaf { node = entries[start(node) + Int(nodes[Int(node)].count) - 1] }
                return Place(leaf: node, slot: Int(nodes[Int(node)].count) - 1)
            }
            node = parent
        }
        return nil
    }

    /// Whether a run comes before another.
    func precedes(_ left: Int, _ right: Int) -> Bool {
        var (first, second) = (leaves[left], leaves[right])
        if first == second { return place(of: left).slot < place(of: right).slot }
        while true {
            let (one, other) = (nodes[Int(first)].parent, nodes[Int(second)].parent)
            if one == other { return nodes[Int(first)].slot < nodes[Int(second)].slot }
            (first, second) = (one, other)
        }
    }

    /// How many units are visible before a place.
    func offset(before place: Place) -> Int {
        if let cursor, cursor.place.leaf == place.leaf {
            let first = start(place.leaf)
            var offset = cursor.offset
            for slot in cursor.place.slot..<max(cursor.place.slot, place.slot) { offset += Int(weights[first + slot]) }
            for slot in min(cursor.place.slot, place.slot)..<cursor.place.slot { offset -= Int(weights[first + slot]) }
            return offset
        }
        var offset = 0
        var (node, slot) = (place.leaf, place.slot)
        // The node at the same height that holds the cursor, whose gain is not counted above its leaf.
        var behind = cursor?.place.leaf ?? Self.none
        while true {
            let first = start(node)
            for before in 0..<slot { offset += Int(weights[first + before]) }
            guard node != root else { return offset }
            let parent = nodes[Int(node)].parent
            slot = Int(nodes[Int(node)].slot)
            if behind != Self.none {
                let other = nodes[Int(behind)].parent
                if other == parent {
                    if Int(nodes[Int(behind)].slot) < slot { offset += cursor?.gain ?? 0 }
                    behind = Self.none
                } else {
                    behind = other
                }
            }
            node = parent
        }
    }

    /// The place of the run that holds the visible unit at `offset`, which must be below `visibleCount`, and what is
    /// left of the offset there. O(log distance from the cursor).
    func find(_ offset: Int) -> (place: Place, rest: Int) {
        precondition(offset >= 0 && offset < visibleCount, "an offset is within the sequence")
        guard let cursor else { return descend(root, offset) }
        return offset < cursor.offset
            ? find(back: cursor.offset - offset, from: cursor.place)
            : find(forth: offset - cursor.offset, from: cursor.place)
    }

    private func find(forth distance: Int, from place: Place) -> (place: Place, rest: Int) {
        var (node, slot, rest) = (place.leaf, place.slot, distance)
        while true {
            let first = start(node)
            let count = Int(nodes[Int(node)].count)
            while slot < count {
                let weight = Int(weights[first + slot])
                if rest < weight {
                    if nodes[Int(node)].isLeaf { return (Place(leaf: node, slot: slot), rest) }
                    return descend(entries[first + slot], rest)
                }
                rest -= weight
                slot += 1
            }
            slot = Int(nodes[Int(node)].slot) + 1
            node = nodes[Int(node)].parent
        }
    }

    private func find(back distance: Int, from place: Place) -> (place: Place, rest: Int) {
        var (node, slot, rest) = (place.leaf, place.slot, distance)
        while true {
            let first = start(node)
            while slot > 0 {
                slot -= 1
                let weight = Int(weights[first + slot])
                if rest <= weight {
                    if nodes[Int(node)].isLeaf { return (Place(leaf: node, slot: slot), weight - rest) }
                    return descend(entries[first + slot], weight - rest)
                }
                rest -= weight
            }
            slot = Int(nodes[Int(node)].slot)
            node = nodes[Int(node)].parent
        }
    }

    /// Finds an offset below a node that does not hold the cursor.
    private func descend(_ top: UInt32, _ offset: Int) -> (place: Place, rest: Int) {
        var (node, rest) = (top, offset)
        while true {
            let first = start(node)
            var slot = 0
            while rest >= Int(weights[first + slot]) {
                rest -= Int(weights[first + slot])
                slot += 1
            }
            if nodes[Int(node)].isLeaf { return (Place(leaf: node, slot: slot), rest) }
            node = entries[first + slot]
        }
    }

    /// Puts the cursor on an entry that `offset` visible units precede.
    mutating func remember(_ place: Place, offset: Int) {
        if cursor?.place.leaf == place.leaf {
            cursor?.place.slot = place.slot
            cursor?.offset = offset
        } else {
            settle()
            cursor = Cursor(place: place, offset: offset)
        }
    }

    /// Counts above its leaf what was gained at the cursor.
    private mutating func settle() {
        guard let former = cursor, former.gain != 0 else { return }
        cursor?.gain = 0
        count(former.gain, above: former.place.leaf)
    }

    private mutating func count(_ difference: Int, above leaf: UInt32) {
        var node = leaf
        while node != root {
            let parent = nodes[Int(node)].parent
            let position = start(parent) + Int(nodes[Int(node)].slot)
            weights[position] = UInt32(Int(weights[position]) + difference)
            node = parent
        }
    }

    /// Gives the run at a place another number of visible units.
    mutating func setWeight(_ weight: Int, at place: Place) {
        let position = start(place.leaf) + place.slot
        let difference = weight - Int(weights[position])
        guard difference != 0 else { return }
        weights[position] = UInt32(weight)
        visibleCount += difference
        if let known = cursor, known.place.leaf == place.leaf {
            cursor?.gain += difference
            if place.slot < known.place.slot { cursor?.offset += difference }
        } else {
            settle()
            cursor = nil
            count(difference, above: place.leaf)
        }
    }

    /// Puts a run, whose number is the next, at a place, and what was there behind it; nil is the end.
    mutating func insert(_ run: Int, weight: Int, at place: Place?) {
        precondition(run == leaves.count, "runs are numbered as they come")
        if nodes.isEmpty { nodes.append(Node(parent: Self.none, next: Self.none, count: 0, isLeaf: true)) }
        var place = place ?? end
        leaves.append(place.leaf)
        if Int(nodes[Int(place.leaf)].count) == Self.fanOut { place = split(place) }
        insertEntry(UInt32(run), weight: 0, in: place.leaf, at: place.slot)
        if let known = cursor, known.place.leaf == place.leaf, place.slot < known.place.slot {
            cursor?.place.slot += 1
        }
        leaves[run] = place.leaf
        setWeight(weight, at: place)
    }

    private var end: Place {
        var node = root
        while !nodes[Int(node)].isLeaf { node = entries[start(node) + Int(nodes[Int(node)].count) - 1] }
        return Place(leaf: node, slot: Int(nodes[Int(node)].count))
    }

    private mutating func insertEntry(_ entry: UInt32, weight: UInt32, in node: UInt32, at slot: Int) {
        let count = Int(nodes[Int(node)].count)
        let first = start(node)
        // The only leaf of a small sequence has no more slots than it needs.
        if first + count == entries.count {
            entries.append(0)
            weights.append(0)
        }
        var position = first + count
        while position > first + slot {
            entries[position] = entries[position - 1]
            weights[position] = weights[position - 1]
            position -= 1
        }
        entries[first + slot] = entry
        weights[first + slot] = weight
        nodes[Int(node)].count += 1
        if !nodes[Int(node)].isLeaf { numberChildren(of: node, from: slot) }
    }

    /// Tells the children of a node from a slot on where they are.
    private mutating func numberChildren(of node: UInt32, from slot: Int) {
        let first = start(node)
        for slot in slot..<Int(nodes[Int(node)].count) { nodes[Int(entries[first + slot])].slot = UInt16(slot) }
    }

    private mutating func makeNode(_ node: Node) -> UInt32 {
        let number = UInt32(nodes.count)
        nodes.append(node)
        let missing = nodes.count * Self.fanOut - entries.count
        entries.append(contentsOf: repeatElement(0, count: missing))
        weights.append(contentsOf: repeatElement(0, count: missing))
        return number
    }

    /// Makes room in a full leaf and returns where the place is then.
    private mutating func split(_ place: Place) -> Place {
        settle()
        cursor = nil
        let kept = place.slot == Self.fanOut && nodes[Int(place.leaf)].next == Self.none ? Self.fanOut : Self.fanOut / 2
        let right = split(place.leaf, keeping: kept)
        return place.slot > kept || place.slot == kept && kept == Self.fanOut
            ? Place(leaf: right, slot: place.slot - kept) : place
    }

    /// Moves the entries from `kept` on to a new node behind `node`.
    private mutating func split(_ node: UInt32, keeping kept: Int) -> UInt32 {
        if node == root {
            let isLeafRoot = Node(parent: Self.none, next: Self.none, count: 0, isLeaf: false)
            root = makeNode(isLeafRoot)
            nodes[Int(node)].parent = root
            insertEntry(node, weight: UInt32(visibleCount), in: root, at: 0)
        }
        let former = nodes[Int(node)]
        let right = makeNode(Node(parent: former.parent, next: former.next, count: 0, isLeaf: former.isLeaf))
        var moved = 0
        let (source, target) = (start(node), start(right))
        for slot in kept..<Int(former.count) {
            let entry = entries[source + slot]
            entries[target + slot - kept] = entry
            weights[target + slot - kept] = weights[source + slot]
            moved += Int(weights[source + slot])
            if former.isLeaf { leaves[Int(entry)] = right } else { nodes[Int(entry)].parent = right }
        }
        nodes[Int(right)].count = UInt16(Int(former.count) - kept)
        if !former.isLeaf { numberChildren(of: right, from: 0) }
        nodes[Int(node)].count = UInt16(kept)
        if former.isLeaf { nodes[Int(node)].next = right }
        var parent = former.parent
        var slot = Int(nodes[Int(node)].slot)
        weights[start(parent) + slot] -= UInt32(moved)
        if Int(nodes[Int(parent)].count) == Self.fanOut {
            // The weight that moves is in no parent while the parent is split, so it is put back and taken out again.
            weights[start(parent) + slot] += UInt32(moved)
            _ = split(parent, keeping: Self.fanOut / 2)
            parent = nodes[Int(node)].parent
            slot = Int(nodes[Int(node)].slot)
            weights[start(parent) + slot] -= UInt32(moved)
        }
        nodes[Int(right)].parent = parent
        insertEntry(right, weight: UInt32(moved), in: parent, at: slot + 1)
        return right
    }
}
