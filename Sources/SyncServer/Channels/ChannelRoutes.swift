import CRDT
import Channels
import HTTPTypes
import Hub
import Hummingbird
import Logging
import NIOCore
import Replica
import SyncProtocol
import Widget

/// Where custom channels post their webhooks.
struct ChannelRoutes {
    let core: ServerCore

    /// The longest body of a webhook, in bytes.
    static let bodyByteCountMax = 1024 * 1024
    /// What one workspace, one channel, and one conversation may bring in.
    private static let workspaceRate = RateLimiter.Rate(burst: 4000, perSecond: 400)
    private static let channelRate = RateLimiter.Rate(burst: 2000, perSecond: 200)
    private static let threadRate = RateLimiter.Rate(burst: 120, perSecond: 2)

    /// Adds the routes.
    func add(to router: Router<ServerContext>) {
        router.post("/v1/ws/:workspace/channels/:channel") { request, context in
            let answer = await answer(
                request, workspace: context.parameters.get("workspace"), channel: context.parameters.get("channel")
            )
            core.metrics.count(answer.refusal, toChannel: "webhook")
            return answer.response
        }
        router.get("/v1/ws/:workspace/files/:file") { _, context in await file(context) }
    }

    /// A file that a message of ours names by its address: whoever has that may fetch it for a while.
    private func file(_ context: ServerContext) async -> Response {
        guard context.parameters.get("workspace").flatMap({ Identifier($0) }) == core.log.workspace,
            let target = try? core.channels.links.target(of: context.parameters.get("file") ?? ""),
            let hash = Hexadecimal.decode(target.blob)
        else { return Response(status: .notFound) }
        let blobs = BlobFolder(core.folder.blobsPath)
        guard let bytes = try? await core.readers.run({ blobs.bytes(of: hash) }) else {
            return Response(status: .notFound)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/octet-stream", .contentDisposition: "attachment",
                .xContentTypeOptions: "nosniff", .cacheControl: "private, no-store",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func answer(_ request: Request, workspace: String?, channel: String?) async -> ChannelAnswer {
        do {
            return .taken(try await take(request, workspace: workspace, channel: channel ?? ""))
        } catch let refusal as InboundRefusal {
            return .refused(refusal)
        } catch {
            core.logger.error("a webhook failed", metadata: Failure.metadata(error, endpoint: "webhook"))
            return .refused(
                InboundRefusal(.unavailable, "the server failed; send it again in a moment", retrySeconds: 5)
            )
        }
    }

    private func take(_ request: Request, workspace: String?, channel: String) async throws -> ChannelAnswer.Taken {
        let unknown = InboundRefusal(.unknownChannel, "this server has no such channel; check the address")
        guard workspace.flatMap({ Identifier($0) }) == core.log.workspace else { throw unknown }
        let file = core.channels.file
        guard let settings = try await core.readers.run({ try file.channels()[channel] }) else { throw unknown }
        let body: [UInt8]
        do {
            body = try await SyncRoutes.body(of: request, upTo: Self.bodyByteCountMax)
        } catch is ProtocolError {
            throw InboundRefusal(
                .tooLarge, "a webhook holds at most \(Self.bodyByteCountMax) bytes; send large files as links"
            )
        }
        // Nothing of the body is looked at before its signature is right.
        let headers = try WebhookHeaders(
            id: Self.header(WebhookHeaders.names.id, of: request),
            timestamp: Self.header(WebhookHeaders.names.timestamp, of: request),
            signature: Self.header(WebhookHeaders.names.signature, of: request)
        )
        let now = core.now()
        try headers.verify(body, at: now, with: settings.secrets)
        let (channels, id) = (core.channels, headers.id)
        if try await core.readers.run({ try channels.records.hasReceived(id, on: channel) }) {
            return ChannelAnswer.Taken(result: InboundOutcome.Result.duplicate.rawValue)
        }
        let taken: ChannelAnswer.Taken
        switch try InboundEvent(body) {
        case .message(let message):
            try check(message, on: channel, at: now)
            let whole = try await channels.fetcher.fetch(message, allowsLocal: settings.allowsLocal)
            let outcome = try await channels.queue.take(whole, on: channel)
            if let ticket = outcome.ticket {
                core.clear(channels.inlet.author(message.author, on: channel), writesIn: ticket)
            }
            taken = ChannelAnswer.Taken(outcome)
        case .writing(let thread, let author):
            // Who writes is shown while it lasts: it has no place in any file, this one included.
            try checkSign(in: thread, by: author, on: channel, at: now)
            let ticket = try await core.readers.run { try channels.inlet.ticket(ofThread: thread, on: channel) }
            if let ticket { core.note(channels.inlet.author(author, on: channel), writesIn: ticket, at: now) }
            return ChannelAnswer.Taken(result: "noted")
        case .receipt(let receipt):
            let refusal = try await core.readers.run {
                try channels.outlet.take([receipt], on: channel, at: now).first ?? nil
            }
            if let refusal { throw refusal }
            core.signal.wake()
            taken = ChannelAnswer.Taken(result: "receipt")
        }
        try await core.readers.run { try channels.records.received(id, on: channel, at: now) }
        return taken
    }

    /// Keeps a flood of signs away.
    private func checkSign(
        in thread: String, by author: InboundMessage.Author, on channel: String, at now: Instant
    ) throws {
        guard max(thread.utf8.count, author.id.utf8.count) <= InboundLimits.idByteCountMax else {
            throw InboundRefusal(.malformed, "an id has at most \(InboundLimits.idByteCountMax) bytes")
        }
        let name = "typing \(channel) \(thread)"
        guard let wait = core.channels.limiter.take([(name, Self.threadRate)], at: now) else { return }
        throw InboundRefusal(.tooMany, "too many signs of writing; one in three seconds suffices", retrySeconds: wait)
    }

    /// Keeps a flood out of the log.
    private func check(_ message: InboundMessage, on channel: String, at now: Instant) throws {
        let wait = core.channels.limiter.take(
            [
                ("workspace", Self.workspaceRate), ("channel \(channel)", Self.channelRate),
                ("thread \(channel) \(message.thread.prefix(InboundLimits.idByteCountMax))", Self.threadRate),
            ], at: now
        )
        guard let wait else { return }
        throw InboundRefusal(.tooMany, "too many messages in a short time; send it again later", retrySeconds: wait)
    }

    private static func header(_ name: String, of request: Request) -> String? {
        HTTPField.Name(name).flatMap { request.headers[$0] }
    }
}
