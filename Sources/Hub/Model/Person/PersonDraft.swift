public import CRDT

/// What a person's record is made with.
public struct PersonDraft: Hashable, Sendable {
    /// The name.
    public var name: String?
    /// Mail addresses.
    public var emails: [String]
    /// Mail addresses that a channel proved.
    public var verifiedEmails: [String]
    /// Telephone numbers.
    public var phones: [String]
    /// Accounts in other systems.
    public var externals: [ExternalAccount]
    /// The company.
    public var company: Identifier?
    /// The language and region, as BCP 47.
    public var locale: String?
    /// What the person says about themselves.
    public var claimed: [String: Value]
    /// What was proved.
    public var verified: [String: Value]

    /// Starts a draft.
    public init(
        name: String? = nil, emails: [String] = [], verifiedEmails: [String] = [], phones: [String] = [],
        externals: [ExternalAccount] = [], company: Identifier? = nil, locale: String? = nil,
        claimed: [String: Value] = [:], verified: [String: Value] = [:]
    ) {
        self.name = name
        self.emails = emails
        self.verifiedEmails = verifiedEmails
        self.phones = phones
        self.externals = externals
        self.company = company
        self.locale = locale
        self.claimed = claimed
        self.verified = verified
    }
}
