import Foundation
import HTTPTypes
import Hub
import Hummingbird
import Logging
import NIOCore
import SyncProtocol
import Testing
import Widget

@testable import SyncServer

@Suite struct WidgetStreamTests {
    @Test func `streams that are answered and never read leave room for others`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let core = try ServerCore(folder, logger: logger, now: ServerClock.now)
        let stream = WidgetStream(service: try WidgetService(core))
        let subject = try Subject.visitor(
            secret: String(repeating: "ab", count: 32), origin: VisitorBrowser.origin, key: folder.keys.externalKey)
        let session = WidgetSession(
            subject: subject, origin: VisitorBrowser.origin, token: nil, user: nil, claims: [:], language: nil,
            page: nil, expires: ServerClock.now().advanced(bySeconds: 60))
        let request = Request(
            head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/"),
            body: RequestBody(buffer: ByteBuffer()))
        for _ in 0..<WidgetLimits.streamCountMax * 2 { _ = try stream.response(to: request, session, [:]) }
        let held = try (0..<WidgetLimits.streamCountMax).map { _ in try stream.response(to: request, session, [:]) }
        #expect(throws: WidgetGate.TooMany.self) { try stream.response(to: request, session, [:]) }
        #expect(held.count == WidgetLimits.streamCountMax)
        withExtendedLifetime(temporary) {}
    }
}
