/// Writes the operations of a local transaction as structure and content, each as it is performed.
struct ChangeWriter: ~Copyable, Sendable {
    private var own: UInt32 = 0
    private var changes = NumberTable<UInt32>()
    private var keys = NumberTable<ContainerID.Name>()
    private var containers = NumberTable<Int>()
    private var containerTable = ByteWriter()
    /// The structure up to the operations.
    private(set) var head = ByteWriter()
    /// The operations.
    private(set) var body = ByteWriter()
    /// What people wrote.
    private(set) var content = ByteWriter()
    /// How many units the operations so far have made.
    private(set) var unitCount: UInt32 = 0
    /// How many operations there are.
    private(set) var operationCount = 0

    /// Prepares to write operations of the change whose local version is `own`.
    mutating func restart(own: UInt32) {
        self.own = own
        // Most keystrokes write nothing.
        guard operationCount > 0 else { return }
        changes.removeAll()
        keys.removeAll()
        containers.removeAll()
        containerTable.removeAll()
        head.removeAll()
        body.removeAll()
        content.removeAll()
        unitCount = 0
        operationCount = 0
    }

    /// How many bytes there is room for.
    var capacity: Int { containerTable.capacity + head.capacity + body.capacity + content.capacity }

    /// Whether a finished structure is this.
    func hasStructure(_ structure: [UInt8]) -> Bool {
        head.count + body.count == structure.count && structure.starts(with: head.written)
            && structure.dropFirst(head.count).elementsEqual(body.written)
    }

    /// Counts an operation that makes `units` units; it is written next.
    mutating func begin(units: UInt32) {
        unitCount += units
        operationCount += 1
    }

    /// Completes the structure, which is `head` and `body` then.
    mutating func finish(_ history: History, _ state: State) {
        // Containers first: writing them can add keys and changes.
        for container in containers.things {
            let entry = state.containers[container]
            containerTable.variable(number(ofContainer: entry.parent, state))
            switch entry.name {
            case .key(let key):
                containerTable.byte(entry.kind.rawValue << 1)
                containerTable.variable(keys.number(of: .key(key)))
            case .element(let element):
                containerTable.byte(entry.kind.rawValue << 1 | 1)
                containerTable.variable(number(of: element))
                containerTable.variable(element.index)
            }
        }
        head.byte(StructureFormat.version)
        writeChanges(history)
        head.variable(keys.things.count)
        for case .key(let key) in keys.things { head.string(key) }
        head.variable(containers.things.count)
        head.raw(containerTable.written)
        head.variable(operationCount)
    }

    private mutating func writeChanges(_ history: History) {
        guard !changes.things.isEmpty else {
            head.byte(0)
            return head.byte(0)
        }
        let ownActor = history.author(of: own).actor
        var actors = NumberTable<UInt32>()
        for change in changes.things {
            let actor = history.author(of: change).actor
            if actor != ownActor { _ = actors.number(of: actor) }
        }
        head.variable(actors.things.count)
        for actor in actors.things { head.actor(history.actors[actor]) }
        head.variable(changes.things.count)
        for change in changes.things {
            let author = history.author(of: change)
            head.variable(author.actor == ownActor ? 0 : actors.number(of: author.actor) + 1)
            head.variable(author.number)
        }
    }

    /// Containers are numbered from 1, parents before their children; the root is 0.
    private mutating func number(ofContainer container: Int, _ state: State) -> Int {
        guard container != 0 else { return 0 }
        let parent = state.containers[container].parent
        if parent != 0 { _ = number(ofContainer: parent, state) }
        return containers.number(of: container) + 1
    }

    private mutating func number(of element: Element) -> Int {
        element.change == own ? 1 : changes.number(of: element.change) + 2
    }

    private mutating func write(_ element: Element) {
        if element.isNone { return body.variable(0) }
        body.variable(number(of: element))
        body.variable(element.index)
    }

    private mutating func write(_ place: LocalPlace) {
        body.byte(place.side.rawValue)
        write(place.parent)
        if place.side == .right { write(place.rightOrigin) }
    }

    private mutating func write(_ anchor: Anchor) {
        body.byte(anchor.bias.rawValue)
        write(anchor.element)
    }

    private mutating func write(_ value: Value) {
        let start = content.count
        value.write(to: &content)
        body.variable(content.count - start)
    }

    private mutating func write(_ key: String) { body.variable(keys.number(of: .key(key))) }

    private mutating func write(_ opcode: Opcode, _ container: Int, _ state: State) {
        body.byte(opcode.rawValue)
        body.variable(number(ofContainer: container, state))
    }

    /// Writes an insertion of text.
    mutating func writeInsertion(
        _ text: UnsafeBufferPointer<UInt8>, count: UInt32, at place: FugueSequence.Place, in container: Int,
        _ history: History, _ state: State
    ) {
        write(.textInsert, container, state)
        body.byte(place.side.rawValue)
        write(history.element(place.parent))
        if place.side == .right { write(history.element(place.rightOrigin)) }
        body.variable(count)
        body.variable(text.count)
        content.raw(text)
    }

    /// Writes a deletion of text.
    mutating func writeDeletion(
        _ units: some Collection<Range<Unit>>, in container: Int, _ history: History, _ state: State
    ) {
        write(.textDelete, container, state)
        if units.count == 1, let range = units.first, range.count == 1 {
            body.variable(1)
            write(history.element(range.lowerBound))
            return body.variable(1)
        }
        write(history.ranges(units))
    }

    private mutating func write(_ ranges: [ElementRange]) {
        body.variable(ranges.count)
        for range in ranges {
            write(range.start)
            body.variable(range.count)
        }
    }

    /// Writes an operation.
    mutating func write(_ operation: LocalOperation, _ state: State) {
        let container = operation.container
        switch operation.body {
        case .set(let key, let value):
            write(.set, container, state)
            write(key)
            write(value)
        case .append(let fields):
            write(.append, container, state)
            body.variable(fields.count)
            for field in fields {
                write(field.key)
                write(field.value)
            }
        case .setInsert(let value):
            write(.setInsert, container, state)
            write(value)
        case .setRemove(let tags):
            write(.setRemove, container, state)
            body.variable(tags.count)
            for tag in tags { write(tag) }
        case .add(let delta):
            write(.add, container, state)
            write(delta)
        case .textInsert(let text, let place):
            write(.textInsert, container, state)
            write(place)
            body.variable(text.count)
            body.variable(text.byteCount)
            if let bytes = text.bytes { content.raw(bytes) }
        case .textDelete(let ranges):
            write(.textDelete, container, state)
            write(ranges)
        case .mark(let key, let value, let start, let end):
            write(.mark, container, state)
            write(key)
            write(start)
            write(end)
            write(value)
        case .listInsert(let value, let place):
            write(.listInsert, container, state)
            write(place)
            write(value)
        case .listMove(let element, let place):
            write(.listMove, container, state)
            write(element)
            write(place)
        case .listDelete(let element):
            write(.listDelete, container, state)
            write(element)
        case .listSet(let element, let value):
            write(.listSet, container, state)
            write(element)
            write(value)
        }
    }
}
