public import Hub
import SyncProtocol
import Widget

/// What whoever runs a server does about the widget.
public struct WidgetOperations {
    private let folder: WorkspaceFolder

    /// Works on a folder.
    public init(_ folder: WorkspaceFolder) { self.folder = folder }

    /// The script tag for a page, and what a page's policy has to allow.
    public struct Snippet: Hashable, Sendable, Encodable {
        /// The tag that follows upgrades of the server.
        public let tag: String
        /// The tag of this very version, which the browser checks by its hash.
        public let pinnedTag: String
        /// What a content security policy has to allow besides the nonce.
        public let policy: String
        /// The page to try the widget on.
        public let sample: String
        /// Whether only programs of this machine reach the address.
        public let isLocal: Bool

        enum CodingKeys: String, CodingKey {
            case tag, policy, sample
            case pinnedTag = "pinned_tag"
            case isLocal = "local"
        }
    }

    /// What to put on a page.
    ///
    /// - Throws: `ServerError.refused` while nobody knows how the server is reached.
    public func snippet() throws -> Snippet {
        guard let address = folder.description.address else {
            throw ServerError.refused(
                "nobody knows yet how visitors reach the server; start it once with `conv-server run --address URL`")
        }
        let loader = WidgetAssets.loader
        return Snippet(
            tag: "<script async src=\"\(address)/widget/loader.js\"></script>",
            pinnedTag: "<script async src=\"\(address)/widget/\(loader.path)\" integrity=\"\(loader.integrity)\" "
                + "crossorigin=\"anonymous\"></script>",
            policy: "connect-src \(address)", sample: "\(address)/widget/sample", isLocal: folder.description.isLoopback
        )
    }

    /// A secret by which a site signs its users' identities.
    public struct Secret: Hashable, Sendable, Encodable {
        /// The secret: the key of HMAC-SHA256 is its text as it stands.
        public let secret: String
        /// What tokens have to name as their audience.
        public let audience: String
        /// Until when the secret before still verifies; nil when there is none.
        public let previousUntil: Instant?

        enum CodingKeys: String, CodingKey {
            case secret, audience
            case previousUntil = "previous_until"
        }
    }

    /// The secret, which is minted when there is none.
    ///
    /// - Parameter rotation: Mints another one; the one before verifies for so many seconds more. Nil: leaves it.
    public func secret(rotation: Int64?, at now: Instant) throws -> Secret {
        var randomness = SystemRandomNumberGenerator()
        let path = folder.identitySecretsPath
        let known: IdentitySecrets?
        do {
            known = try IdentitySecrets.read(path)
        } catch {
            throw ServerError.damagedKeys(path: path)
        }
        var secrets = known ?? IdentitySecrets(using: &randomness)
        if known != nil, let rotation { secrets.rotate(graceSeconds: rotation, at: now, using: &randomness) }
        if secrets != known { try secrets.write(to: path) }
        let until = secrets.previous.map(\.until)
        return Secret(
            secret: secrets.current, audience: folder.description.workspace.description,
            previousUntil: until.flatMap { now < $0 ? $0 : nil })
    }
}
