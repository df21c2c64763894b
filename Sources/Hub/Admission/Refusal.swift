/// Why a change does not enter the log, in words that say what to do and hold nobody's.
public enum Refusal: String, Error, Hashable, Sendable, Codable, CaseIterable {
    /// The device or user was revoked.
    case revoked
    /// The role does not write this kind of document, or this part of it.
    case roleForbids = "role_forbids"
    /// No grant on the scope.
    case scopeNotGranted = "scope_not_granted"
    /// The document's id does not belong to its root.
    case rootMismatch = "root_mismatch"
    /// The document's id cannot be one of its kind.
    case unknownDocument = "unknown_document"
    /// Private discussions are not offered.
    case privateNotAvailable = "private_not_available"
    /// The discussion was made with another visibility.
    case visibilityIsFixed = "visibility_is_fixed"
    /// The discussion's first change does not say who reads it.
    case visibilityIsMissing = "visibility_is_missing"
    /// The channel of a ticket that exists.
    case channelIsFixed = "channel_is_fixed"
    /// The state of an article that does not follow from the one before.
    case unlawfulTransition = "unlawful_transition"
    /// An approval by somebody who wrote what they approve.
    case approvalNeedsAnotherPerson = "approval_needs_another_person"
    /// Publishing what nobody approved.
    case approvalMissing = "approval_missing"
    /// A time of its own, without the grant.
    case occurredNeedsGrant = "occurred_needs_grant"
    /// On behalf of somebody who holds no keys, without the grant.
    case onBehalfNeedsGrant = "on_behalf_needs_grant"
    /// A message, reaction, resolution or approval in somebody else's name.
    case attributionIsForeign = "attribution_is_foreign"
    /// Another's message.
    case notAuthor = "not_author"
    /// A proof of identity that only a channel can give.
    case proofNeedsChannel = "proof_needs_channel"
    /// A setting that does not exist or a value that it does not take.
    case invalidSetting = "invalid_setting"
    /// The assistant's decision about a ticket in which somebody wrote since.
    case ticketMovedOn = "ticket_moved_on"
    /// Nobody would be left who can administer the workspace.
    case lastAdministrator = "last_administrator"
    /// The assistant, or another program, gives a conversation to itself.
    case leaseIsPeoples = "lease_is_peoples"

    /// The stable code, for protocols and programs.
    public var code: String { rawValue }

    /// What is wrong and what to do.
    public var explanation: String {
        switch self {
        case .revoked:
            "this device or user was revoked; ask an administrator for a new invite"
        case .roleForbids:
            "your role does not allow this change; ask an administrator to make it or to change your role"
        case .scopeNotGranted:
            "you have no right to write here; ask an administrator for a grant on this queue or scope"
        case .rootMismatch:
            "the document does not belong to the root that the change names; update the program that wrote it"
        case .unknownDocument:
            "no document of this kind can have this identifier; update the program that wrote the change"
        case .privateNotAvailable:
            "private threads are not available yet; write an internal note instead"
        case .visibilityIsFixed:
            "a discussion keeps the visibility it was made with; begin another one instead"
        case .visibilityIsMissing:
            "a discussion begins by saying whether it is public or internal; begin it again with a visibility"
        case .channelIsFixed:
            "a ticket keeps the channel it was opened on; open another ticket and link the two"
        case .unlawfulTransition:
            "an article cannot go from its state to this one; look at its state now and take the step that follows it"
        case .approvalNeedsAnotherPerson:
            "whoever wrote an article cannot approve it; ask another person to review it"
        case .approvalMissing:
            "this version was not approved, or was edited since; have it reviewed, then publish it"
        case .occurredNeedsGrant:
            "only channels and imports may say when something happened; leave the time out or ask for the grant"
        case .onBehalfNeedsGrant:
            "only channels and imports write on behalf of others; write in your own name or ask for the grant"
        case .attributionIsForeign:
            "the change speaks in somebody else's name; write in your own"
        case .notAuthor:
            "only its author or an administrator changes a message; reply to it instead"
        case .proofNeedsChannel:
            "only a channel proves an identity or trait; record it as claimed, or vouch for the person"
        case .invalidSetting:
            "no setting has this name, or it does not take this value; look at the list of settings"
        case .ticketMovedOn:
            "somebody wrote in the ticket, or set the assistant's settings, in the meantime; decide anew on what holds now"
        case .lastAdministrator:
            "nobody would be left who can administer the workspace; let another person join as administrator first"
        case .leaseIsPeoples:
            "only people give a conversation back to the assistant; let a teammate run `conv-agent return`"
        }
    }
}
