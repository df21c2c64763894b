/// Who resolved a ticket.
public struct Resolver: Hashable, Sendable, Codable {
    /// The kind, which decides the outcome's badge.
    public let kind: Author.Kind
    /// The user, person or worker.
    public let id: String

    /// Names a resolver.
    public init(kind: Author.Kind, id: String) {
        self.kind = kind
        self.id = id
    }

    /// The resolver of an imported ticket that nobody ever resolved; keeps it out of resolution figures.
    public static let imported = Resolver(kind: .system, id: "imported")

    /// The form in the register: `<kind> <id>`.
    var stored: String { "\(kind.rawValue) \(id)" }

    /// Reads the stored form; nil when it is something else.
    init?(stored: String) {
        guard let parts = CompoundString.parts(stored, count: 2), let kind = Author.Kind(rawValue: parts[0]) else {
            return nil
        }
        self.init(kind: kind, id: parts[1])
    }
}
