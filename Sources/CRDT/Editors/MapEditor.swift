/// Writes a map.
public struct MapEditor {
    let core: TransactionCore
    let container: Int

    /// The map as it is now.
    public var view: MapView { MapView(document: core.document, container: container) }
    /// The value of a key; null when absent.
    public func value(_ key: String) -> Value { view.value(key) }
    /// The value of a typed key; nil when absent or of another type. Writing nil removes.
    public subscript<Held: ValueConvertible>(_ key: Key<Held>) -> Held? {
        get { view[key] }
        nonmutating set { set(key.name, newValue?.value ?? .null) }
    }

    /// Writes a register; null removes the key.
    ///
    /// - Returns: The identifier of the write.
    @discardableResult
    public func set(_ key: String, _ value: Value) -> OperationID {
        identifier(core.perform(container, .set(key: key, value: value.storable)))
    }

    /// Writes a register under a typed key; nil removes the key.
    @discardableResult
    public func set<Held: ValueConvertible>(_ key: Key<Held>, _ held: Held?) -> OperationID {
        set(key.name, held?.value ?? .null)
    }

    /// Removes a key; nothing happens when it is absent and no concurrent write hides behind its absence.
    public func remove(_ key: String) {
        guard view.values(key).contains(where: { $0.value != .null }) else { return }
        set(key, .null)
    }

    /// The map under a key.
    public func map(_ key: String) -> MapEditor { MapEditor(core: core, container: child(key, .map)) }
    /// The text under a key.
    public func text(_ key: String) -> TextEditor { TextEditor(core: core, container: child(key, .text)) }
    /// The list under a key.
    public func list(_ key: String) -> ListEditor { ListEditor(core: core, container: child(key, .list)) }
    /// The set under a key.
    public func set(_ key: String) -> SetEditor { SetEditor(core: core, container: child(key, .set)) }
    /// The counter under a key.
    public func counter(_ key: String) -> CounterEditor { CounterEditor(core: core, container: child(key, .counter)) }
    /// The records under a key.
    public func records(_ key: String) -> RecordsEditor { RecordsEditor(core: core, container: child(key, .records)) }

    private func child(_ key: String, _ kind: ContainerKind) -> Int { core.child(.key(key), kind, of: container) }
    private func identifier(_ element: Element) -> OperationID { core.identifier(element) }
}
