import CRDT
import Foundation
import Hub

/// What a custom channel says in one webhook: a message, or a receipt for one of ours.
public enum InboundEvent: Sendable {
    /// A message, its edit or its deletion.
    case message(InboundMessage)
    /// What became of a message of ours.
    case receipt(DeliveryReceipt)
    /// That somebody writes in a conversation just now.
    case writing(thread: String, InboundMessage.Author)

    /// Reads a body of the form in `schemas/channels/event.json`. Members that are not known are passed over.
    ///
    /// - Throws: `InboundRefusal` with what is wrong; it names members, never their values.
    public init(_ body: [UInt8]) throws(InboundRefusal) {
        let form: Form
        do {
            form = try JSONDecoder().decode(Form.self, from: Data(body))
        } catch let error as DecodingError {
            throw Self.refusal(error)
        } catch {
            throw InboundRefusal(.malformed, "the body is not JSON; send one object with type and data")
        }
        guard let data = form.data else {
            throw InboundRefusal(.malformed, "the body has no member data; see schemas/channels/event.json")
        }
        switch form.type {
        case "message.created": self = .message(try data.message(.create))
        case "message.edited":
            self = .message(try data.message(.edit(at: try Self.instant(try data.need(data.editedAt, "edited_at")))))
        case "message.deleted": self = .message(try data.message(.delete))
        case "reaction.added": self = .message(try data.message(.react(try data.need(data.emoji, "emoji"), isOn: true)))
        case "reaction.removed":
            self = .message(try data.message(.react(try data.need(data.emoji, "emoji"), isOn: false)))
        case "receipt": self = .receipt(try data.receipt())
        case "typing":
            self = .writing(thread: try data.need(data.externalThread, "external_thread"), try data.knownAuthor())
        default:
            throw InboundRefusal(
                .malformed,
                "type is message.created, message.edited, message.deleted, reaction.added, reaction.removed, receipt or "
                    + "typing; send one of these"
            )
        }
    }

    fileprivate static func instant(_ text: String) throws(InboundRefusal) -> Instant {
        guard let instant = Instant(rfc3339: text) else {
            throw InboundRefusal(.malformed, "a time is written like 2026-01-31T12:00:00Z (RFC 3339)")
        }
        return instant
    }

    private static func refusal(_ error: DecodingError) -> InboundRefusal {
        let path: [any CodingKey]
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context): path = context.codingPath
        case .keyNotFound(let key, let context): path = context.codingPath + [key]
        case .dataCorrupted(let context): path = context.codingPath
        @unknown default: path = []
        }
        guard let last = path.last else {
            return InboundRefusal(.malformed, "the body is not JSON; send one object with type and data")
        }
        // Names of members are this form's own, except those of traits, which are outside words.
        let names = path.prefix { $0.stringValue != "traits" }.map(\.stringValue).filter { Int($0) == nil }
        let name = names.isEmpty ? last.stringValue : names.joined(separator: ".")
        return InboundRefusal(
            .malformed, "the member \(name) is missing or not of its type; see schemas/channels/event.json"
        )
    }
}

/// The body as JSON; the names are those of the schema.
private struct Form: Decodable {
    let type: String
    let data: Body?
}

private struct Body: Decodable {
    struct Author: Decodable {
        let id: String
        let kind: String?
        let verified: Bool?
        let name: String?
        let email: String?
    }

    struct File: Decodable {
        let name: String
        let mediaType: String?
        let content: Data?
        let url: String?

        enum CodingKeys: String, CodingKey {
            case name, content, url
            case mediaType = "media_type"
        }
    }

    struct Context: Decodable {
        let subject: String?
        let locale: String?
        let product: String?
        let url: String?
        let traits: [String: JSONScalar]?
    }

    let externalThread: String?
    let externalMessage: String?
    let author: Author?
    let text: String?
    let format: ChannelCapabilities.Format?
    let emoji: String?
    let files: [File]?
    let replyTo: String?
    let sentAt: String?
    let editedAt: String?
    let automatic: Bool?
    let context: Context?
    let message: String?
    let state: String?
    let reason: String?

    enum CodingKeys: String, CodingKey {
        case author, text, format, emoji, files, automatic, context, message, state, reason
        case externalThread = "external_thread"
        case externalMessage = "external_message"
        case replyTo = "reply_to"
        case sentAt = "sent_at"
        case editedAt = "edited_at"
    }

    func need<Member>(_ member: Member?, _ name: String) throws(InboundRefusal) -> Member {
        guard let member else {
            throw InboundRefusal(
                .malformed, "the member data.\(name) is missing; see schemas/channels/event.json"
            )
        }
        return member
    }

    func message(_ operation: InboundMessage.Operation) throws(InboundRefusal) -> InboundMessage {
        let author = try knownAuthor()
        let text = text ?? ""
        var given: [InboundMessage.File] = []
        for file in files ?? [] {
            guard (file.content == nil) != (file.url == nil) else {
                throw InboundRefusal(.malformed, "a file of data.files has content or url; send one of them")
            }
            given.append(
                InboundMessage.File(
                    name: file.name, mediaType: file.mediaType ?? "application/octet-stream",
                    bytes: file.content.map { [UInt8]($0) } ?? [], source: file.url
                ))
        }
        return InboundMessage(
            thread: try need(externalThread, "external_thread"),
            message: try need(externalMessage, "external_message"), operation: operation, author: author,
            body: format == .markdown ? RichText(markdown: text) : RichText(plainText: text), files: given,
            replyTo: replyTo, sent: try sentAt.map(InboundEvent.instant), isAutomatic: automatic ?? false,
            context: InboundMessage.Context(
                subject: context?.subject,
                source: TicketSource(locale: context?.locale, product: context?.product, url: context?.url),
                claimed: context?.traits?.mapValues(\.value) ?? [:]
            )
        )
    }

    func knownAuthor() throws(InboundRefusal) -> InboundMessage.Author {
        let author = try need(author, "author")
        guard let kind = AuthorKind(rawValue: author.kind ?? AuthorKind.customer.rawValue) else {
            throw InboundRefusal(
                .malformed, "data.author.kind is customer, teammate, observer or automation; say which one it is"
            )
        }
        let isVerified = author.verified ?? false
        return InboundMessage.Author(
            id: author.id, kind: kind, assurance: isVerified ? .verifiedByToken : .claimed, name: author.name,
            email: author.email
        )
    }

    func receipt() throws(InboundRefusal) -> DeliveryReceipt {
        let subject: DeliveryReceipt.Subject
        if let message {
            guard let id = OperationID(reference: message) else {
                throw InboundRefusal(
                    .unknownMessage, "data.message is no message of this server; give it as it was sent")
            }
            subject = .message(id)
        } else {
            subject = .external(try need(externalMessage, "message"))
        }
        switch state {
        case "accepted": return DeliveryReceipt(subject, .accepted)
        case "delivered": return DeliveryReceipt(subject, .delivered)
        case "read": return DeliveryReceipt(subject, .read)
        case "failed":
            let reason = InboundMessage.line(reason ?? "") ?? "not delivered"
            return DeliveryReceipt(subject, .failed(reason: reason))
        default:
            throw InboundRefusal(.malformed, "data.state is accepted, delivered, read or failed; send one of these")
        }
    }
}
