import AsyncHTTPClient
import Channels
import Hub
import NIOCore
import NIOHTTP1
import NIOPosix
import Replica
import SyncProtocol

/// A custom channel: signed webhooks both ways.
struct WebhookAdapter: ChannelAdapter {
    let channel: String
    let capabilities: ChannelCapabilities
    let settings: ChannelFile.Channel
    let blobs: BlobFolder
    let resolver: BlockingWork
    /// The address at which the other side fetches a file; nil while nobody knows how the server is reached.
    let fileAddress: @Sendable (AttachmentReference) -> String?
    let now: @Sendable () -> Instant
    /// For how long an answer is waited for, in seconds.
    var patienceSeconds: Int64 = 15

    let departure = ChannelDeparture.pushed

    /// The longest answer that is read, in bytes.
    private static let answerByteCountMax = 64 * 1024

    /// Larger files than this, in bytes, do not stand in the webhook: the other side fetches them.
    private static let inlineByteCountMax = 256 * 1024

    func send(_ message: OutboundMessage) async -> SendOutcome {
        let address: OutgoingAddress
        let delivery: WebhookDelivery
        do {
            address = try await self.address()
            let contents = message.files.map(content)
            // A file that is still on its way from an agent's device comes later.
            guard contents.allSatisfy({ $0 != nil }) else {
                return .postponed(reason: "file_missing", retrySeconds: nil)
            }
            delivery = try WebhookDelivery(
                message, format: capabilities.format, contents: contents.compactMap(\.self), secrets: settings.secrets,
                at: now()
            )
        } catch {
            return .postponed(reason: "address_refused", retrySeconds: nil)
        }
        return await post(delivery, to: address)
    }

    func show(_ sign: WritingSign) async {
        var randomness = SystemRandomNumberGenerator()
        let instant = now()
        let id = "typing-\(Identifier(at: instant, using: &randomness))"
        guard let address = try? await address(),
            let delivery = try? WebhookDelivery(sign, id: id, secrets: settings.secrets, at: instant)
        else { return }
        _ = await post(delivery, to: address)
    }

    private func address() async throws -> OutgoingAddress {
        let settings = settings
        return try await resolver.run { try OutgoingAddress(settings.url, allowsLocal: settings.allowsLocal) }
    }

    private func content(of file: AttachmentReference) -> FileContent? {
        guard let hash = Hexadecimal.decode(file.blob), blobs.holds(hash) else { return nil }
        if file.byteCount > Self.inlineByteCountMax, let url = fileAddress(file) { return .url(url) }
        return blobs.bytes(of: hash).map(FileContent.bytes)
    }

    private func post(_ delivery: WebhookDelivery, to address: OutgoingAddress) async -> SendOutcome {
        let client = address.client(patienceSeconds: patienceSeconds)
        var request = HTTPClientRequest(url: address.url)
        request.method = .POST
        request.headers = [
            "content-type": "application/json", "user-agent": "conv-server",
            WebhookHeaders.names.id: delivery.headers.id,
            WebhookHeaders.names.timestamp: delivery.headers.timestamp,
            WebhookHeaders.names.signature: delivery.headers.signature,
        ]
        request.body = .bytes(delivery.body)
        let outcome: SendOutcome
        do {
            let response = try await client.execute(request, timeout: .seconds(patienceSeconds))
            let body = try? await response.body.collect(upTo: Self.answerByteCountMax)
            outcome = WebhookDelivery.outcome(
                status: Int(response.status.code), retryAfter: response.headers.first(name: "retry-after"),
                body: body.map { Array(buffer: $0) } ?? []
            )
        } catch let error as HTTPClientError where Self.cameTooEarly(error) {
            outcome = .postponed(reason: "no_connection", retrySeconds: nil)
        } catch is NIOConnectionError {
            outcome = .postponed(reason: "no_connection", retrySeconds: nil)
        } catch {
            outcome = .uncertain(reason: "no_answer")
        }
        try? await client.shutdown()
        return outcome
    }

    /// Whether the failure came before anything was sent.
    private static func cameTooEarly(_ error: HTTPClientError) -> Bool {
        [.connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout].contains(error)
    }
}
