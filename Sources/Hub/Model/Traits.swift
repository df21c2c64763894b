public import CRDT

/// Traits of a customer or person by name: what audiences and segments are decided on.
public struct Traits: Hashable, Sendable {
    /// The value of each trait; never `.null` or `.erased`.
    public let values: [String: Value]

    /// Takes values as they are.
    public init(_ values: [String: Value] = [:]) { self.values = values }

    /// The value of a trait; nil when it is unknown.
    public subscript(name: String) -> Value? { values[name] }
    /// The names, ascending.
    public var names: [String] { values.keys.sorted() }
    /// Whether nothing is known.
    public var isEmpty: Bool { values.isEmpty }
}
