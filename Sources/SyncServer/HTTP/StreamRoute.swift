import HTTPTypes
import Hub
import Hummingbird
import NIOCore
import ServiceLifecycle
import SyncProtocol

/// `GET /v1/ws/{w}/stream?cursor=<hex>`: the frames of a pull, again and again, for as long as the client listens.
struct StreamRoute {
    let core: ServerCore

    /// How long a stream is silent at most.
    static let keepaliveMilliseconds: Int64 = 15_000

    /// Adds the route.
    func add(to router: Router<ServerContext>) {
        router.get("/v1/ws/:workspace/stream") { request, context in
            do {
                try SyncRoutes.check(context.parameters.get("workspace"), core)
                let cursor = try Self.cursor(of: request)
                let token = try SyncRoutes.token(of: request)
                let opened = core.now()
                let service = core.service
                let user = try await core.readers.run { try service.user(of: token, at: opened) }
                return stream(request, to: Reader(user: user, token: token, opened: opened), behind: cursor)
            } catch let error as ProtocolError {
                core.metrics.count(.failure(error), to: "stream")
                return ProtocolAnswer.response(.failure(error))
            }
        }
    }

    private struct Reader {
        let user: Identifier
        let token: [UInt8]?
        let opened: Instant
    }

    private static func cursor(of request: Hummingbird.Request) throws(ProtocolError) -> SyncCursor {
        guard let text = request.uri.queryParameters["cursor"] else { return SyncCursor() }
        guard let bytes = Hexadecimal.decode(String(text)) else {
            throw ProtocolError(.malformed, "the cursor is not hexadecimal; send the encoded cursor of the replica")
        }
        return try SyncCursor(encoded: bytes)
    }

    private func stream(
        _ request: Hummingbird.Request, to reader: Reader, behind cursor: SyncCursor
    ) -> Hummingbird.Response {
        Hummingbird.Response(
            status: .ok, headers: [.contentType: "application/octet-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                core.metrics.countStream(1)
                defer { core.metrics.countStream(-1) }
                do {
                    try await request.body.consumeWithCancellationOnInboundClose { _ in
                        try await serve(reader, behind: cursor) { try await writer.write($0) }
                    }
                } catch is CancellationError {
                    // The client left, or the server stops.
                }
                try await writer.finish(nil)
            }
        )
    }

    /// Sends what is new at every wake-up; returns when the server stops or no longer serves this reader.
    private func serve(
        _ reader: Reader, behind start: SyncCursor, write: (ByteBuffer) async throws -> Void
    ) async throws {
        var cursor = start
        var spoke = core.now()
        let service = core.service
        for await _ in core.signal.listen().cancelOnGracefulShutdown() {
            try Task.checkCancellation()
            var hasMore = true
            while hasMore {
                let behind = cursor
                let frames: [Frame]
                do {
                    frames = try await core.readers.run {
                        // As of its opening: an expired token never ends a stream, a revoked device does.
                        _ = try service.user(of: reader.token, at: reader.opened)
                        return try service.frames(for: reader.user, behind: behind)
                    }
                } catch is ProtocolError {
                    // Why, the client is told when it asks the next time.
                    return
                }
                guard case .checkpoint(let checkpoint)? = frames.last else { return }
                cursor = checkpoint.cursor
                hasMore = checkpoint.hasMore
                guard frames.count > 1 else { continue }
                try await write(ByteBuffer(bytes: Frame.encode(frames)))
                spoke = core.now()
            }
            let silence = core.now().milliseconds - spoke.milliseconds
            if silence >= Self.keepaliveMilliseconds || silence < 0 {
                spoke = core.now()
                try await write(ByteBuffer(bytes: Frame.encode([.keepalive(spoke)])))
            }
        }
    }
}
