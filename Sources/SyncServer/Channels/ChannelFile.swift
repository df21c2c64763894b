public import Channels
import Foundation
import Replica

/// The custom channels of a workspace with their secrets, as they stand in `keys/channels.json`.
///
/// It is read again when it changes, so that a channel that is added, or a secret that is rotated, counts at once.
public struct ChannelFile: Sendable {
    /// One custom channel.
    public struct Channel: Hashable, Sendable {
        /// Where webhooks are posted.
        public let url: String
        /// Whether the address may be this machine or a private network.
        public let allowsLocal: Bool
        /// The secrets in force, the newest first: one, or two during a rotation.
        public let secrets: [WebhookSecret]
    }

    private struct Form: Codable {
        struct Channel: Codable {
            let url: String
            let allowsLocal: Bool
            let secrets: [String]

            enum CodingKeys: String, CodingKey {
                case url, secrets
                case allowsLocal = "allow_local"
            }
        }

        var version = 1
        var channels: [String: Channel]
    }

    private let path: String

    init(_ folder: WorkspaceFolder) { path = folder.channelKeysPath }

    /// The channels by name.
    ///
    /// - Throws: `ServerError.damagedKeys` when the file is not of its form.
    public func channels() throws -> [String: Channel] {
        guard let data = FileManager.default.contents(atPath: path) else { return [:] }
        guard let form = try? JSONDecoder().decode(Form.self, from: data) else {
            throw ServerError.damagedKeys(path: path)
        }
        return try form.channels.mapValues { channel in
            let secrets = channel.secrets.compactMap(WebhookSecret.init)
            guard secrets.count == channel.secrets.count, !secrets.isEmpty else {
                throw ServerError.damagedKeys(path: path)
            }
            return Channel(url: channel.url, allowsLocal: channel.allowsLocal, secrets: secrets)
        }
    }

    /// Replaces the file; it is on disk when this returns.
    func write(_ channels: [String: Channel]) throws {
        let form = Form(
            channels: channels.mapValues {
                Form.Channel(url: $0.url, allowsLocal: $0.allowsLocal, secrets: $0.secrets.map(\.text))
            }
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try PrivateFile.write(Array(try encoder.encode(form)), to: path)
    }
}
