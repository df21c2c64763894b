/// Reads records of a document as they were when the view was taken.
public struct RecordsView: Sendable {
    let document: Document
    let container: Int?

    /// How many records there are.
    public var count: Int { state?.entries.count ?? 0 }

    /// The records in the order of history: each after what its writer had seen, otherwise by (stamp, actor, number,
    /// index). O(n).
    public var records: [Record] { state?.entries.map(record) ?? [] }

    /// The record of an identifier; nil when it is not here. O(log n).
    public func record(_ id: OperationID) -> Record? {
        guard let element = document.body.history.localElement(id) else { return nil }
        return state?.entry(element, document.body.history).map(record)
    }

    /// The record at a position of the order. O(1).
    public subscript(position: Int) -> Record {
        guard let state else { preconditionFailure("there are no records") }
        return record(state.entries[position])
    }

    private var state: RecordsState? {
        container.map { document.body.state.records[document.body.state.containers[$0].slot] }
    }

    private func record(_ entry: RecordsState.Entry) -> Record {
        Record(
            document: document,
            container: container.flatMap { document.body.state.find(.element(entry.id), .map, in: $0) },
            id: document.body.history.identifier(entry.id),
            stamp: document.body.history.times[Int(entry.id.change)].stamp,
            fields: Dictionary(entry.fields.lazy.map { ($0.key, $0.value) }) { first, _ in first }
        )
    }
}

/// One entry of records.
public struct Record: Sendable {
    let document: Document
    let container: Int?

    /// The record's identifier; `id.change.actor` is its author.
    public let id: OperationID
    /// The stamp of the change that appended it.
    public let stamp: Stamp
    /// What it was appended with; never changes, except that erased fields read as `.erased`.
    public let fields: [String: Value]

    /// The fields and child containers that can be edited.
    public var editable: MapView { MapView(document: document, container: container) }
    /// The writer that appended it.
    public var author: ActorID { id.change.actor }
}
