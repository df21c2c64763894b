/// A change's operations, read and checked for form; whether what they refer to exists is checked by `State`.
struct DecodedChange {
    /// A container of the change's table.
    struct Container {
        var parent: Int
        var name: State.Container.Name
        var kind: ContainerKind
        var depth: Int
    }

    /// The containers; number 0 is the root.
    var containers: [Container]
    /// The operations; their containers are positions in `containers`.
    var operations: [LocalOperation]
    /// How many units the operations make.
    var unitCount: UInt32
}

/// Knows the changes that another refers to.
protocol ChangeLookup {
    /// The local version of a change that the change of version `own` refers to; throws when that cannot have seen it.
    func version(of reference: ChangeReference, seenBy own: UInt32) throws(CRDTError) -> UInt32
}

/// Reads a change. Every claim of the bytes is checked before it is used; nothing is allocated beyond their size.
struct ChangeDecoder {
    private var structure: ByteReader
    private var content: ByteReader
    private let isErased: Bool
    private var versions: [UInt32] = []
    private var keys: [String] = []
    private var containers: [DecodedChange.Container] = []
    private var nextIndex: UInt32 = 0

    /// Decodes `change`, whose version is `own`.
    static func decode(
        _ change: Change, own: UInt32, _ others: some ChangeLookup
    ) throws(CRDTError) -> DecodedChange {
        var decoder = ChangeDecoder(change, own: own)
        return try decoder.run(change.reference.actor, own, others)
    }

    private init(_ change: Change, own: UInt32) {
        structure = ByteReader(change.structure)
        switch change.content {
        case .present(let bytes):
            content = ByteReader(bytes)
            isErased = false
        case .erased:
            content = ByteReader([])
            isErased = true
        }
        versions = [own]
    }

    private mutating func run(
        _ ownActor: ActorID, _ own: UInt32, _ others: some ChangeLookup
    ) throws(CRDTError) -> DecodedChange {
        let format = try structure.byte()
        guard format == StructureFormat.version else { throw .unsupportedVersion(format) }
        var actors = [ownActor]
        for _ in 0..<(try structure.count()) { actors.append(try structure.actor()) }
        for _ in 0..<(try structure.count()) {
            let actor = actors[try structure.variable(atMost: actors.count - 1)]
            let reference = ChangeReference(actor: actor, number: try structure.variable())
            versions.append(try others.version(of: reference, seenBy: own))
        }
        let keyCount = try structure.count()
        keys.reserveCapacity(keyCount)
        for _ in 0..<keyCount { keys.append(try structure.string()) }
        let containerCount = try structure.count()
        containers.reserveCapacity(containerCount + 1)
        containers.append(.init(parent: 0, name: .key(""), kind: .map, depth: 0))
        for _ in 0..<containerCount { containers.append(try container()) }
        let count = try structure.count()
        guard count > 0 else { throw .malformed("it holds no operation") }
        var operations: [LocalOperation] = []
        operations.reserveCapacity(min(count, 1024))
        for _ in 0..<count { operations.append(try operation()) }
        try structure.finish()
        try content.finish()
        return DecodedChange(containers: containers, operations: operations, unitCount: nextIndex)
    }

    private mutating func container() throws(CRDTError) -> DecodedChange.Container {
        let parent = try structure.variable(atMost: containers.count - 1)
        let tag = try structure.byte()
        guard let kind = ContainerKind(rawValue: tag >> 1) else { throw .malformed("a container's kind is unknown") }
        let depth = containers[parent].depth + 1
        guard depth <= Limit.depth else { throw .malformed("containers are nested too deeply") }
        let parentKind = containers[parent].kind
        if tag & 1 == 0 {
            guard parentKind == .map else { throw .malformed("only maps hold containers by key") }
            return .init(parent: parent, name: .key(try key()), kind: kind, depth: depth)
        }
        guard parentKind == .list || parentKind == .records && kind == .map else {
            throw .malformed("a container hangs where none can")
        }
        return .init(parent: parent, name: .element(try element()), kind: kind, depth: depth)
    }

    private mutating func key() throws(CRDTError) -> String {
        guard !keys.isEmpty else { throw .malformed("a key is missing") }
        return keys[try structure.variable(atMost: keys.count - 1)]
    }

