import CRDT
import Foundation
public import Hub

/// A message of ours as the body of a webhook: the form in `schemas/channels/event.json`.
struct OutboundEvent: Encodable {
    private struct Writer: Encodable {
        let kind: String
        let name: String
    }

    private struct File: Encodable {
        let name: String
        let mediaType: String
        let bytes: Int64
        let content: Data?
        let url: String?

        enum CodingKeys: String, CodingKey {
            case name, bytes, content, url
            case mediaType = "media_type"
        }
    }

    private struct Body: Encodable {
        var message: String?
        var externalThread: String
        var externalMessage: String?
        var ticket: String?
        var author: Writer
        var text: String?
        var emoji: String?
        var format: String?
        var files: [File]?
        var replyTo: String?
        var sentAt: String?

        enum CodingKeys: String, CodingKey {
            case message, ticket, author, text, emoji, format, files
            case externalThread = "external_thread"
            case externalMessage = "external_message"
            case replyTo = "reply_to"
            case sentAt = "sent_at"
        }
    }

    private let type: String
    private let timestamp: String
    private let data: Body

    /// - Parameter contents: The files' bytes or addresses, in their order.
    init(_ message: OutboundMessage, format: ChannelCapabilities.Format, contents: [FileContent], at now: Instant) {
        timestamp = now.rfc3339
        var data = Body(externalThread: message.thread, author: Self.writer(message.author, message.authorName))
        data.message = message.id.description
        data.externalMessage = message.external
        data.ticket = message.ticket.description
        data.sentAt = message.sent.rfc3339
        switch message.operation {
        case .create: type = "message.created"
        case .edit: type = "message.edited"
        case .delete: type = "message.deleted"
        case .react: type = "reaction.added"
        case .unreact: type = "reaction.removed"
        }
        if message.operation.isReaction {
            data.emoji = message.emoji
        } else {
            data.text = message.operation == .delete ? nil : message.text(in: format)
            data.format = format.rawValue
            data.replyTo = message.replyTo
            data.files = zip(message.files, contents).map { file, content in
                File(
                    name: file.name, mediaType: file.mediaType, bytes: file.byteCount,
                    content: content.bytes.map { Data($0) },
                    url: content.url)
            }
        }
        self.data = data
    }

    /// That somebody writes.
    init(_ sign: WritingSign, at now: Instant) {
        type = "typing"
        timestamp = now.rfc3339
        data = Body(externalThread: sign.thread, author: Self.writer(sign.author, sign.authorName))
    }

    private static func writer(_ author: Author, _ name: String?) -> Writer {
        Writer(kind: author.kind.rawValue, name: name ?? Self.name(of: author.kind))
    }

    /// The bytes that are signed and sent.
    var bytes: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return [UInt8](try encoder.encode(self))
        }
    }

    /// What the customer reads where an author has no name of their own.
    private static func name(of kind: AuthorKind) -> String {
        switch kind {
        case .ai: "Assistant (AI)"
        case .customer, .teammate, .observer: "Support"
        case .system, .automation: "Automatic message"
        }
    }
}

/// A file of a message on its way out: small ones stand in the webhook, large ones are fetched.
public enum FileContent: Hashable, Sendable {
    /// The bytes.
    case bytes([UInt8])
    /// The address at which the channel fetches them for a while.
    case url(String)

    var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    var url: String? { if case .url(let url) = self { url } else { nil } }
}

extension OutboundMessage {
    /// The words in a channel's notation.
    public func text(in format: ChannelCapabilities.Format) -> String {
        switch format {
        case .plain: body.plainText
        case .markdown: body.markdown
        }
    }
}
