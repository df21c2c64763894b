import Hub

/// A line of `conversations.jsonl`: what is known of a conversation beside its messages.
struct ConversationRecord: Decodable {
    struct Customer: Decodable {
        var id: String
        var name: String?
        var email: String?
        var platform: String?
        var userAgent: String?

        private enum CodingKeys: String, CodingKey {
            case id, name, email, platform
            case userAgent = "user_agent"
        }
    }

    struct Labels: Decodable {
        var topic: String?
        var tags: [String]?
        var isSpam: Bool?
        var isLocked: Bool?
        var isSolved: Bool?
        var solutionMessage: String?
        var citedArticles: [String]?

        private enum CodingKeys: String, CodingKey {
            case topic, tags
            case isSpam = "spam"
            case isLocked = "locked"
            case isSolved = "solved"
            case solutionMessage = "solution_message"
            case citedArticles = "cited_articles"
        }
    }

    var id: String
    var channel: String
    var subject: String?
    var locale: String?
    var product: String?
    var openedAt: String
    var customer: Customer
    var labels: Labels?

    private enum CodingKeys: String, CodingKey {
        case id, channel, subject, locale, product, customer, labels
        case openedAt = "opened_at"
    }

    /// The conversation as the hub takes it, without messages.
    /// - Throws: `RecordProblem` when a field holds what it should not.
    func imported() throws(RecordProblem) -> ImportedConversation {
        for (field, value) in [("id", id), ("channel", channel), ("customer.id", customer.id)] {
            if value.isEmpty { throw .missing(field) }
            if value.hasNUL { throw .nul(field) }
        }
        let words = [
            ("subject", subject), ("locale", locale), ("product", product), ("customer.name", customer.name),
            ("customer.email", customer.email), ("customer.platform", customer.platform),
            ("customer.user_agent", customer.userAgent), ("labels.topic", labels?.topic),
        ]
        for (field, value) in words where value?.hasNUL == true { throw .nul(field) }
        let names = (labels?.tags ?? []) + (labels?.citedArticles ?? [])
        guard !names.contains(where: \.hasNUL) else { throw .nul("labels") }
        guard let instant = Instant(text: openedAt) else { throw .date("opened_at") }
        var imported = ImportedConversation(
            externalID: id, channel: channel, subject: subject ?? "", openedAt: instant,
            customer: ImportedPerson(externalID: customer.id, name: customer.name, email: customer.email)
        )
        imported.locale = locale
        imported.product = product
        imported.platform = customer.platform
        imported.userAgent = customer.userAgent
        imported.tags = labels?.tags ?? []
        imported.topic = labels?.topic
        imported.isSpam = labels?.isSpam ?? false
        imported.isLocked = labels?.isLocked ?? false
        imported.solved = labels?.isSolved
        imported.solutionMessageID = labels?.solutionMessage
        imported.citedArticles = labels?.citedArticles ?? []
        return imported
    }
}
