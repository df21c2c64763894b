import Foundation
import HTTPTypes
import Hub
import Hummingbird
import NIOCore
import Replica
import SyncProtocol
import Widget

/// What the widget's script asks for: everything below `/widget/v1/`, JSON in and out, no cookies.
struct WidgetRoutes {
    let service: WidgetService
    let gate: WidgetGate

    private var core: ServerCore { service.core }

    /// Adds the routes.
    func add(to router: Router<ServerContext>) {
        let group = router.group("/widget/v1")
        for path in [
            "/config", "/sessions", "/messages", "/reactions", "/uploads/:upload", "/typing", "/read", "/events",
        ] {
            group.on(RouterPath(path), method: .options) { request, _ in preflight(request) }
        }
        group.get("/config") { request, context in
            await answered(request) { origin in
                try gate.count(.small, from: context, request)
                let language = request.uri.queryParameters["language"].map(String.init) ?? "en"
                let configuration = LauncherConfiguration(try service.settings(), language: language)
                var headers = WidgetGate.allowing(origin.description)
                headers[.cacheControl] = "private, max-age=60"
                return WidgetGate.json(configuration, headers)
            }
        }
        group.post("/sessions") { request, context in
            await answered(request) { origin in
                try gate.count(.session, from: context, request)
                let beginning: WidgetService.Beginning = try await body(of: request)
                let isPrivate = WidgetGate.isPrivate(request)
                let (service, now) = (service, core.now())
                let begun = try await service.writers.run {
                    try service.begin(beginning, on: origin, isPrivate: isPrivate, at: now)
                }
                return WidgetGate.json(begun, WidgetGate.allowing(origin.description), status: .created)
            }
        }
        group.delete("/sessions") { request, context in
            await withSession(request, context, .small) { session, headers in
                if let token = session.token {
                    try service.store.end(token: token, until: session.expires, at: core.now())
                }
                return Response(status: .noContent, headers: headers)
            }
        }
        group.get("/messages") { request, context in
            await withSession(request, context, .small) { session, headers in
                if let name = request.uri.queryParameters["before"].map(String.init) {
                    let (service, settings) = (service, try service.settings())
                    let page = try await core.readers.run {
                        try service.conversations.page(before: name, for: session, names: settings)
                    }
                    return WidgetGate.json(OlderPage(messages: page.messages, older: page.hasOlder), headers)
                }
                let seal = service.seal(of: session)
                let place = request.uri.queryParameters["after"].flatMap { seal.open(String($0)) }
                let (service, settings) = (service, try service.settings())
                let update = try await core.readers.run {
                    try service.conversations.update(for: session, behind: place, names: settings)
                }
                let page = Page(
                    messages: update.messages.map(\.view), reset: update.mustReset, older: update.hasOlder,
                    cursor: seal.seal(update.place), unread: update.state.unread, status: update.state.status)
                return WidgetGate.json(page, headers)
            }
        }
        group.post("/messages") { request, context in
            await withSession(request, context, .message) { session, headers in
                let posting: WidgetService.Posting = try await body(of: request)
                let view = try await service.post(posting, in: session)
                return WidgetGate.json(view, headers)
            }
        }
        group.post("/reactions") { request, context in
            await withSession(request, context, .message) { session, headers in
                let reacting: WidgetService.Reacting = try await body(of: request)
                return WidgetGate.json(try await service.react(reacting, in: session), headers)
            }
        }
        addUploads(to: group)
        group.get("/files/:file") { _, context in file(context) }
        group.post("/typing") { request, context in
            await withSession(request, context, .small) { session, headers in
                let (service, now) = (service, core.now())
                try await core.readers.run { try service.noteTyping(in: session, at: now) }
                return Response(status: .noContent, headers: headers)
            }
        }
        group.post("/read") { request, context in
            await withSession(request, context, .small) { session, headers in
                let reading: Reading = try await body(of: request)
                let (service, now) = (service, core.now())
                let state = try await service.writers.run { try service.read(reading.cursor, in: session, at: now) }
                return WidgetGate.json(state, headers)
            }
        }
        group.get("/events") { request, context in
            await withSession(request, context, .stream) { session, headers in
                try WidgetStream(service: service).response(to: request, session, headers)
            }
        }
    }

    private struct Page: Encodable {
        let messages: [MessageView]
        let reset: Bool
        let older: Bool?
        let cursor: String
        let unread: Int
        let status: String
    }