    private mutating func optionalElement() throws(CRDTError) -> Element {
        let change = try structure.variable(atMost: versions.count)
        guard change > 0 else { return .none }
        return Element(change: versions[change - 1], index: try structure.index())
    }

    private mutating func element() throws(CRDTError) -> Element {
        let element = try optionalElement()
        guard !element.isNone else { throw .malformed("an element is missing") }
        return element
    }

    private mutating func place() throws(CRDTError) -> LocalPlace {
        guard let side = Place.Side(rawValue: try structure.byte()) else { throw .malformed("a side is unknown") }
        guard side == .right else { return LocalPlace(parent: try element(), side: side, rightOrigin: .none) }
        return LocalPlace(parent: try optionalElement(), side: side, rightOrigin: try optionalElement())
    }

    private mutating func anchor() throws(CRDTError) -> Anchor {
        guard let bias = TextPosition.Bias(rawValue: try structure.byte()) else {
            throw .malformed("an anchor's side is unknown")
        }
        return Anchor(element: try optionalElement(), bias: bias)
    }

    private mutating func value() throws(CRDTError) -> Value {
        let length = try structure.variable(atMost: Limit.index)
        if isErased { return length == 0 ? .null : .erased }
        return try Value.read(length, from: &content)
    }

    private mutating func text() throws(CRDTError) -> InsertedText {
        let count = try structure.index()
        let byteCount = try structure.variable(atMost: Limit.index)
        guard count > 0, byteCount >= count, byteCount <= 4 * Int(count) else {
            throw .malformed("an inserted text's lengths contradict each other")
        }
        if isErased { return InsertedText(count: count, byteCount: byteCount, bytes: nil) }
        let bytes = try content.raw(byteCount)
        guard String.scalarCount(bytes) == Int(count) else {
            throw .malformed("an inserted text is not the UTF-8 that the structure says")
        }
        return InsertedText(count: count, byteCount: byteCount, bytes: bytes)
    }

    private mutating func operation() throws(CRDTError) -> LocalOperation {
        guard let opcode = Opcode(rawValue: try structure.byte()) else {
            throw .malformed("an operation is of an unknown kind")
        }
        let container = try structure.variable(atMost: containers.count - 1)
        let body = try body(opcode)
        guard body.kind == containers[container].kind else {
            throw .malformed("an operation writes a container of another kind")
        }
        let index = nextIndex
        let (next, overflow) = index.addingReportingOverflow(body.unitCount)
        guard !overflow, next <= UInt32(Limit.index) else { throw .malformed("it makes too many elements") }
        nextIndex = next
        return LocalOperation(container: container, index: index, body: body)
    }

    private mutating func body(_ opcode: Opcode) throws(CRDTError) -> LocalOperation.Body {
        switch opcode {
        case .set: return .set(key: try key(), value: try value())
        case .append:
            var fields: [Field] = []
            for _ in 0..<(try structure.count()) {
                let field = Field(key: try key(), value: try value())
                guard fields.last.map({ $0.key.precedesInBytes(field.key) }) ?? true else {
                    throw .malformed("a record's fields are out of order")
                }
                fields.append(field)
            }
            return .append(fields)
        case .setInsert: return .setInsert(try value())
        case .setRemove:
            var tags: [Element] = []
            for _ in 0..<(try structure.count()) { tags.append(try element()) }
            return .setRemove(tags)
        case .add:
            let delta = try value()
            switch delta {
            case .integer, .erased: return .add(delta)
            default: throw .malformed("a counter moves by something that is no integer")
            }
        case .textInsert:
            let place = try place()
            return .textInsert(try text(), place)
        case .textDelete:
            var ranges: [ElementRange] = []
            for _ in 0..<(try structure.count()) {
                let range = ElementRange(start: try element(), count: try structure.index())
                guard range.count > 0, Int(range.start.index) + Int(range.count) <= Limit.index else {
                    throw .malformed("a deleted range is empty or too long")
                }
                ranges.append(range)
            }
            return .textDelete(ranges)
        case .mark:
            let (key, start, end) = (try key(), try anchor(), try anchor())
            return .mark(key: key, value: try value(), start: start, end: end)
        case .listInsert:
            let place = try place()
            return .listInsert(try value(), place)
        case .listMove: return .listMove(try element(), try place())
        case .listDelete: return .listDelete(try element())
        case .listSet: return .listSet(try element(), try value())
        }
    }
}
