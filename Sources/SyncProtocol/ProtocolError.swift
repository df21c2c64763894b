/// What can be wrong with something that another party sent.
///
/// The description says what is wrong and what to do; it never holds content of a change or a secret.
public struct ProtocolError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable codes, the same on the wire, in counters and in documentation.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// Bytes that are not what they should be.
        case malformed
        /// More than a limit allows.
        case tooLarge = "too_large"
        /// A signature or a receipt that does not verify.
        case badSignature = "bad_signature"
        /// No version is spoken by both ends.
        case upgradeRequired = "upgrade_required"
        /// The token is missing, expired or not of this server.
        case unauthenticated
        /// The challenge has expired.
        case staleChallenge = "stale_challenge"
        /// The device was revoked.
        case deviceRevoked = "device_revoked"
        /// The device is not known to the workspace.
        case unknownDevice = "unknown_device"
        /// The workspace is not served here.
        case unknownWorkspace = "unknown_workspace"
        /// The invite was used, has expired, was withdrawn or never existed.
        case inviteInvalid = "invite_invalid"
        /// The server's root key is not the one that the invite link names.
        case rootMismatch = "root_mismatch"
        /// The server was restored and takes only refills until it has caught up.
        case refilling
        /// The request asks for something that the server does not know.
        case notFound = "not_found"
        /// The server failed; nothing was changed.
        case unavailable
    }

    /// The code.
    public let code: Code
    /// One sentence for people: what is wrong, and what to do.
    public let explanation: String

    /// Assembles an error.
    public init(_ code: Code, _ explanation: String) {
        self.code = code
        self.explanation = explanation
    }

    /// `code: explanation`.
    public var description: String { "\(code.rawValue): \(explanation)" }

    static func malformed(_ what: String) -> ProtocolError {
        ProtocolError(.malformed, "\(what); the sender should be upgraded or its data checked with `verify`")
    }
}