    private struct OlderPage: Encodable {
        let messages: [MessageView]
        let older: Bool
    }

    private struct Reading: Decodable {
        let cursor: String
    }

    /// A file comes in parts, each behind what is here, so that one which was dropped goes on where it stopped.
    private func addUploads(to group: RouterGroup<ServerContext>) {
        group.get("/uploads/:upload") { request, context in
            await withSession(request, context, .part) { session, headers in
                let (service, id) = (service, context.parameters.get("upload") ?? "")
                let offset = try await core.readers.run { try service.store.received(id, of: session.subject) }
                return WidgetGate.json(["offset": offset], headers)
            }
        }
        group.put("/uploads/:upload") { request, context in
            let parameters = request.uri.queryParameters
            let start = parameters["offset"].flatMap { Int(String($0)) } ?? 0
            return await withSession(request, context, start == 0 ? .file : .part) { session, headers in
                guard let size = parameters["size"].flatMap({ Int(String($0)) }) else { throw WidgetError.malformed }
                let file = UploadedFile(
                    id: context.parameters.get("upload") ?? "", name: parameters["name"].map(String.init) ?? "file",
                    size: size)
                let bytes = Array(buffer: try await request.body.collect(upTo: WidgetLimits.partByteCountMax))
                let (service, now) = (service, core.now())
                let offset = try await service.writers.run {
                    try service.receive(bytes, from: start, of: file, in: session, at: now)
                }
                return WidgetGate.json(["offset": offset], headers)
            }
        }
    }

    // MARK: Around every answer

    private func answered(_ request: Request, _ body: (Origin) async throws -> Response) async -> Response {
        var allowed: String?
        do {
            let origin = try gate.origin(of: request)
            allowed = origin.description
            return try await body(origin)
        } catch {
            return gate.answer(to: error, origin: allowed)
        }
    }

    private func withSession(
        _ request: Request, _ context: ServerContext, _ action: WidgetGate.Action,
        _ body: (WidgetSession, HTTPFields) async throws -> Response
    ) async -> Response {
        await answered(request) { origin in
            try gate.count(action, from: context, request)
            let session = try gate.session(of: request, on: origin)
            try gate.count(action, from: context, request, by: session.subject)
            return try await body(session, WidgetGate.allowing(origin.description))
        }
    }

    private func body<Value: Decodable>(of request: Request) async throws -> Value {
        let buffer = try await request.body.collect(upTo: WidgetLimits.requestByteCountMax)
        return try JSONDecoder().decode(Value.self, from: Data(Array(buffer: buffer)))
    }

    private func preflight(_ request: Request) -> Response {
        guard let origin = try? gate.origin(of: request) else {
            return gate.answer(to: WidgetError.originNotAllowed, origin: nil)
        }
        var headers = WidgetGate.allowing(origin.description)
        headers[.accessControlAllowMethods] = "GET, POST, PUT, DELETE"
        headers[.accessControlAllowHeaders] = "Authorization, Content-Type, Last-Event-ID"
        headers[.accessControlMaxAge] = "7200"
        return Response(status: .noContent, headers: headers)
    }

    /// A file that a message carries: to be saved, never to be shown as a page of this server.
    private func file(_ context: ServerContext) -> Response {
        do {
            let target = try service.fileLinks.target(of: context.parameters.get("file") ?? "")
            let blobs = BlobFolder(core.folder.blobsPath)
            guard let hash = Hexadecimal.decode(target.blob), let bytes = blobs.bytes(of: hash) else {
                throw WidgetError.notFound
            }
            let allowed = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
                .intersection(CharacterSet(charactersIn: "\u{0}"..."\u{7F}"))
            let name = target.name.addingPercentEncoding(withAllowedCharacters: allowed) ?? "file"
            let isKnown = FileKind.allCases.contains { $0.mediaType == target.mediaType }
            return Response(
                status: .ok,
                headers: [
                    .contentType: isKnown ? target.mediaType : "application/octet-stream",
                    .contentDisposition: "attachment; filename*=UTF-8''\(name)", .xContentTypeOptions: "nosniff",
                    .contentSecurityPolicy: "default-src 'none'; sandbox", .cacheControl: "private, max-age=3600",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        } catch {
            return gate.answer(to: error, origin: nil)
        }
    }
}
