extension DocumentEncoder {
    /// Writes the number of a container, and what it is when it is new.
    mutating func writeContainer(_ container: Int) {
        guard container != 0 else { return symbols.put(0, .container) }
        let entry = mirror.state.containers[container]
        let known = containers.things.count
        // The number says that the container is new when it is the next; its parent is told first then.
        let number = containers.number(of: container)
        symbols.put(number + 1, .container)
        guard number == known else { return }
        symbols.put(UInt64(entry.kind.rawValue) << 1 | (isElement(entry.name) ? 1 : 0), .containerTag)
        switch entry.name {
        case .key(let key): writeKey(key)
        case .element(let element): writeElement(element)
        }
        writeContainer(entry.parent)
    }

    private func isElement(_ name: State.Container.Name) -> Bool {
        if case .element = name { true } else { false }
    }

    private mutating func writeKey(_ key: String) {
        let known = keys.things.count
        let number = keys.number(of: .key(key))
        symbols.putSigned(Int64(number - context.key), .key)
        writeNew(key, number, known)
    }

    /// Writes a key unless it is the one after the last, and returns whether it is.
    private mutating func writeKeyUnlessNext(_ key: String) -> Bool {
        let known = keys.things.count
        let number = keys.number(of: .key(key))
        let isNext = number == context.key
        if !isNext { symbols.putSigned(Int64(number - context.key), .key) }
        writeNew(key, number, known)
        return isNext
    }

    private mutating func writeNew(_ key: String, _ number: Int, _ known: Int) {
        context.key = number + 1
        guard number == known else { return }
        symbols.put(key.utf8.count, .length)
        text += Array(key.utf8)
    }

    /// Writes how many units back an element is; 0 is none.
    private mutating func writeElement(_ element: Element) {
        let unit = mirror.history.unit(element)
        symbols.put(element.isNone ? 0 : context.unit - unit, .element)
    }

    private mutating func writeValue(_ value: Value) {
        switch value {
        case .null, .erased: symbols.put(0, .valueTag)
        case .bool(let value): symbols.put(value ? 2 : 1, .valueTag)
        case .integer(let value):
            symbols.put(3, .valueTag)
            symbols.putSigned(value &- context.integer, .integer)
            context.integer = value
        case .double(let value):
            symbols.put(4, .valueTag)
            symbols.put(value.bitPattern, .bits)
        case .string(let value):
            symbols.put(5 + value.utf8.count * 2, .valueTag)
            text += Array(value.utf8)
        case .bytes(let value):
            symbols.put(6 + value.count * 2, .valueTag)
            text += value
        }
    }

    /// Writes a place but for its side.
    private mutating func writePlace(_ place: LocalPlace) {
        writeElement(place.parent)
        if place.side == .right { writeElement(place.rightOrigin) }
    }

    private mutating func writeAnchor(_ anchor: Anchor) {
        symbols.put(UInt64(anchor.bias.rawValue), .bias)
        writeElement(anchor.element)
    }

    /// Writes an operation of the change that is being written.
    mutating func write(_ operation: LocalOperation) {
        context.unit = mirror.history.unitCount + UInt64(operation.index)
        let position = symbols.count
        var shape = Int(operation.body.opcode.rawValue) << 2
        if operation.body.place?.side == .right { shape |= OperationShape.right }
        symbols.put(0, .opcode)
        defer { symbols.set(UInt64(shape), at: position) }
        if operation.container == context.container {
            shape |= OperationShape.sameContainer
        } else {
            writeContainer(operation.container)
            context.container = operation.container
        }
        switch operation.body {
        case .set(let key, let value):
            if writeKeyUnlessNext(key) { shape |= OperationShape.nextKey }
            writeValue(value)
        case .append(let fields):
            symbols.put(fields.count, .fieldCount)
            for field in fields {
                writeKey(field.key)
                writeValue(field.value)
            }
        case .setInsert(let value), .add(let value): writeValue(value)
        case .setRemove(let tags):
            symbols.put(tags.count, .rangeCount)
            for tag in tags { writeElement(tag) }
        case .textInsert(let inserted, let place):
            writePlace(place)
            let bytes = inserted.bytes.map { Array($0) } ?? []
            symbols.put(bytes.count, .length)
            text += bytes
        case .textDelete(let ranges):
            symbols.put(ranges.count, .rangeCount)
            for range in ranges {
                writeElement(range.start)
                symbols.put(range.count, .deletedCount)
            }
        case .mark(let key, let value, let start, let end):
            writeKey(key)
            writeAnchor(start)
            writeAnchor(end)
            writeValue(value)
        case .listInsert(let value, let place):
            writePlace(place)
            writeValue(value)
        case .listMove(let element, let place):
            writeElement(element)
            writePlace(place)
        case .listDelete(let element): writeElement(element)
        case .listSet(let element, let value):
            writeElement(element)
            writeValue(value)
        }
    }
}

extension LocalOperation.Body {
    /// Where it puts something in.
    var place: LocalPlace? {
        switch self {
        case .textInsert(_, let place), .listInsert(_, let place), .listMove(_, let place): place
        default: nil
        }
    }

    /// The first byte that the operation has in a change's structure.
    var opcode: Opcode {
        switch self {
        case .set: .set
        case .append: .append
        case .setInsert: .setInsert
        case .setRemove: .setRemove
        case .add: .add
        case .textInsert: .textInsert
        case .textDelete: .textDelete
        case .mark: .mark
        case .listInsert: .listInsert
        case .listMove: .listMove
        case .listDelete: .listDelete
        case .listSet: .listSet
        }
    }
}
