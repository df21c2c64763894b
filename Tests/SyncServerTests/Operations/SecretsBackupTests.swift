import Channels
import Foundation
import Hub
import Logging
import SyncProtocol
import Testing
import Widget

@testable import SyncServer

@Suite struct SecretsBackupTests {
    @Test func `a restored server verifies and signs with the secrets of the one that was lost`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let now = ServerClock.now()
        let signing = try WidgetOperations(folder).secret(rotation: nil, at: now).secret
        let made = try ChannelOperations(folder).add(
            "shop", url: "https://shop.example/hook", allowsLocal: false,
            capabilities: ChannelCapabilities(edit: true, delete: true, deduplicates: true), at: now)
        let old = try #require(made.secret.flatMap(WebhookSecret.init))
        let new = try #require(try ChannelOperations(folder).rotate("shop", finishes: false).secret)
        _ = try Backup(folder).write(to: temporary("backup"), at: now)
        _ = try Restore(temporary("backup")).write(to: temporary("restored"), acceptsLoss: true, at: now)
        let restored = try WorkspaceFolder(opening: temporary("restored"))

        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let service = try WidgetService(try ServerCore(restored, logger: logger, now: { now }))
        let code = Hexadecimal.encode(Hash.hmacSHA256(Array("mira".utf8), key: Array(signing.utf8)))
        let origin = try #require(Origin("https://shop.example"))
        func begin(_ code: String) throws -> Bool {
            let json = try JSONSerialization.data(withJSONObject: ["userId": "mira", "userHash": code])
            let beginning = try JSONDecoder().decode(WidgetService.Beginning.self, from: json)
            return try service.begin(beginning, on: origin, isPrivate: false, at: now).isKnown
        }
        #expect(try begin(code))
        #expect(throws: WidgetError.self) { try begin(String(code.reversed())) }

        let secrets = try #require(try ChannelFile(restored).channels()["shop"]?.secrets)
        #expect(secrets.map(\.text) == [new, old.text], "a rotation goes on where it was")
        let body = Array("{}".utf8)
        try WebhookHeaders(signing: body, id: "1", at: now, with: [old]).verify(body, at: now, with: secrets)
        try WebhookHeaders(signing: body, id: "1", at: now, with: secrets).verify(body, at: now, with: [old])
    }
}
