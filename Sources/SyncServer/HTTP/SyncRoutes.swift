import HTTPTypes
import Hub
import Hummingbird
import Logging
import NIOCore
import SyncProtocol

/// The questions of the sync protocol: one POST each, binary in, binary out.
struct SyncRoutes {
    let core: ServerCore

    /// Adds the routes.
    func add(to router: Router<ServerContext>) {
        for endpoint in SyncProtocol.Request.Endpoint.allCases {
            let path = endpoint.needsToken ? "/v1/ws/:workspace/\(endpoint.rawValue)" : "/v1/\(endpoint.rawValue)"
            router.post(RouterPath(path)) { request, context in
                let answer = await answer(endpoint, request, workspace: context.parameters.get("workspace"))
                core.metrics.count(answer, to: endpoint.rawValue)
                return ProtocolAnswer.response(answer, asJSON: Self.wantsJSON(request))
            }
        }
    }

    private func answer(
        _ endpoint: SyncProtocol.Request.Endpoint, _ request: Hummingbird.Request, workspace: String?
    ) async -> SyncProtocol.Response {
        do {
            if endpoint.needsToken { try Self.check(workspace, core) }
            let limit = core.log.limits.requestByteCountMax
            let body = try await Self.body(of: request, upTo: limit)
            let question = try SyncProtocol.Request(endpoint, body: body)
            return try await core.answer(question, token: try Self.token(of: request))
        } catch let error as ProtocolError {
            return .failure(error)
        } catch {
            core.logger.error("a request failed", metadata: Failure.metadata(error, endpoint: endpoint.rawValue))
            return .failure(ProtocolError(.unavailable, "the server failed and changed nothing; try again in a moment"))
        }
    }

    /// Reads a body of bounded size.
    static func body(of request: Hummingbird.Request, upTo limit: Int) async throws -> [UInt8] {
        let tooLarge = ProtocolError(.tooLarge, "a request holds at most \(limit) bytes; send it in smaller pieces")
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit { throw tooLarge }
        do {
            return Array(buffer: try await request.body.collect(upTo: limit))
        } catch is NIOTooManyBytesError {
            throw tooLarge
        }
    }

    /// The workspace of the path must be the one that is served.
    static func check(_ workspace: String?, _ core: ServerCore) throws(ProtocolError) {
        guard let workspace, Identifier(workspace) == core.log.workspace else {
            throw ProtocolError(.unknownWorkspace, "this server does not serve the workspace; check its address")
        }
    }

    /// The token of the header; nil when there is none.
    static func token(of request: Hummingbird.Request) throws(ProtocolError) -> [UInt8]? {
        guard let header = request.headers[.authorization] else { return nil }
        guard header.hasPrefix("Bearer "), let token = Hexadecimal.decode(String(header.dropFirst(7))) else {
            throw ProtocolError(.unauthenticated, "the Authorization header is not `Bearer` and hexadecimal digits")
        }
        return token
    }

    private static func wantsJSON(_ request: Hummingbird.Request) -> Bool {
        request.uri.queryParameters["debug"] == "json"
            || request.headers[.accept]?.contains("application/json") == true
    }
}
