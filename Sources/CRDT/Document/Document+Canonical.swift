extension Document {
    /// Bytes that are equal on every replica that holds the same accepted changes with the same stamps and erasures,
    /// whatever order those came in; a digest of them compares replicas.
    ///
    /// Accepted are the changes whose stamp, and that of everything they have seen, is not `.pending`. The bytes hold
    /// which changes those are, their stamps and erasures, and all that the document of them reads as: values and
    /// concurrent losers, order, marks. They are no format to read back.
    ///
    /// - Complexity: O(document + changes · log changes).
    public func canonicalBytes() -> [UInt8] {
        let versions = Array(0..<UInt32(changeCount))
        guard body.history.times.hasPending else { return canonicalState(of: versions) }
        let accepted = DocumentVersionSet(acceptedIn: body.history)
        return past(accepted).canonicalState(of: versions.filter { accepted.contains($0) })
    }

    private func canonicalState(of versions: [UInt32]) -> [UInt8] {
        var writer = CanonicalWriter()
        writer.bytes.byte(1)
        let references = versions.map { (version: $0, reference: body.history.reference($0)) }
        writer.bytes.variable(references.count)
        for (version, reference) in references.sorted(by: { $0.reference < $1.reference }) {
            writer.write(reference)
            writer.bytes.fixed(body.history.times[Int(version)].stamp.rawValue)
            writer.bytes.byte(body.history.isErased(version) ? 1 : 0)
        }
        for container in containers {
            let start = writer.bytes.count
            switch container.kind {
            case .map: writer.write(map(container), container)
            case .text: writer.write(text(container), container)
            case .list: writer.write(list(container), container)
            case .set: writer.write(set(container), container)
            case .counter: writer.write(counter(container), container)
            case .records: writer.write(records(container), container)
            }
            if writer.bytes.count > start { writer.bytes.byte(0xFF) }
        }
        return writer.bytes.bytes
    }
}

/// Writes what containers read as; nothing for those that read as if they had never been touched.
private struct CanonicalWriter: ~Copyable {
    var bytes = ByteWriter()

    mutating func write(_ reference: ChangeReference) {
        bytes.actor(reference.actor)
        bytes.variable(reference.number)
    }

    private mutating func write(_ id: OperationID) {
        write(id.change)
        bytes.variable(id.index)
    }

    private mutating func write(_ value: Value) {
        var content = ByteWriter()
        value.write(to: &content)
        bytes.byte(value == .erased ? 1 : 0)
        bytes.variable(content.count)
        bytes.raw(content.written)
    }

    private mutating func write(_ entries: [RegisterEntry]) {
        bytes.variable(entries.count)
        for entry in entries {
            write(entry.id)
            write(entry.value)
        }
    }

    private mutating func write(_ container: ContainerID) {
        bytes.variable(container.steps.count)
        for step in container.steps {
            bytes.byte(step.kind.rawValue)
            switch step.name {
            case .key(let key):
                bytes.byte(0)
                bytes.string(key)
            case .element(let element):
                bytes.byte(1)
                write(element)
            }
        }
    }

    mutating func write(_ view: MapView, _ container: ContainerID) {
        let keys = view.writtenKeys
        guard !keys.isEmpty else { return }
        write(container)
        bytes.variable(keys.count)
        for key in keys {
            bytes.string(key)
            write(view.values(key))
        }
    }

    mutating func write(_ view: TextView, _ container: ContainerID) {
        guard view.count > 0 else { return }
        write(container)
        let spans = view.spans
        bytes.variable(spans.count)
        for span in spans {
            bytes.string(span.text)
            bytes.variable(span.marks.count)
            for (key, value) in span.marks.sorted(by: { $0.key.precedesInBytes($1.key) }) {
                bytes.string(key)
                write(value)
            }
        }
        for element in view.elements { write(element) }
    }

    mutating func write(_ view: ListView, _ container: ContainerID) {
        let elements = view.elements
        guard !elements.isEmpty else { return }
        write(container)
        bytes.variable(elements.count)
        for element in elements {
            write(element.id)
            write(view.values(of: element.id))
        }
    }

    mutating func write(_ view: SetView, _ container: ContainerID) {
        let values = view.values
        guard !values.isEmpty else { return }
        write(container)
        bytes.variable(values.count)
        for value in values { write(value) }
    }

    mutating func write(_ view: CounterView, _ container: ContainerID) {
        guard view.value != 0 else { return }
        write(container)
        bytes.signed(view.value)
    }

    mutating func write(_ view: RecordsView, _ container: ContainerID) {
        let records = view.records
        guard !records.isEmpty else { return }
        write(container)
        bytes.variable(records.count)
        for record in records {
            write(record.id)
            bytes.variable(record.fields.count)
            for (key, value) in record.fields.sorted(by: { $0.key.precedesInBytes($1.key) }) {
                bytes.string(key)
                write(value)
            }
        }
    }
}
