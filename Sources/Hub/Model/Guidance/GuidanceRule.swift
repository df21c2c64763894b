public import CRDT

/// One rule of a guidance pack.
public struct GuidanceRule: Hashable, Sendable {
    /// What a rule does, strongest first: where two conflict, the stronger kind wins.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The AI must not.
        case forbid
        /// The AI hands over.
        case escalate
        /// The AI keeps to a policy.
        case policy
        /// The AI asks back first.
        case clarify
        /// How the AI sounds.
        case tone
    }

    /// A sentence that the rule should fire on, or should not.
    public struct Example: Hashable, Sendable {
        /// The sentence.
        public let text: String
        /// Whether the rule should fire.
        public let shouldFire: Bool

        /// States an example.
        public init(_ text: String, shouldFire: Bool) {
            self.text = text
            self.shouldFire = shouldFire
        }

        var stored: String { "\(shouldFire ? "fire" : "pass") \(text)" }

        init?(stored: String) {
            guard let parts = CompoundString.parts(stored, count: 2), ["fire", "pass"].contains(parts[0]) else {
                return nil
            }
            self.init(parts[1], shouldFire: parts[0] == "fire")
        }
    }

    /// The rule, whatever is written or moved.
    public let id: OperationID
    /// What it does.
    public let kind: Kind
    /// What it says to the AI.
    public let text: String
    /// When it fires; empty: always.
    public let matcher: String
    /// Where an escalation goes; nil: the channel's default.
    public let destination: String?
    /// Why it is there, for the team.
    public let note: String
    /// What it should and should not fire on.
    public let examples: [Example]

    /// Reads an element of the list; nil when its kind is unknown here.
    init?(_ element: ListElement, in list: ListView) {
        guard let kind = element.value.string.flatMap(Kind.init) else { return nil }
        let fields = list.map(element.id)
        id = element.id
        self.kind = kind
        text = fields.text(GuidanceKey.text).string
        matcher = fields.string(GuidanceKey.matcher) ?? ""
        destination = fields.string(GuidanceKey.destination)
        note = fields.string(GuidanceKey.note) ?? ""
        examples = fields.strings(inSet: GuidanceKey.examples).compactMap(Example.init(stored:))
    }
}
