/// What the hub's model refuses to do, with a sentence that says what is wrong and what to do instead.
///
/// The sentence is safe to log: it names rules, states and fields, never what people wrote.
public struct HubError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stable names of the refusals.
    public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        /// A ticket or article cannot go from its state to the requested one.
        case unlawfulTransition = "unlawful_transition"
        /// Private discussions are not offered.
        case privateNotAvailable = "private_not_available"
        /// A discussion exists already, so its visibility stands.
        case visibilityIsFixed = "visibility_is_fixed"
        /// An anonymous customer becomes known only on proof.
        case identityNotProven = "identity_not_proven"
        /// The ticket was merged into another one and is read-only.
        case ticketIsMerged = "ticket_is_merged"
        /// The message, rule or version is not part of the document.
        case notFound = "not_found"
        /// The message was deleted.
        case messageIsDeleted = "message_is_deleted"
        /// A value has the wrong type, form or range.
        case invalidValue = "invalid_value"
        /// No setting has this name.
        case unknownSetting = "unknown_setting"
        /// Whoever wrote an article cannot approve it.
        case approvalNeedsAnotherPerson = "approval_needs_another_person"
        /// The article was edited after the version that was looked at.
        case staleBase = "stale_base"
        /// A text does not have its notation's form.
        case malformed
    }

    /// The stable name.
    public let code: Code
    /// The sentence for people.
    public let description: String

    /// Composes an error; `description` must not quote what people wrote.
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
