/// Somebody's account in another system.
public struct ExternalAccount: Hashable, Sendable, Codable {
    /// The system, such as `slack` or `shop`.
    public let system: String
    /// The account's id there.
    public let id: String

    /// Names an account.
    public init(system: String, id: String) {
        self.system = system
        self.id = id
    }

    /// The form in the set: `<system> <id>`.
    var stored: String { "\(CompoundString.word(system)) \(id)" }

    /// Reads the stored form; nil when it is something else.
    init?(stored: String) {
        guard let parts = CompoundString.parts(stored, count: 2) else { return nil }
        self.init(system: parts[0], id: parts[1])
    }
}
