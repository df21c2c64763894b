import Foundation
import HTTPTypes
import Hub
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import SyncProtocol
import Widget

/// Server-sent events of a visitor's own conversation: messages in their newest form, its state, and who writes.
///
/// An event's id is a place in the conversation; a browser that comes back with it gets everything behind, however long
/// it was away, and nothing twice.
struct WidgetStream {
    let service: WidgetService

    private var core: ServerCore { service.core }

    /// How long a stream is silent at most.
    private static let keepaliveMilliseconds: Int64 = 15_000

    /// Who writes; a sign that is given again is told again, because what is told expires.
    private struct Typing: Encodable, Equatable {
        let by: MessageView.Sender?
        let since: Instant?

        enum CodingKeys: CodingKey { case by }
    }

    /// The stream for a session.
    ///
    /// - Throws: `WidgetGate.TooMany` when the visitor has too many open.
    func response(to request: Request, _ session: WidgetSession, _ headers: HTTPFields) throws -> Response {
        guard let place = service.streams.open(session.subject.thread) else { throw WidgetGate.TooMany(seconds: 30) }
        let seal = service.seal(of: session)
        let start = request.headers[.lastEventID].flatMap(seal.open)
        var headers = headers
        headers[.contentType] = "text/event-stream"
        headers[.xAccelBuffering] = "no"
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                core.metrics.countStream(1)
                defer {
                    core.metrics.countStream(-1)
                    withExtendedLifetime(place) {}
                }
                do {
                    try await request.body.consumeWithCancellationOnInboundClose { _ in
                        try await serve(session, behind: start) { try await writer.write(ByteBuffer(string: $0)) }
                    }
                } catch is CancellationError {
                    // The visitor left, or the server stops.
                } catch is WidgetError {
                    // The session ended: why, the browser is told when it asks the next time.
                }
                try await writer.finish(nil)
            })
    }

    private func serve(
        _ session: WidgetSession, behind start: CursorSeal.Place?, write: (String) async throws -> Void
    ) async throws {
        let seal = service.seal(of: session)
        var place = start
        var state: WidgetConversations.State?
        var typing = Typing(by: nil, since: nil)
        var news: UInt64?
        var known: (ticket: Identifier?, settings: WidgetSettings)?
        var spoke = core.now()
        // The first word goes out at once, so that the browser knows that it is connected.
        try await write(": connected\n\n")
        for await _ in core.applied.listen().cancelOnGracefulShutdown() {
            try Task.checkCancellation()
            let (service, behind, now) = (service, place, core.now())
            let latest = core.applied.newsCount
            var text = ""
            if latest != news {
                let (update, settings) = try await core.readers.run {
                    try service.check(session, at: now)
                    let settings = try service.settings()
                    return (try service.conversations.update(for: session, behind: behind, names: settings), settings)
                }
                text = self.text(of: update, seal)
                if update.state != state { text += event("state", update.state) }
                (place, state, news, known) = (update.place, update.state, latest, (update.ticket, settings))
            }
            if let (ticket, settings) = known {
                let sign = try await core.readers.run { try service.writing(in: ticket, names: settings, at: now) }
                let present = Typing(by: sign?.by, since: sign?.since)
                if present != typing {
                    typing = present
                    text += event("typing", typing)
                }
            }
            let silence = now.milliseconds - spoke.milliseconds
            if text.isEmpty, silence >= Self.keepaliveMilliseconds || silence < 0 { text = ": alive\n\n" }
            guard !text.isEmpty else { continue }
            spoke = now
            try await write(text)
        }
    }

    private func text(of update: WidgetConversations.Update, _ seal: CursorSeal) -> String {
        var text = ""
        if update.mustReset { text += event("reset", EmptyEvent()) }
        for (index, message) in update.messages.enumerated() {
            // Messages of one change share a place: only behind the last of them is all of it known.
            let isLast =
                index + 1 == update.messages.count || update.messages[index + 1].sequence > message.sequence
            let reached = CursorSeal.Place(history: update.place.history, sequence: message.sequence)
            text += event("message", message.view, id: isLast ? seal.seal(reached) : nil)
        }
        // Told behind the page: until then whatever comes belongs to it.
        if let hasOlder = update.hasOlder { text += event("older", Older(older: hasOlder)) }
        return text
    }

    private struct EmptyEvent: Encodable {}

    private struct Older: Encodable {
        let older: Bool
    }

    private func event(_ name: String, _ value: some Encodable, id: String? = nil) -> String {
        guard let data = try? JSONText.encode(value) else { preconditionFailure("views are JSON") }
        return "event: \(name)\n" + (id.map { "id: \($0)\n" } ?? "") + "data: \(data)\n\n"
    }
}

extension HTTPField.Name {
    static let xAccelBuffering = HTTPField.Name("X-Accel-Buffering")!
}
