/// Writes records.
public struct RecordsEditor {
    let core: TransactionCore
    let container: Int

    /// The records as they are now.
    public var view: RecordsView { RecordsView(document: core.document, container: container) }

    /// Appends a record of fields that never change; a null field is left out.
    ///
    /// - Returns: The record's identifier.
    @discardableResult
    public func append(_ fields: [String: Value]) -> OperationID {
        let sorted = fields.lazy.filter { $0.value.storable != .null }.map { Field(key: $0.key, value: $0.value) }
            .sorted { $0.key.precedesInBytes($1.key) }
        return core.identifier(core.perform(container, .append(sorted)))
    }

    /// The editable fields of a record, which must be here.
    public func record(_ id: OperationID) -> MapEditor {
        let document = core.document
        let slot = document.body.state.containers[container].slot
        guard let element = document.body.history.localElement(id),
            document.body.state.records[slot].entry(element, document.body.history) != nil
        else { preconditionFailure("the record is not in the document") }
        return MapEditor(core: core, container: core.child(.element(element), .map, of: container))
    }
}
