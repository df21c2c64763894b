/// A kind of secret that customers write into messages and that nobody should keep.
public enum SecretKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// The number of a payment card.
    case card
    /// The number of a bank account, an IBAN.
    case account
    /// A key of some service's interface, by its well-known beginning.
    case apiKey = "api_key"
    /// A signed token (JWT).
    case token
    /// A private key in PEM form.
    case privateKey = "private_key"
    /// What stands behind a word such as “password:”.
    case password
}
