import Channels
import Foundation
import HTTPTypes
import Hub
import Hummingbird
import Logging
import NIOCore
import SyncProtocol
import Widget

/// What a request has to pass before anything is done for it: its origin, its limits, its session.
struct WidgetGate: Sendable {
    let service: WidgetService
    /// Whether a proxy in front of the server is trusted to say where requests come from.
    let isBehindProxy: Bool

    private var core: ServerCore { service.core }

    /// The server's own addresses, whose pages need no entry in the settings: the sample page.
    private var ownOrigins: Set<Origin> {
        let description = core.folder.describedNow
        var texts = [description.publicAddress, description.listeningAddress].compactMap { $0 }
        texts += texts.filter { $0.contains("//127.0.0.1:") }.map { $0.replacing("//127.0.0.1:", with: "//localhost:") }
        return Set(texts.compactMap(Origin.init))
    }

    /// The origin of the page that asks.
    ///
    /// - Throws: `WidgetError.originNotAllowed`.
    func origin(of request: Request) throws -> Origin {
        let settings = try service.settings()
        let own = ownOrigins
        guard let text = request.headers[.origin] else {
            // A browser names no origin when a page of the server itself reads something.
            guard request.headers[.secFetchSite] == "same-origin", settings.servesSample,
                let host = request.head.authority
            else { throw WidgetError.originNotAllowed }
            guard let origin = own.first(where: { $0.description.hasSuffix("//\(host)") }) else {
                throw WidgetError.originNotAllowed
            }
            return origin
        }
        guard let origin = Origin(text) else { throw WidgetError.originNotAllowed }
        guard settings.origins.contains(origin) || settings.servesSample && own.contains(origin) else {
            throw WidgetError.originNotAllowed
        }
        return origin
    }

    /// The headers by which a browser lets the page read the answer.
    static func allowing(_ origin: String?) -> HTTPFields {
        var headers: HTTPFields = [.vary: "Origin", .cacheControl: "no-store", .xContentTypeOptions: "nosniff"]
        if let origin {
            headers[.accessControlAllowOrigin] = origin
            headers[.accessControlExposeHeaders] = "Retry-After"
            headers[.init("Cross-Origin-Resource-Policy")!] = "cross-origin"
        }
        return headers
    }

    /// Whether the visitor asks for privacy, as Global Privacy Control has it.
    static func isPrivate(_ request: Request) -> Bool { request.headers[.secGPC] == "1" }

    /// What may happen how often.
    enum Action {
        case session, message, file, part, small, stream

        /// How often one visitor may.
        var visitorRate: RateLimiter.Rate {
            switch self {
            case .session, .stream: RateLimiter.Rate(burst: 30, perSecond: 0.5)
            case .message: RateLimiter.Rate(burst: 60, perSecond: 0.5)
            case .file: RateLimiter.Rate(burst: 20, perSecond: 0.2)
            case .part: RateLimiter.Rate(burst: 200, perSecond: 10)
            case .small: RateLimiter.Rate(burst: 120, perSecond: 2)
            }
        }

        /// How often all visitors of one network may.
        var networkRate: RateLimiter.Rate {
            RateLimiter.Rate(burst: visitorRate.burst * 10, perSecond: visitorRate.perSecond * 10)
        }
    }

    /// Counts a request of a network, and of a visitor once that is known.
    ///
    /// - Throws: `TooMany`.
    func count(_ action: Action, from context: ServerContext, _ request: Request, by subject: Subject? = nil) throws {
        let network = NetworkPrefix.prefix(of: address(of: request, context))
        let limit =
            subject.map { ("widget \(action) \($0.thread)", action.visitorRate) }
            ?? ("widget \(action) \(network)", action.networkRate)
        if let seconds = core.channels.limiter.take([limit], at: core.now()) { throw TooMany(seconds: seconds) }
    }

    /// Too much at once.
    struct TooMany: Error {
        let seconds: Int
    }

    private func address(of request: Request, _ context: ServerContext) -> String {
        if isBehindProxy, let forwarded = request.headers[.xForwardedFor] {
            // The proxy in front adds what it saw to the end; what stands before is anybody's word.
            return forwarded.split(separator: ",").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
        }
        return context.remoteAddress?.ipAddress ?? ""
    }

    /// The session of a request whose origin is known.
    func session(of request: Request, on origin: Origin) throws -> WidgetSession {
        let header = request.headers[.authorization] ?? ""
        let token = header.hasPrefix("Bearer ") ? String(header.dropFirst(7)) : nil
        return try service.session(token, on: origin, at: core.now())
    }

    // MARK: Answers

    /// An error as the widget's script takes it.
    func answer(to error: any Error, origin: String?) -> Response {
        var headers = Self.allowing(origin)
        let known: WidgetError
        switch error {
        case let error as WidgetError: known = error
        case let error as TooMany:
            known = .tooMany
            headers[.retryAfter] = String(error.seconds)
        case let refusal as InboundRefusal:
            known = Self.known(refusal)
            if let seconds = refusal.retrySeconds { headers[.retryAfter] = String(seconds) }
        case is DecodingError: known = .malformed
        case is NIOTooManyBytesError: known = .tooLarge
        default:
            known = .unavailable
            headers[.retryAfter] = "5"
            core.logger.error("the widget failed", metadata: Failure.metadata(error, endpoint: "widget"))
        }
        return Self.json(
            ["code": known.rawValue, "explanation": known.description], headers,
            status: HTTPResponse.Status(code: known.status))
    }

    private static func known(_ refusal: InboundRefusal) -> WidgetError {
        switch refusal.code {
        case .tooLarge: .tooLarge
        case .tooMany: .tooMany
        case .channelIsOff: .off
        case .unavailable: .unavailable
        default: .malformed
        }
    }

    /// A value as JSON.
    static func json(
        _ value: some Encodable, _ headers: HTTPFields, status: HTTPResponse.Status = .ok
    ) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        guard let text = try? JSONText.encode(value) else { preconditionFailure("views are JSON") }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

extension HTTPField.Name {
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
    static let secGPC = HTTPField.Name("Sec-GPC")!
    static let xForwardedFor = HTTPField.Name("X-Forwarded-For")!
    static let lastEventID = HTTPField.Name("Last-Event-ID")!
}
