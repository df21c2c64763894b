import AsyncHTTPClient
public import Hub
import NIOCore
import NIOHTTP1
public import SyncProtocol

/// The protocol over HTTP: one POST for each question, and a stream that says when there is news.
public struct HTTPTransport: SyncTransport {
    private let server: String
    private let workspace: Identifier

    /// How long an answer may take: a full page of changes on a slow line.
    private static let answerTimeout = TimeAmount.seconds(120)
    /// The largest answer that is read: a page of the largest changes.
    private static let answerByteCountMax = 1 << 30

    /// All transports of a process share one client. It does not try a refused connection again by itself, which would
    /// hide for two minutes that nobody listens: whoever asks decides when to ask again.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.connect = .seconds(10)
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// Speaks to `server` (`http://host:port` or `https://host:port`) about one workspace; connects when first used.
    public init(server: String, workspace: Identifier) {
        self.server = server
        self.workspace = workspace
    }

    /// Asks one question.
    public func exchange(_ request: Request, token: [UInt8]?) async throws -> Response {
        var call = HTTPClientRequest(url: url(of: request.endpoint))
        call.method = .POST
        call.headers.add(name: "Content-Type", value: "application/octet-stream")
        if let token { call.headers.add(name: "Authorization", value: "Bearer \(Hexadecimal.encode(token))") }
        call.body = .bytes(ByteBuffer(bytes: request.encoded))
        let (status, type): (UInt, String?)
        let body: [UInt8]
        do {
            let answer = try await Self.client.execute(call, timeout: Self.answerTimeout)
            (status, type) = (answer.status.code, answer.headers.first(name: "Content-Type"))
            body = Array(buffer: try await answer.body.collect(upTo: Self.answerByteCountMax))
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw TransportError("\(server) does not answer (\(Self.reason(error))); check the network and the address")
        }
        guard type == "application/octet-stream" else {
            // Whatever stands between us and the server answered in its place, or the address is another service's.
            throw TransportError(
                "\(server) answers HTTP \(status) and not as a conversations server; check the address")
        }
        do {
            return try Response(body: body)
        } catch {
            return .failure(error)
        }
    }

    /// Waits on the server's stream for anything but a sign of life.
    public func awaitNews(behind cursor: SyncCursor, token: [UInt8]) async throws {
        let query = Hexadecimal.encode(cursor.encoded)
        var call = HTTPClientRequest(url: "\(server)/v1/ws/\(workspace)/stream?cursor=\(query)")
        call.headers.add(name: "Authorization", value: "Bearer \(Hexadecimal.encode(token))")
        do {
            let answer = try await Self.client.execute(call, timeout: .hours(1))
            guard answer.status == .ok else { throw TransportError("the server offers no stream") }
            var scanner = StreamScanner()
            for try await chunk in answer.body where scanner.hasNews(Array(buffer: chunk), behind: cursor) { return }
        } catch let error as TransportError {
            throw error
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw TransportError("the stream from \(server) broke (\(Self.reason(error)))")
        }
        throw TransportError("the stream from \(server) ended")
    }

    private func url(of endpoint: Request.Endpoint) -> String {
        switch endpoint {
        case .hello, .authenticate, .join: "\(server)/v1/\(endpoint.rawValue)"
        case .enrol, .push, .pull, .repair, .presence, .upload, .download:
            "\(server)/v1/ws/\(workspace)/\(endpoint.rawValue)"
        }
    }

    /// What went wrong, in words without addresses or content.
    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError where error == .connectTimeout: "no connection in time"
        case let error as HTTPClientError where [.deadlineExceeded, .readTimeout].contains(error): "no answer in time"
        case let error as HTTPClientError where error == .remoteConnectionClosed: "the connection was closed"
        case let error as HTTPClientError: error.shortDescription
        default: "no connection"
        }
    }
}
