import AsyncHTTPClient
import Channels
import Hub
import NIOCore
import NIOHTTP1
import NIOPosix
import SyncProtocol

/// A custom channel: signed webhooks both ways.
struct WebhookAdapter: ChannelAdapter {
    let channel: String
    let capabilities: ChannelCapabilities
    let settings: ChannelFile.Channel
    let blobs: BlobFolder
    let resolver: BlockingWork
    let now: @Sendable () -> Instant
    /// For how long an answer is waited for, in seconds.
    var patienceSeconds: Int64 = 15

    let departure = ChannelDeparture.pushed

    /// The longest answer that is read, in bytes.
    private static let answerByteCountMax = 64 * 1024

    func send(_ message: OutboundMessage) async -> SendOutcome {
        let (settings, resolver) = (settings, resolver)
        let address: OutgoingAddress
        let delivery: WebhookDelivery
        do {
            address = try await resolver.run {
                try OutgoingAddress(settings.url, allowsLocal: settings.allowsLocal)
            }
            let contents = message.files.map { Hexadecimal.decode($0.blob).flatMap(blobs.bytes(of:)) }
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

    private func post(_ delivery: WebhookDelivery, to address: OutgoingAddress) async -> SendOutcome {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(patienceSeconds), read: .seconds(patienceSeconds))
        )
        configuration.dnsOverride = [address.host: address.number]
        configuration.httpVersion = .http1Only
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
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
