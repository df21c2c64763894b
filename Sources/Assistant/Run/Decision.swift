public import Hub

/// What a run decided; nothing has happened yet.
public enum Decision: Hashable, Sendable, Codable {
    /// Stay out: nobody wants the assistant here.
    case silent(Gate)
    /// Answer in the words of an article.
    case answer(ExtractiveAnswer)
    /// Offer articles to choose from, best first.
    case offer([ArticleOffer])
    /// Ask back, as a rule says.
    case clarify(question: String, rule: ContentReference)
    /// Hand over to people.
    case handOff(Event.HandOff)

    /// What keeps a run from beginning.
    public enum Gate: String, Hashable, Sendable, Codable, CaseIterable {
        /// The assistant is switched off for everything.
        case killSwitch = "kill_switch"
        /// It is off on the channel.
        case channelOff = "channel_off"
        /// A person speaks for the team.
        case lease
        /// There is no turn of the customer to answer.
        case nothingAsked = "nothing_asked"
    }

    /// An article that is offered.
    public struct ArticleOffer: Hashable, Sendable, Codable {
        /// The article and its version.
        public let source: ContentReference
        /// Its title.
        public let title: String
    }
}
