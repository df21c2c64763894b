public import CRDT
public import Hub

/// The rules of all packs, in the order in which they win over each other: forbid, escalate, policy, clarify, tone; then
/// the pack's priority; then the rule's id.
public struct Guidance: Sendable {
    /// One rule as a run tries it.
    public struct Rule: Sendable {
        /// The rule and the version of its pack.
        public let reference: ContentReference
        /// What it does.
        public let kind: GuidanceRule.Kind
        /// What it says.
        public let text: String
        /// Where an escalation goes.
        public let destination: String?
        let matcher: Query?
        let audience: Audience
        let channels: [String]
        let priority: Int64

        /// Whether the rule holds for who asks, where they ask; it need not fire on what they say.
        func holds(for reader: Reader, channel: String) -> Bool {
            (channels.isEmpty || channels.contains(channel))
                && audience.includes(reader.traits, regions: reader.regions)
        }

        /// Whether it fires on texts.
        func fires(on texts: [String]) -> Bool { matcher?.matches(texts: texts) ?? true }
    }

    /// The rules, strongest first.
    public let rules: [Rule]

    /// No guidance at all.
    public static let none = Guidance(rules: [])

    private init(rules: [Rule]) { self.rules = rules }

    /// Takes the packs that are on.
    ///
    /// - Parameter packs: The packs, each with the heads of its document.
    /// - Throws: `unreadableGuidance` when a pack that is on has an audience or a matcher that cannot be read: a rule that
    ///   nobody understands must not be passed over in silence.
    public init(_ packs: [(pack: GuidancePack, heads: [ChangeReference])]) throws(AssistantError) {
        var rules: [Rule] = []
        for (pack, heads) in packs where pack.isOn {
            let version = heads.sorted().map(\.description).joined(separator: " ")
            do {
                let audience = try pack.audience.map(Audience.init) ?? .everyone
                for rule in pack.rules {
                    let matcher = rule.matcher.isEmpty ? nil : try Query(rule.matcher)
                    rules.append(
                        Rule(
                            reference: ContentReference(
                                kind: .guidance, id: "\(pack.id)/\(rule.id)", version: version),
                            kind: rule.kind, text: rule.text, destination: rule.destination, matcher: matcher,
                            audience: audience, channels: pack.channels, priority: pack.priority))
                }
            } catch {
                throw AssistantError.unreadableGuidance(pack: pack.id.description, explanation: "\(error)")
            }
        }
        let strength = Dictionary(
            uniqueKeysWithValues: GuidanceRule.Kind.allCases.enumerated().map { ($1, $0) })
        func key(_ rule: Rule) -> (Int, Int64, String) {
            (strength[rule.kind] ?? strength.count, -rule.priority, rule.reference.id)
        }
        self.rules = rules.sorted { key($0) < key($1) }
    }
}
