/// What a document reads as, and what merging further changes needs: every container that was ever written.
///
/// Containers are numbered in the order of their first touch; the numbers are local. One that nothing was written to
/// is no different from one that is not there.
struct State: Sendable {
    /// The place and kind of a container.
    struct Container: Sendable {
        /// What holds it in its parent.
        enum Name: Hashable, Sendable {
            case key(String)
            case element(Element)

            static func == (left: Self, right: Self) -> Bool {
                switch (left, right) {
                case (.key(let left), .key(let right)): left.hasSameBytes(as: right)
                case (.element(let left), .element(let right)): left == right
                default: false
                }
            }

            func hash(into hasher: inout Hasher) {
                switch self {
                case .key(let key): key.hashBytes(into: &hasher)
                case .element(let element): hasher.combine(element)
                }
            }
        }

        let parent: Int
        let name: Name
        let kind: ContainerKind
        /// Its position in the array of its kind.
        let slot: Int
        /// How many steps lead to it from the root.
        let depth: Int
    }

    private struct Address: Hashable {
        let parent: Int
        let name: Container.Name
        let kind: ContainerKind
    }

    /// Below this many containers a scan finds one sooner than a dictionary, which small documents do without.
    private static let scanCountMax = 12

    private(set) var containers = [Container(parent: 0, name: .key(""), kind: .map, slot: 0, depth: 0)]
    private var numbers: [Address: Int] = [:]

    var maps = [MapState()]
    var texts: [TextState] = []
    var lists: [ListState] = []
    var sets: [SetState] = []
    var counters: [CounterState] = []
    var records: [RecordsState] = []
    var formerWrites = FormerWrites()

    /// The number of a container; nil when it was never touched.
    func find(_ name: Container.Name, _ kind: ContainerKind, in parent: Int) -> Int? {
        if containers.count > Self.scanCountMax {
            return numbers[Address(parent: parent, name: name, kind: kind)]
        }
        for number in 1..<containers.count where containers[number].parent == parent {
            if containers[number].kind == kind, containers[number].name == name { return number }
        }
        return nil
    }

    /// The number of a container, which is made when it was never touched.
    mutating func ensure(_ name: Container.Name, _ kind: ContainerKind, in parent: Int) -> Int {
        if let number = find(name, kind, in: parent) { return number }
        let slot: Int
        switch kind {
        case .map:
            slot = maps.count
            maps.append(MapState())
        case .text:
            slot = texts.count
            texts.append(TextState())
        case .list:
            slot = lists.count
            lists.append(ListState())
        case .set:
            slot = sets.count
            sets.append(SetState())
        case .counter:
            slot = counters.count
            counters.append(CounterState())
        case .records:
            slot = records.count
            records.append(RecordsState())
        }
        let number = containers.count
        let depth = containers[parent].depth + 1
        if number == 1 { containers.reserveCapacity(4) }
        containers.append(Container(parent: parent, name: name, kind: kind, slot: slot, depth: depth))
        if containers.count == Self.scanCountMax + 1 {
            for (number, container) in containers.enumerated().dropFirst() { index(container, number) }
        } else if containers.count > Self.scanCountMax {
            index(containers[number], number)
        }
        return number
    }

    private mutating func index(_ container: Container, _ number: Int) {
        numbers[Address(parent: container.parent, name: container.name, kind: container.kind)] = number
    }

    /// The number of the container of a name; nil when it was never touched.
    func find(_ id: ContainerID, _ history: History) -> Int? {
        var current = 0
        for step in id.steps {
            let name: Container.Name
            switch step.name {
            case .key(let key): name = .key(key)
            case .element(let identifier):
                guard let element = history.element(identifier) else { return nil }
                name = .element(element)
            }
            guard let next = find(name, step.kind, in: current) else { return nil }
            current = next
        }
        return current
    }

    /// Whether keys alone lead to a container. O(depth).
    func isReachedByKeys(_ container: Int) -> Bool {
        var current = container
        while current != 0 {
            guard case .key = containers[current].name else { return false }
            current = containers[current].parent
        }
        return true
    }

    /// The name of a container. O(depth).
    func identifier(of container: Int, _ history: History) -> ContainerID {
        var steps: [ContainerID.Step] = []
        var current = container
        while current != 0 {
            let entry = containers[current]
            switch entry.name {
            case .key(let key): steps.append(ContainerID.Step(.key(key), entry.kind))
            case .element(let element):
                steps.append(ContainerID.Step(.element(history.identifier(element)), entry.kind))
            }
            current = entry.parent
        }
        steps.reverse()
        return ContainerID(steps: steps)
    }
}
