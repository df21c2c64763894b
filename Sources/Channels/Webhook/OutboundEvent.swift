import CRDT
import Foundation
public import Hub

/// A message of ours as the body of a webhook: the form in `schemas/channels/event.json`.
struct OutboundEvent: Encodable {
    private struct Author: Encodable {
        let kind: String
        let name: String
    }

    private struct File: Encodable {
        let name: String
        let mediaType: String
        let bytes: Int64
        let content: Data

        enum CodingKeys: String, CodingKey {
            case name, bytes, content
            case mediaType = "media_type"
        }
    }

    private struct Body: Encodable {
        let message: String
        let externalThread: String
        let externalMessage: String?
        let ticket: String
        let author: Author
        let text: String?
        let format: String
        let files: [File]
        let replyTo: String?
        let sentAt: String

        enum CodingKeys: String, CodingKey {
            case message, ticket, author, text, format, files
            case externalThread = "external_thread"
            case externalMessage = "external_message"
            case replyTo = "reply_to"
            case sentAt = "sent_at"
        }
    }

    private let type: String
    private let timestamp: String
    private let data: Body

    /// - Parameter contents: The files' bytes, in their order.
    init(_ message: OutboundMessage, format: ChannelCapabilities.Format, contents: [[UInt8]], at now: Instant) {
        let types: [OutboundMessage.Operation: String] = [
            .create: "message.created", .edit: "message.edited", .delete: "message.deleted",
        ]
        type = types[message.operation, default: "message.created"]
        timestamp = now.rfc3339
        data = Body(
            message: message.id.description, externalThread: message.thread, externalMessage: message.external,
            ticket: message.ticket.description,
            author: Author(
                kind: message.author.kind.rawValue, name: message.authorName ?? Self.name(of: message.author.kind)),
            text: message.operation == .delete ? nil : message.text(in: format), format: format.rawValue,
            files: zip(message.files, contents).map { file, bytes in
                File(name: file.name, mediaType: file.mediaType, bytes: Int64(bytes.count), content: Data(bytes))
            },
            replyTo: message.replyTo, sentAt: message.sent.rfc3339
        )
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

extension OutboundMessage {
    /// The words in a channel's notation.
    public func text(in format: ChannelCapabilities.Format) -> String {
        switch format {
        case .plain: body.plainText
        case .markdown: body.markdown
        }
    }
}
