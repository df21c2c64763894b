/// Writes the operations of a local transaction as structure and content.
struct ChangeEncoder {
    private let history: History
    private let state: State
    private let own: UInt32

    private var actors: [ActorID] = []
    private var changes: [UInt32] = []
    private var changeNumbers: [UInt32: Int] = [:]
    private var keys: [String] = []
    private var keyNumbers: [ContainerID.Name: Int] = [:]
    private var containers: [Int] = []
    private var containerNumbers: [Int: Int] = [:]
    private var body = ByteWriter()
    private var content = ByteWriter()

    /// Prepares to write operations of the change whose local version is `own`.
    init(own: UInt32, history: History, state: State) {
        self.own = own
        self.history = history
        self.state = state
    }

    /// The structure and the content of the operations.
    static func encode(
        _ operations: [LocalOperation], own: UInt32, history: History, state: State
    ) -> (structure: [UInt8], content: [UInt8]) {
        var encoder = ChangeEncoder(own: own, history: history, state: state)
        for operation in operations { encoder.write(operation) }
        return (encoder.structure(count: operations.count), encoder.content.bytes)
    }

    private mutating func structure(count: Int) -> [UInt8] {
        // Containers first: writing them can add keys and changes.
        var containerTable = ByteWriter()
        for container in containers {
            let entry = state.containers[container]
            containerTable.variable(number(ofContainer: entry.parent))
            switch entry.name {
            case .key(let key):
                containerTable.byte(entry.kind.rawValue << 1)
                containerTable.variable(number(ofKey: key))
            case .element(let element):
                containerTable.byte(entry.kind.rawValue << 1 | 1)
                write(element, to: &containerTable)
            }
        }
        var changeTable = ByteWriter()
        let ownActor = history.nodes[Int(own)].reference.actor
        for change in changes {
            let reference = history.nodes[Int(change)].reference
            if reference.actor == ownActor {
                changeTable.variable(0)
            } else if let position = actors.firstIndex(of: reference.actor) {
                changeTable.variable(position + 1)
            } else {
                actors.append(reference.actor)
                changeTable.variable(actors.count)
            }
            changeTable.variable(reference.number)
        }
        var structure = ByteWriter()
        structure.byte(StructureFormat.version)
        structure.variable(actors.count)
        for actor in actors { structure.actor(actor) }
        structure.variable(changes.count)
        structure.raw(changeTable.bytes)
        structure.variable(keys.count)
        for key in keys { structure.string(key) }
        structure.variable(containers.count)
        structure.raw(containerTable.bytes)
        structure.variable(count)
        structure.raw(body.bytes)
        return structure.bytes
    }

    private mutating func number(ofContainer container: Int) -> Int {
        guard container != 0 else { return 0 }
        if let number = containerNumbers[container] { return number }
        _ = number(ofContainer: state.containers[container].parent)
        containers.append(container)
        containerNumbers[container] = containers.count
        return containers.count
    }

    private mutating func number(ofKey key: String) -> Int {
        if let number = keyNumbers[.key(key)] { return number }
        keyNumbers[.key(key)] = keys.count
        keys.append(key)
        return keys.count - 1
    }

    private mutating func write(_ element: Element, to writer: inout ByteWriter) {
        if element.isNone { return writer.variable(0) }
        if element.change == own {
            writer.variable(1)
        } else if let number = changeNumbers[element.change] {
            writer.variable(number + 1)
        } else {
            changes.append(element.change)
            changeNumbers[element.change] = changes.count
            writer.variable(changes.count + 1)
        }
        writer.variable(element.index)
    }

    private mutating func write(_ element: Element) {
        var writer = body
        body = ByteWriter()
        write(element, to: &writer)
        body = writer
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
        let start = content.bytes.count
        value.write(to: &content)
        body.variable(content.bytes.count - start)
    }

    private mutating func write(_ opcode: Opcode, _ container: Int) {
        body.byte(opcode.rawValue)
        body.variable(number(ofContainer: container))
    }

    private mutating func write(_ operation: LocalOperation) {
        let container = operation.container
        switch operation.body {
        case .set(let key, let value):
            write(.set, container)
            body.variable(number(ofKey: key))
            write(value)
        case .append(let fields):
            write(.append, container)
            body.variable(fields.count)
            for field in fields {
                body.variable(number(ofKey: field.key))
                write(field.value)
            }
        case .setInsert(let value):
            write(.setInsert, container)
            write(value)
        case .setRemove(let tags):
            write(.setRemove, container)
            body.variable(tags.count)
            for tag in tags { write(tag) }
        case .add(let delta):
            write(.add, container)
            write(delta)
        case .textInsert(let text, let place):
            write(.textInsert, container)
            write(place)
            body.variable(text.count)
            body.variable(text.byteCount)
            if let bytes = text.bytes { content.raw(bytes) }
        case .textDelete(let ranges):
            write(.textDelete, container)
            body.variable(ranges.count)
            for range in ranges {
                write(range.start)
                body.variable(range.count)
            }
        case .mark(let key, let value, let start, let end):
            write(.mark, container)
            body.variable(number(ofKey: key))
            write(start)
            write(end)
            write(value)
        case .listInsert(let value, let place):
            write(.listInsert, container)
            write(place)
            write(value)
        case .listMove(let element, let place):
            write(.listMove, container)
            write(element)
            write(place)
        case .listDelete(let element):
            write(.listDelete, container)
            write(element)
        case .listSet(let element, let value):
            write(.listSet, container)
            write(element)
            write(value)
        }
    }
}
