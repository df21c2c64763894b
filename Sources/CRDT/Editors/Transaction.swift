/// Makes the operations of one change. Editors of containers come from here and are of use only while the body of
/// `Document.edit` runs.
public struct Transaction: ~Copyable {
    /// Owned by whoever made the transaction, for longer than it lasts.
    let held: Unmanaged<TransactionCore>
    private var core: TransactionCore { held.takeUnretainedValue() }

    /// The document as the operations so far have made it.
    public var document: Document { core.document }
    /// The root map.
    public var root: MapEditor { MapEditor(core: core, container: 0) }

    /// The map under a key of the root.
    public func map(_ key: String) -> MapEditor { root.map(key) }
    /// The text under a key of the root.
    public func text(_ key: String) -> TextEditor { root.text(key) }
    /// The list under a key of the root.
    public func list(_ key: String) -> ListEditor { root.list(key) }
    /// The set under a key of the root.
    public func set(_ key: String) -> SetEditor { root.set(key) }
    /// The counter under a key of the root.
    public func counter(_ key: String) -> CounterEditor { root.counter(key) }
    /// The records under a key of the root.
    public func records(_ key: String) -> RecordsEditor { root.records(key) }

    /// The container of a name as the editor of its kind, for callers that hold names.
    public func map(_ id: ContainerID) -> MapEditor { MapEditor(core: core, container: resolve(id, .map)) }
    /// The text of a name.
    public func text(_ id: ContainerID) -> TextEditor { TextEditor(core: core, container: resolve(id, .text)) }
    /// The list of a name.
    public func list(_ id: ContainerID) -> ListEditor { ListEditor(core: core, container: resolve(id, .list)) }
    /// The set of a name.
    public func set(_ id: ContainerID) -> SetEditor { SetEditor(core: core, container: resolve(id, .set)) }
    /// The counter of a name.
    public func counter(_ id: ContainerID) -> CounterEditor {
        CounterEditor(core: core, container: resolve(id, .counter))
    }
    /// The records of a name.
    public func records(_ id: ContainerID) -> RecordsEditor {
        RecordsEditor(core: core, container: resolve(id, .records))
    }

    private func resolve(_ id: ContainerID, _ kind: ContainerKind) -> Int {
        precondition(id.kind == kind, "the container is of another kind")
        return id.steps.reduce(0) { parent, step in
            switch step.name {
            case .key(let key): return core.child(.key(key), step.kind, of: parent)
            case .element(let identifier):
                guard let element = core.document.body.history.localElement(identifier) else {
                    preconditionFailure("the record or element that holds the container is not in the document")
                }
                return core.child(.element(element), step.kind, of: parent)
            }
        }
    }
}
