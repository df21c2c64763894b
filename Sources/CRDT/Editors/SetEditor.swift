/// Writes an observed-remove set.
public struct SetEditor {
    let core: TransactionCore
    let container: Int

    /// The set as it is now.
    public var view: SetView { SetView(document: core.document, container: container) }

    /// Puts a value in. Done again it protects the value from removals that have not seen this.
    public func insert(_ value: Value) { core.perform(container, .setInsert(value.storable)) }

    /// Takes a value out as far as it is known here: an insertion that is concurrent stays. Absent, nothing happens.
    public func remove(_ value: Value) {
        let tags = core.read { $0.state.sets[$0.state.containers[container].slot].tags(of: value) }
        if !tags.isEmpty { core.perform(container, .setRemove(tags)) }
    }
}

/// Writes a counter.
public struct CounterEditor {
    let core: TransactionCore
    let container: Int

    /// The sum as it is now.
    public var value: Int64 { CounterView(document: core.document, container: container).value }

    /// Moves the counter; 0 does nothing.
    public func add(_ delta: Int64) {
        if delta != 0 { core.perform(container, .add(.integer(delta))) }
    }
}
