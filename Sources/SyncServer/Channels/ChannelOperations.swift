import CRDT
public import Channels
import Foundation
public import Hub
import Replica
import SyncProtocol

/// Adds, shows and removes custom channels, and rotates their secrets, whether the folder is being served or not.
public struct ChannelOperations {
    private let folder: WorkspaceFolder
    private let file: ChannelFile
    private let replica: ServerReplica

    /// Works on a folder.
    public init(_ folder: WorkspaceFolder) throws {
        self.folder = folder
        file = ChannelFile(folder)
        replica = try folder.openReplicaOfServer()
    }

    /// A channel as it is listed; its secrets are told only when they are made.
    public struct Report: Hashable, Sendable, Encodable {
        /// The name, as tickets carry it.
        public let name: String
        /// Where webhooks are posted.
        public let url: String
        /// Whether that may be this machine or a private network.
        public let allowsLocal: Bool
        /// Where the channel posts its own; a path when nothing says how the server is reached.
        public let endpoint: String
        /// What it can do; nil when its record is missing.
        public let capabilities: ChannelCapabilities?
        /// How many secrets are in force.
        public let secretCount: Int
        /// The secret that was just made.
        public let secret: String?
        /// What waits to be sent.
        public let queued: Int
        /// What failed and was not sent again.
        public let failed: Int
        /// Edits and deletions that wait for their message.
        public let waiting: Int

        enum CodingKeys: String, CodingKey {
            case name, url, endpoint, capabilities, secret, queued, failed, waiting
            case allowsLocal = "allow_local"
            case secretCount = "secrets"
        }
    }

    /// The most secrets that are in force: the new one, and the one before during a rotation.
    private static let secretCountMax = 2
    /// Channels that are not custom ones.
    private static let reserved: Set<String> = ["widget", "slack", "email"]

    /// All custom channels, by name.
    public func list() throws -> [Report] {
        try file.channels().sorted { $0.key < $1.key }.map { try report($0.key, $0.value) }
    }

    /// Adds a channel, or changes the address and abilities of one that is there; its secrets stay then.
    ///
    /// - Throws: `ServerError.invalidInput` for a name or address that cannot be one.
    public func add(
        _ name: String, url: String, allowsLocal: Bool, capabilities: ChannelCapabilities, at now: Instant
    ) throws -> Report {
        guard Scope.isQueue(name), !Self.reserved.contains(name) else {
            throw ServerError.invalidInput(
                "a channel's name has 1 to 64 of a-z, 0-9, - and _, and is not widget, slack or email"
            )
        }
        _ = try OutgoingAddress.host(of: url, allowsLocal: allowsLocal)
        var channels = try file.channels()
        var randomness = SystemRandomNumberGenerator()
        let made = channels[name] == nil ? WebhookSecret(using: &randomness) : nil
        let channel = ChannelFile.Channel(
            url: url, allowsLocal: allowsLocal, secrets: channels[name]?.secrets ?? [made].compactMap(\.self)
        )
        // The record first: a channel without one is not sent to.
        try replica.record(capabilities, ofChannel: name, at: now)
        channels[name] = channel
        try file.write(channels)
        return try report(name, channel, secret: made)
    }

    /// Makes a new secret and keeps the one before; with `finishes` the one before is dropped and none is made.
    public func rotate(_ name: String, finishes: Bool) throws -> Report {
        var channels = try file.channels()
        guard let channel = channels[name] else { throw Self.unknown }
        var secrets = channel.secrets
        var made: WebhookSecret?
        if finishes {
            secrets = Array(secrets.prefix(1))
        } else {
            var randomness = SystemRandomNumberGenerator()
            let secret = WebhookSecret(using: &randomness)
            secrets = Array(([secret] + secrets).prefix(Self.secretCountMax))
            made = secret
        }
        let changed = ChannelFile.Channel(url: channel.url, allowsLocal: channel.allowsLocal, secrets: secrets)
        channels[name] = changed
        try file.write(channels)
        return try report(name, changed, secret: made)
    }

    /// Removes a channel: nothing comes in or leaves on it any more. Its tickets stay.
    public func remove(_ name: String, at now: Instant) throws -> Report {
        var channels = try file.channels()
        guard let channel = channels.removeValue(forKey: name) else { throw Self.unknown }
        let report = try report(name, channel)
        try file.write(channels)
        try replica.record(nil, ofChannel: name, at: now)
        return report
    }

    /// A message that is held, as it is listed: whoever decides must read it.
    public struct Held: Hashable, Sendable, Encodable {
        /// Names it.
        public let id: Int64
        /// The channel.
        public let channel: String
        /// When it came, milliseconds since 1970.
        public let received: Instant
        /// Why it is held.
        public let reason: String
        /// Whether the server is about to take it.
        public let released: Bool
        /// The beginning of its words.
        public let text: String
    }

    /// The longest beginning that is listed, in characters.
    private static let textCountMax = 500

    /// Suspected messages that wait for somebody to look at them.
    public func held() throws -> [Held] {
        try ChannelStore(path: folder.channelsPath).held().map { message in
            Held(
                id: message.id, channel: message.channel, received: message.received, reason: message.reason,
                released: message.isReleased, text: String(message.text.prefix(Self.textCountMax))
            )
        }
    }

    /// Lets a suspected message in, or forgets it; the served workspace takes it within seconds.
    ///
    /// - Throws: `ServerError.invalidInput` when none is held under the name.
    public func decide(_ id: Int64, isReleased: Bool) throws {
        let records = try ChannelStore(path: folder.channelsPath)
        guard try isReleased ? records.release(id) : records.discard(id) else {
            throw ServerError.invalidInput("no message is held under this number; look at `conv-server channels held`")
        }
    }

    private static let unknown = ServerError.invalidInput(
        "no custom channel has this name; look at `conv-server channels list`"
    )

    private func report(_ name: String, _ channel: ChannelFile.Channel, secret: WebhookSecret? = nil) throws -> Report {
        let settings = try replica.store.settings(.channels).settings
        let path = "/v1/ws/\(folder.description.workspace)/channels/\(name)"
        let counts = try ChannelStore(path: folder.channelsPath).counts(of: name)
        return Report(
            name: name, url: channel.url, allowsLocal: channel.allowsLocal,
            endpoint: (folder.description.address ?? "") + path,
            capabilities: ChannelCapabilities(of: name, in: settings), secretCount: channel.secrets.count,
            secret: secret?.text, queued: counts.queued, failed: counts.failed, waiting: counts.waiting
        )
    }
}
