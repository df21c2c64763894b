import CRDT
import Channels
import Foundation
import HTTPTypes
import Hub
import Hummingbird
import NIOCore

/// What a channel is answered: JSON of the form in `schemas/channels/answer.json`.
enum ChannelAnswer {
    /// What became of what it sent; it need not be sent again.
    struct Taken: Encodable {
        let result: String
        var ticket: String?
        var message: String?

        init(result: String) { self.result = result }

        init(_ outcome: InboundOutcome) {
            result = outcome.result.rawValue
            ticket = outcome.ticket?.description
            message = outcome.message?.description
        }
    }

    private struct Refused: Encodable {
        struct Reason: Encodable {
            let code: String
            let explanation: String
        }

        let error: Reason
    }

    case taken(Taken)
    case refused(InboundRefusal)

    /// Why it is not taken; nil when it is.
    var refusal: InboundRefusal? { if case .refused(let refusal) = self { refusal } else { nil } }

    /// The HTTP response.
    var response: Response {
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let body: Data?
        var status = HTTPResponse.Status.ok
        switch self {
        case .taken(let taken): body = try? encoder.encode(taken)
        case .refused(let refusal):
            status = Self.status(of: refusal.code)
            if let seconds = refusal.retrySeconds { headers[.retryAfter] = String(seconds) }
            let reason = Refused.Reason(code: refusal.code.rawValue, explanation: refusal.description)
            body = try? encoder.encode(Refused(error: reason))
        }
        guard let body else { preconditionFailure("strings can be written as JSON") }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    private static func status(of code: InboundRefusal.Code) -> HTTPResponse.Status {
        switch code {
        case .unknownChannel, .unknownMessage: .notFound
        case .unauthenticated, .staleTimestamp: .unauthorized
        case .malformed: .badRequest
        case .tooLarge: .contentTooLarge
        case .tooMany: .tooManyRequests
        case .channelIsOff: .forbidden
        case .unavailable: .serviceUnavailable
        }
    }
}
