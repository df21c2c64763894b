/// What the channel said about where a ticket came from.
public struct TicketSource: Hashable, Sendable {
    /// Every field by name.
    public var fields: [String: String]

    /// Takes the usual fields; `more` adds those of a particular channel.
    public init(
        conversation: String? = nil, locale: String? = nil, product: String? = nil, url: String? = nil,
        more: [String: String] = [:]
    ) {
        fields = more
        fields["conversation"] = conversation ?? more["conversation"]
        fields["locale"] = locale ?? more["locale"]
        fields["product"] = product ?? more["product"]
        fields["url"] = url ?? more["url"]
    }

    /// The conversation's id on the channel's side.
    public var conversation: String? { fields["conversation"] }
    /// The customer's language and region, as BCP 47.
    public var locale: String? { fields["locale"] }
    /// The product that the conversation is about.
    public var product: String? { fields["product"] }
    /// The page that the customer wrote from.
    public var url: String? { fields["url"] }
}
