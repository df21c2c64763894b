public import Hub

/// What a run decided; nothing has happened yet.
public enum Decision: Hashable, Sendable {
    /// Say nothing.
    case silent(Gate)
    /// Answer in the words of an article.
    case answer(ExtractiveAnswer)
    /// Offer articles to choose from, best first.
    case offer([ArticleOffer])
    /// Ask back, as a rule says, or as the channel's fallback has it where no rule is named.
    case clarify(question: String, rule: ContentReference?)
    /// Hand over to people.
    case handOff(Event.HandOff)

    /// Why a run says nothing.
    public enum Gate: String, Hashable, Sendable, Codable, CaseIterable {
        /// The assistant is switched off for everything.
        case killSwitch = "kill_switch"
        /// It is off on the channel.
        case channelOff = "channel_off"
        /// The rollout leaves this customer out.
        case holdout
        /// There is nothing published that it could answer from.
        case noContent = "no_content"
        /// The ticket is spam, is locked or was merged into another.
        case outOfReach = "out_of_reach"
        /// A person speaks for the team.
        case lease
        /// There is no turn of the customer to answer.
        case nothingAsked = "nothing_asked"
        /// The customer greets or thanks.
        case courtesy
        /// The customer says that the answer was right.
        case confirmed
    }

    /// An article that is offered.
    public struct ArticleOffer: Hashable, Sendable, Codable {
        /// The article and its version.
        public let source: ContentReference
        /// Its title.
        public let title: String
    }

    /// What the ticket's log says of it; nil where a closed gate leaves the turn as it is.
    public var kind: AssistantDecision.Kind? {
        switch self {
        case .silent(let gate): gate == .courtesy || gate == .confirmed ? .silent : nil
        case .answer: .answer
        case .offer: .offer
        case .clarify: .clarify
        case .handOff: .handOff
        }
    }

    /// The content and guidance that it rests on.
    public var references: [ContentReference] {
        switch self {
        case .silent, .handOff: []
        case .answer(let answer): [answer.source]
        case .offer(let articles): articles.map(\.source)
        case .clarify(_, let rule): rule.map { [$0] } ?? []
        }
    }
}

extension Decision: Codable {
    private enum CodingKeys: String, CodingKey {
        case kind, gate, answer, articles, question, rule, handOff
    }

    private enum Name: String, Codable {
        case silent, answer, offer, clarify
        case handOff = "hand_off"
    }

    /// Reads the form that `encode` writes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Name.self, forKey: .kind) {
        case .silent: self = .silent(try container.decode(Gate.self, forKey: .gate))
        case .answer: self = .answer(try container.decode(ExtractiveAnswer.self, forKey: .answer))
        case .offer: self = .offer(try container.decode([ArticleOffer].self, forKey: .articles))
        case .clarify:
            self = .clarify(
                question: try container.decode(String.self, forKey: .question),
                rule: try container.decodeIfPresent(ContentReference.self, forKey: .rule))
        case .handOff: self = .handOff(try container.decode(Event.HandOff.self, forKey: .handOff))
        }
    }

    /// Writes the kind and what belongs to it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .silent(let gate):
            try container.encode(Name.silent, forKey: .kind)
            try container.encode(gate, forKey: .gate)
        case .answer(let answer):
            try container.encode(Name.answer, forKey: .kind)
            try container.encode(answer, forKey: .answer)
        case .offer(let articles):
            try container.encode(Name.offer, forKey: .kind)
            try container.encode(articles, forKey: .articles)
        case .clarify(let question, let rule):
            try container.encode(Name.clarify, forKey: .kind)
            try container.encode(question, forKey: .question)
            try container.encodeIfPresent(rule, forKey: .rule)
        case .handOff(let handOff):
            try container.encode(Name.handOff, forKey: .kind)
            try container.encode(handOff, forKey: .handOff)
        }
    }
}
