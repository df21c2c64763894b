public import CRDT

/// Drops the content of changes everywhere, by order of an administrator.
public struct Erasure: Hashable, Sendable, Codable {
    /// One change to erase.
    public struct Target: Hashable, Sendable, Codable {
        /// The writer, in hexadecimal.
        public let actor: String
        /// The writer's counter.
        public let number: UInt64

        /// Names a change.
        public init(_ reference: ChangeReference) {
            actor = reference.actor.description
            number = reference.number
        }

        /// The change; nil when the actor is not 32 hexadecimal digits.
        public var reference: ChangeReference? {
            ActorID(hexadecimal: actor).map { ChangeReference(actor: $0, number: number) }
        }
    }

    /// The changes, all of the root that the erasure's envelope names.
    public let targets: [Target]
    /// Why, as a code: `right_to_be_forgotten`, `leaked_secret`, `retention` (older than the workspace keeps it), `other`.
    public let reason: String

    /// Assembles an erasure.
    public init(_ references: [ChangeReference], reason: String) {
        targets = references.map(Target.init)
        self.reason = reason
    }
}

extension ActorID {
    /// Reads 32 hexadecimal digits; nil when they are anything else.
    public init?(hexadecimal text: String) {
        guard text.utf8.count == 32, let bytes = Hexadecimal.decode(text) else { return nil }
        var reader = ByteReader(bytes)
        guard let high = try? reader.fixed(), let low = try? reader.fixed() else { return nil }
        self.init(high: high, low: low)
    }
}
