/// Which tickets a list, a pod, an alert or an export holds: conditions that must all be true.
public struct Filter: Hashable, Sendable {
    /// The conditions, joined by «and».
    public var conditions: [Condition]

    /// Joins conditions; none lets every ticket through.
    public init(_ conditions: [Condition] = []) { self.conditions = conditions }

    /// What a condition looks at; the raw value is the name in a search.
    public enum Field: String, Hashable, Sendable, Codable, CaseIterable {
        /// The customer: identifier, address, or words of the name.
        case customer
        /// The channel, or the place within it.
        case source
        /// The channel.
        case channel
        /// `open`, `pending` or `resolved`.
        case status
        /// A property: see `Flag`.
        case `is`
        /// The owner: identifier, or words of the name; `me`, `none`.
        case owner
        /// The queue.
        case queue
        /// `low`, `normal`, `high` or `urgent`.
        case priority
        /// A tag.
        case tag
        /// The customer's segment.
        case segment
        /// A reason of a hand-off by its code; `policy_rule` stands for every rule.
        case reason
        /// Who resolved it: a `TicketSummary.Resolution`; `ai` stands for both that the AI reached alone.
        case outcome
        /// A `TicketSummary.SLAState`.
        case sla
        /// The customer's language; `pt` stands for `pt-BR` too.
        case locale
        /// When it was created.
        case created
        /// When it was last active.
        case updated

        /// True for the fields that compare instants.
        public var isTime: Bool { self == .created || self == .updated }
    }

    /// The properties that `is:` asks for.
    public enum Flag: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nobody owns it.
        case unassigned
        /// It is snoozed now.
        case snoozed
        /// A service-level target was exceeded.
        case breached
        /// It holds something unseen.
        case unread
        /// The customer has the last word.
        case waiting
        /// The AI handed it over.
        case escalated
        /// The AI alone resolved it.
        case ai
        /// The AI began and a person resolved it.
        case mixed
        /// A person resolved it without the AI.
        case human
        /// It is marked as spam.
        case spam
    }

    /// What a field is compared with.
    public enum Value: Hashable, Sendable {
        /// A name, code or identifier; compared without regard to case. Values that nothing has any more survive.
        case word(String)
        /// Nothing: the field is empty.
        case absent
        /// The person who searches.
        case me
        /// An instant of a time field.
        case time(TimeCondition)
    }

    /// One field and what it may be.
    public struct Condition: Hashable, Sendable {
        /// The field.
        public let field: Field
        /// The values, joined by «or»; at least one.
        public let values: [Value]
        /// True when none of the values may hold.
        public let isNegated: Bool

        /// Assembles a condition. No values, or a time for a field that is none, is a programming error.
        public init(_ field: Field, _ values: [Value], isNegated: Bool = false) {
            precondition(!values.isEmpty, "a condition has at least one value")
            precondition(values.allSatisfy { $0.fits(field) }, "the values fit the field")
            self.field = field
            self.values = values
            self.isNegated = isNegated
        }

        /// A condition of plain words: `.init(.status, "open", "pending")`.
        public init(_ field: Field, _ words: String...) {
            self.init(field, words.map(Value.word))
        }
    }
}

extension Filter.Value {
    /// True when the value may stand behind `field`.
    func fits(_ field: Filter.Field) -> Bool {
        switch self {
        case .time: field.isTime
        case .word(let word): !field.isTime && !word.isEmpty
        case .absent: !field.isTime
        case .me: field == .owner
        }
    }
}

extension Filter.Condition {
    /// The values of a closed vocabulary that no ticket can have: likely slips of the finger, worth a hint.
    ///
    /// Empty for fields whose values are made by people, as tags and queues.
    public var unknownValues: [String] {
        guard let vocabulary = field.vocabulary else { return [] }
        return values.compactMap { value in
            guard case .word(let word) = value, !vocabulary.contains(Words.caseFolded(word)) else { return nil }
            return word
        }
    }
}

extension Filter.Field {
    /// Every value that the field can have, when the hub itself defines them.
    public var vocabulary: [String]? {
        switch self {
        case .status: TicketStatus.allCases.map(\.rawValue)
        case .is: Filter.Flag.allCases.map(\.rawValue)
        case .priority: Priority.allCases.map(\.name)
        case .outcome: TicketSummary.Resolution.allCases.map(\.rawValue) + ["ai"]
        case .sla: TicketSummary.SLAState.allCases.map(\.rawValue)
        default: nil
        }
    }
}

extension Priority {
    /// The name in searches and exports.
    public var name: String {
        switch self {
        case .low: "low"
        case .normal: "normal"
        case .high: "high"
        case .urgent: "urgent"
        }
    }
}
