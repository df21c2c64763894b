extension Document {
    /// The root map.
    public var root: MapView { MapView(document: self, container: 0) }

    /// The map under a key of the root.
    public func map(_ key: String) -> MapView { root.map(key) }
    /// The text under a key of the root.
    public func text(_ key: String) -> TextView { root.text(key) }
    /// The list under a key of the root.
    public func list(_ key: String) -> ListView { root.list(key) }
    /// The set under a key of the root.
    public func set(_ key: String) -> SetView { root.set(key) }
    /// The counter under a key of the root.
    public func counter(_ key: String) -> CounterView { root.counter(key) }
    /// The records under a key of the root.
    public func records(_ key: String) -> RecordsView { root.records(key) }

    /// The map of a name; empty when it was never written.
    public func map(_ path: ContainerPath) -> MapView { MapView(document: self, container: find(path, .map)) }
    /// The text of a name; empty when it was never written.
    public func text(_ path: ContainerPath) -> TextView { TextView(document: self, container: find(path, .text)) }
    /// The list of a name; empty when it was never written.
    public func list(_ path: ContainerPath) -> ListView { ListView(document: self, container: find(path, .list)) }
    /// The set of a name; empty when it was never written.
    public func set(_ path: ContainerPath) -> SetView { SetView(document: self, container: find(path, .set)) }
    /// The counter of a name; 0 when it was never written.
    public func counter(_ path: ContainerPath) -> CounterView {
        CounterView(document: self, container: find(path, .counter))
    }
    /// The records of a name; empty when they were never written.
    public func records(_ path: ContainerPath) -> RecordsView {
        RecordsView(document: self, container: find(path, .records))
    }

    /// Every container that was touched, ascending; empty ones may be among them.
    public var containers: [ContainerID] {
        body.state.containers.indices.map { body.state.identifier(of: $0, body.history) }.sorted()
    }

    private func find(_ path: ContainerPath, _ kind: ContainerKind) -> Int? {
        path.kind == kind ? body.state.find(path, body.history) : nil
    }
}
