public import CRDT

/// A pack of rules for the AI that is switched on and off as one: a read view of its document.
public struct GuidancePack: Hashable, Sendable {
    /// The pack's identifier.
    public let id: Identifier
    /// Its name.
    public let name: String
    /// Of two packs whose rules conflict, the one of higher priority wins.
    public let priority: Int64
    /// For whom it holds, as an audience expression; nil: everybody.
    public let audience: String?
    /// On which channels it holds, ascending; empty: on all.
    public let channels: [String]
    /// Whether it is in force.
    public let isOn: Bool
    /// Its rules, in order.
    public let rules: [GuidanceRule]

    /// Reads a pack's document.
    public init(id: Identifier, document: Document) {
        let root = document.root
        self.id = id
        name = root.string(GuidanceKey.name) ?? ""
        priority = root.integer(GuidanceKey.priority) ?? 0
        audience = root.string(GuidanceKey.audience)
        channels = root.strings(inSet: GuidanceKey.channels)
        isOn = root.bool(GuidanceKey.isOn) ?? false
        let list = root.list(GuidanceKey.rules)
        rules = list.elements.compactMap { GuidanceRule($0, in: list) }
    }
}
