extension DocumentDecoder {
    /// The number of a container, which may be told of here for the first time.
    mutating func readContainer(_ own: UInt32) throws(CRDTError) -> Int {
        let number = try symbols.value(.container, atMost: containers.count)
        guard number == containers.count else { return number }
        guard containers.count <= Limit.index else { throw .malformed("there are too many containers") }
        let tag = try symbols.value(.containerTag, atMost: 255)
        guard let kind = ContainerKind(rawValue: UInt8(tag >> 1)) else {
            throw .malformed("a container's kind is unknown")
        }
        let isElement = tag & 1 == 1
        let name: State.Container.Name =
            isElement ? .element(try readElement(own, isNeeded: true)) : .key(try readKey())
        containers.append(Container(parent: 0, name: name, kind: kind, depth: .max))
        let parent = try readContainer(own)
        // What is being told of is not there yet, and nor is anything that hangs on it.
        guard containers[parent].depth < Limit.depth else { throw .malformed("containers are nested too deeply") }
        let parentKind = containers[parent].kind
        guard isElement ? parentKind == .list || parentKind == .records && kind == .map : parentKind == .map else {
            throw .malformed("a container hangs where none can")
        }
        containers[number].parent = parent
        containers[number].depth = containers[parent].depth + 1
        return number
    }

    private mutating func readKey() throws(CRDTError) -> String {
        let number = Int64(context.key) &+ (try symbols.signed(.key))
        guard number >= 0, number <= Int64(keys.count) else { throw .malformed("a key is missing") }
        return try readKey(Int(number))
    }

    /// The key of a number, which is told now when it is new.
    private mutating func readKey(_ number: Int) throws(CRDTError) -> String {
        context.key = number + 1
        if number < keys.count { return keys[number] }
        let count = try symbols.value(.length, atMost: Limit.index)
        guard let key = String(checking: try letters(count)) else {
            throw .malformed("text is not UTF-8")
        }
        keys.append(key)
        return key
    }

    private mutating func readElement(_ own: UInt32, isNeeded: Bool = false) throws(CRDTError) -> Element {
        let distance = try symbols.value(.element)
        if distance == 0 {
            guard !isNeeded else { throw .malformed("an element is missing") }
            return .none
        }
        guard distance <= context.unit else { throw .malformed("an element is beyond what there is") }
        let element = body.history.element(context.unit - distance)
        guard element.change == own || body.history.hasSeen(own, element.change) else {
            throw .malformed("it refers to a change that its writer had not seen")
        }
        return element
    }

    private mutating func readValue() throws(CRDTError) -> Value {
        let tag = try symbols.value(.valueTag, atMost: Limit.index)
        switch tag {
        case 0: return .null
        case 1: return .bool(false)
        case 2: return .bool(true)
        case 3:
            context.integer = context.integer &+ (try symbols.signed(.integer))
            return .integer(context.integer)
        case 4: return .double(Double(bitPattern: try symbols.value(.bits)))
        default:
            let bytes = try letters((tag - 5) / 2)
            if tag & 1 == 0 { return .bytes(Array(bytes)) }
            guard let string = String(checking: bytes) else { throw .malformed("text is not UTF-8") }
            return .string(string)
        }
    }

    private mutating func readPlace(_ shape: Int, _ own: UInt32) throws(CRDTError) -> LocalPlace {
        guard shape & OperationShape.right != 0 else {
            return LocalPlace(parent: try readElement(own, isNeeded: true), side: .left, rightOrigin: .none)
        }
        return LocalPlace(parent: try readElement(own), side: .right, rightOrigin: try readElement(own))
    }

    private mutating func readAnchor(_ own: UInt32) throws(CRDTError) -> Anchor {
        guard let bias = TextPosition.Bias(rawValue: UInt8(try symbols.value(.bias, atMost: 255))) else {
            throw .malformed("an anchor's side is unknown")
        }
        return Anchor(element: try readElement(own), bias: bias)
    }

