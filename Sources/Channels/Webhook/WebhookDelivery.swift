public import Hub

/// One message as it is posted to a custom channel: signed by every secret in force, under an id that stays the same.
public struct WebhookDelivery: Sendable {
    /// The three headers.
    public let headers: WebhookHeaders
    /// The JSON body.
    public let body: [UInt8]

    /// Composes a webhook.
    ///
    /// - Parameters:
    ///   - contents: The message's files or where they are fetched, in their order.
    ///   - now: The instant that is signed.
    public init(
        _ message: OutboundMessage, format: ChannelCapabilities.Format, contents: [FileContent],
        secrets: [WebhookSecret], at now: Instant
    ) throws {
        body = try OutboundEvent(message, format: format, contents: contents, at: now).bytes
        headers = WebhookHeaders(signing: body, id: message.delivery, at: now, with: secrets)
    }

    /// Composes a webhook that says that somebody writes.
    ///
    /// - Parameter id: A name that no other webhook has.
    public init(_ sign: WritingSign, id: String, secrets: [WebhookSecret], at now: Instant) throws {
        body = try OutboundEvent(sign, at: now).bytes
        headers = WebhookHeaders(signing: body, id: id, at: now, with: secrets)
    }

    /// What an answer of the channel's server means.
    ///
    /// - Parameters:
    ///   - status: The status of HTTP.
    ///   - retryAfter: The header `Retry-After`; seconds are understood.
    ///   - body: The answer's body, which may be JSON with `external_message`.
    public static func outcome(status: Int, retryAfter: String?, body: [UInt8]) -> SendOutcome {
        switch status {
        case 200..<300: .accepted(external: ExternalName(answer: body)?.text)
        // A server that is there and asks for patience, or is broken for now.
        case 408, 425, 429, 500..<600:
            .postponed(reason: "http_\(status)", retrySeconds: retryAfter.flatMap { Int($0) }.map { max(0, $0) })
        default: .rejected(reason: "http_\(status)")
        }
    }
}
