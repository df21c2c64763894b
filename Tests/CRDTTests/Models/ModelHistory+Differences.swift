import CRDT

extension ModelHistory {
    /// Where a document that holds the same changes reads otherwise than the definitions say.
    func differences(to document: Document) -> [String] {
        var problems = Set(operations.keys).union(document.containers).sorted().flatMap { id in
            difference(id, document).map { ["\(id): \($0)"] } ?? []
        }
        if document.changes().map(\.reference) != ordered.map(\.reference) {
            problems.append("the changes are in another order")
        }
        let seen = ordered.reduce(into: Set<ChangeReference>()) { $0.formUnion($1.seen) }
        if document.heads != entries.keys.filter({ !seen.contains($0) }).sorted() { problems.append("other heads") }
        return problems
    }

    private func difference(_ id: ContainerID, _ document: Document) -> String? {
        switch id.kind {
        case .map: difference(id, document.map(id), document)
        case .text: difference(ModelText(id, self), document.text(id))
        case .list: difference(ModelList(id, self), document.list(id))
        case .set: mismatch(values(of: id), document.set(id).values)
        case .counter: mismatch(sum(of: id), document.counter(id).value)
        case .records: difference(records(of: id), document.records(id).records)
        }
    }

    private func mismatch<Result: Equatable>(_ expected: Result, _ actual: Result) -> String? {
        expected == actual ? nil : "expected \(expected), found \(actual)"
    }

    private func difference(_ id: ContainerID, _ map: MapView, _ document: Document) -> String? {
        let writes = writes(of: id)
        for (bytes, writes) in writes {
            let key = String(decoding: bytes, as: UTF8.self)
            let expected = standing(writes)
            let actual = map.values(key)
            if let problem = mismatch(expected, actual.map { ModelWrite(id: $0.id, value: $0.value) }) {
                return problem
            }
            if map.value(key) != expected[0].value { return "\(key): not the winner's value" }
            for write in writes where document.isSuperseded(write.id) != isSuperseded(write, among: writes) {
                return "\(key): whether \(write) is superseded"
            }
        }
        let keys = writes.filter { standing($0.value)[0].value != .null }.keys
        return mismatch(keys.sorted { $0.lexicographicallyPrecedes($1) }, map.keys.map { Array($0.utf8) })
    }

    private func difference(_ expected: ModelText, _ text: TextView) -> String? {
        if Array(expected.string.utf8) != Array(text.string.utf8) {
            return "expected \(expected.string.debugDescription), found \(text.string.debugDescription)"
        }
        return mismatch(expected.elements, text.elements) ?? mismatch(expected.spans, text.spans)
            ?? mismatch(expected.elements.count, text.count)
    }

    private func difference(_ expected: ModelList, _ list: ListView) -> String? {
        if let problem = mismatch(expected.elements.map(\.id), list.elements.map(\.id)) { return problem }
        for (element, read) in zip(expected.elements, list.elements) {
            let actual = list.values(of: element.id).map { ModelWrite(id: $0.id, value: $0.value) }
            if let problem = mismatch(element.writes, actual) { return problem }
            if read.value != element.writes[0].value { return "\(element.id): not the winner's value" }
        }
        return nil
    }

    private func difference(
        _ expected: [(id: OperationID, fields: [String: Value])], _ records: [Record]
    ) -> String? {
        mismatch(expected.map(\.id), records.map(\.id)) ?? mismatch(expected.map(\.fields), records.map(\.fields))
    }
}