    /// Reads the operations of a change and performs each at once.
    mutating func readOperations(_ own: UInt32) throws(CRDTError) {
        let count = try symbols.value(.operationCount, atMost: Limit.index)
        guard count > 0 else { throw .malformed("it holds no operation") }
        body.keystrokes.isPossible = false
        writer.restart(own: own)
        for _ in 0..<count {
            let index = writer.unitCount
            context.unit = body.history.unitCount + UInt64(index)
            let shape = try symbols.value(.opcode, atMost: 255)
            guard let opcode = Opcode(rawValue: UInt8(shape >> 2)) else {
                throw .malformed("an operation is of an unknown kind")
            }
            if shape & OperationShape.sameContainer == 0 { context.container = try readContainer(own) }
            let kind = containers[context.container].kind
            let container = try resolve(context.container, own)
            let operation = LocalOperation(container: container, index: index, body: try readBody(opcode, shape, own))
            guard operation.body.kind == kind else {
                throw .malformed("an operation writes a container of another kind")
            }
            let (next, overflow) = index.addingReportingOverflow(operation.body.unitCount)
            guard !overflow, next <= UInt32(Limit.index) else { throw .malformed("it makes too many elements") }
            try body.check(operation.body, in: container, own: own)
            writer.begin(units: operation.body.unitCount)
            writer.write(operation, body.state)
            var patch: Patch?
            body.state.perform(operation, change: own, body.history, &patch)
            if count == 1 { body.note(operation, change: own) }
        }
        append()
    }

    private mutating func readBody(
        _ opcode: Opcode, _ shape: Int, _ own: UInt32
    ) throws(CRDTError) -> LocalOperation.Body {
        switch opcode {
        case .set:
            let isNextKey = shape & OperationShape.nextKey != 0
            guard !isNextKey || context.key <= keys.count else { throw .malformed("a key is missing") }
            return .set(key: isNextKey ? try readKey(context.key) : try readKey(), value: try readValue())
        case .append:
            var fields: [Field] = []
            for _ in 0..<(try symbols.value(.fieldCount, atMost: Limit.index)) {
                let field = Field(key: try readKey(), value: try readValue())
                guard fields.last.map({ $0.key.precedesInBytes(field.key) }) ?? true else {
                    throw .malformed("a record's fields are out of order")
                }
                fields.append(field)
            }
            return .append(fields)
        case .setInsert: return .setInsert(try readValue())
        case .setRemove:
            var tags: [Element] = []
            for _ in 0..<(try symbols.value(.rangeCount, atMost: Limit.index)) {
                tags.append(try readElement(own, isNeeded: true))
            }
            return .setRemove(tags)
        case .add:
            let delta = try readValue()
            guard case .integer = delta else { throw .malformed("a counter moves by something that is no integer") }
            return .add(delta)
        case .textInsert:
            let place = try readPlace(shape, own)
            let bytes = try letters(symbols.value(.length, atMost: Limit.index))
            guard !bytes.isEmpty, let count = String.scalarCount(bytes) else {
                throw .malformed("text is not UTF-8")
            }
            let inserted = InsertedText(count: UInt32(count), byteCount: bytes.count, bytes: Array(bytes)[...])
            return .textInsert(inserted, place)
        case .textDelete:
            var ranges: [ElementRange] = []
            for _ in 0..<(try symbols.value(.rangeCount, atMost: Limit.index)) {
                let start = try readElement(own, isNeeded: true)
                let count = try symbols.value(.deletedCount, atMost: Limit.index)
                guard count > 0, Int(start.index) + count <= Limit.index else {
                    throw .malformed("a deleted range is empty or too long")
                }
                ranges.append(ElementRange(start: start, count: UInt32(count)))
            }
            return .textDelete(ranges)
        case .mark:
            let (key, start, end) = (try readKey(), try readAnchor(own), try readAnchor(own))
            return .mark(key: key, value: try readValue(), start: start, end: end)
        case .listInsert:
            let place = try readPlace(shape, own)
            return .listInsert(try readValue(), place)
        case .listMove: return .listMove(try readElement(own, isNeeded: true), try readPlace(shape, own))
        case .listDelete: return .listDelete(try readElement(own, isNeeded: true))
        case .listSet:
            let element = try readElement(own, isNeeded: true)
            return .listSet(element, try readValue())
        }
    }
}
