/// Reads a decoded change as operations with global identifiers.
struct OperationReader {
    private let decoded: DecodedChange
    private let version: UInt32
    private let identify: (Element) -> OperationID
    private let earlier: (UInt32) -> DecodedChange?
    private var containers: [ContainerID] = []

    /// Decodes the applied change of a version.
    init(_ document: Document, _ version: UInt32) {
        guard let decoded = try? document.body.history.decode(version) else {
            preconditionFailure("a change that was applied cannot be read again")
        }
        self.init(
            decoded, version, identify: { document.body.history.identifier($0) },
            earlier: { try? document.body.history.decode($0) }
        )
    }

    /// Reads `decoded`; `identify` names elements, and `earlier` gives the other changes that it refers to, if known.
    init(
        _ decoded: DecodedChange, _ version: UInt32, identify: @escaping (Element) -> OperationID,
        earlier: @escaping (UInt32) -> DecodedChange?
    ) {
        self.decoded = decoded
        self.version = version
        self.identify = identify
        self.earlier = earlier
        for (number, container) in decoded.containers.enumerated() {
            guard number > 0 else {
                containers.append(.root)
                continue
            }
            let parent = containers[container.parent]
            switch container.name {
            case .key(let key): containers.append(parent.child(key, container.kind))
            case .element(let element):
                containers.append(parent.child(identify(element), container.kind))
            }
        }
    }

    /// The operations in order.
    var operations: [Operation] { decoded.operations.map(operation) }

    private func operation(_ local: LocalOperation) -> Operation {
        let container = containers[local.container]
        let id = identifier(Element(change: version, index: local.index))
        switch local.body {
        case .set(let key, let value): return .set(container: container, key: key, value: value, id: id)
        case .append(let fields):
            let fields = Dictionary(fields.lazy.map { ($0.key, $0.value) }) { first, _ in first }
            return .append(container: container, record: id, fields: fields)
        case .setInsert(let value): return .setInsert(container: container, value: value, id: id)
        case .setRemove(let tags):
            let value = tags.first.flatMap(insertedValue) ?? .erased
            return .setRemove(container: container, value: value, tags: tags.map(identifier), id: id)
        case .add(let delta): return .add(container: container, delta: Int64(value: delta) ?? 0, id: id)
        case .textInsert(let text, let place):
            let string = text.bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
            return .textInsert(
                container: container, text: string, count: Int(text.count), place: global(place), id: id
            )
        case .textDelete(let ranges):
            let elements = ranges.map { OperationIDRange(start: identifier($0.start), count: Int($0.count)) }
            return .textDelete(container: container, elements: elements, id: id)
        case .mark(let key, let value, let start, let end):
            return .mark(
                container: container, key: key, value: value, start: global(start), end: global(end), id: id
            )
        case .listInsert(let value, let place):
            return .listInsert(container: container, value: value, place: global(place), id: id)
        case .listMove(let element, let place):
            return .listMove(container: container, element: identifier(element), place: global(place), id: id)
        case .listDelete(let element): return .listDelete(container: container, element: identifier(element), id: id)
        case .listSet(let element, let value):
            return .listSet(container: container, element: identifier(element), value: value, id: id)
        }
    }

    /// The value that an insertion put into a set: a removal names insertions only.
    private func insertedValue(_ tag: Element) -> Value? {
        guard let change = tag.change == version ? decoded : earlier(tag.change) else { return nil }
        guard let maker = change.operations.first(where: { $0.index == tag.index }),
            case .setInsert(let value) = maker.body
        else { return nil }
        return value
    }

    private func identifier(_ element: Element) -> OperationID { identify(element) }

    private func global(_ place: LocalPlace) -> Place {
        Place(
            parent: place.parent.isNone ? nil : identifier(place.parent), side: place.side,
            rightOrigin: place.rightOrigin.isNone ? nil : identifier(place.rightOrigin)
        )
    }

    private func global(_ anchor: Anchor) -> TextPosition {
        TextPosition(element: anchor.element.isNone ? nil : identifier(anchor.element), bias: anchor.bias)
    }
}
