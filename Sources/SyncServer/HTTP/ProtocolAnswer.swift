import HTTPTypes
import Hummingbird
import NIOCore
import SyncProtocol

/// How answers of the protocol stand in HTTP.
enum ProtocolAnswer {
    /// The status that belongs to an error, for proxies and people; the body says the rest.
    static func status(of code: ProtocolError.Code) -> HTTPResponse.Status {
        switch code {
        case .malformed: .badRequest
        case .tooLarge: .contentTooLarge
        case .unauthenticated, .staleChallenge: .unauthorized
        case .badSignature, .deviceRevoked, .unknownDevice, .inviteInvalid: .forbidden
        case .upgradeRequired: .upgradeRequired
        case .unknownWorkspace, .notFound: .notFound
        case .rootMismatch: .conflict
        case .refilling, .unavailable: .serviceUnavailable
        }
    }

    /// The HTTP response: the binary form, or the debug view as JSON where it was asked for.
    static func response(_ answer: SyncProtocol.Response, asJSON: Bool = false) -> Hummingbird.Response {
        var status = HTTPResponse.Status.ok
        if case .failure(let error) = answer { status = Self.status(of: error.code) }
        let body = asJSON ? Array(DebugView.json(of: answer).utf8) : answer.encoded
        return Hummingbird.Response(
            status: status,
            headers: [
                .contentType: asJSON ? "application/json" : "application/octet-stream", .cacheControl: "no-store",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
    }

    /// Plain JSON or text of this server itself.
    static func text(
        _ text: String, type: String, status: HTTPResponse.Status = .ok
    ) -> Hummingbird.Response {
        Hummingbird.Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
