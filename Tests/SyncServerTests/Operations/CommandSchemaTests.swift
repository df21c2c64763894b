import Foundation
import Hub
import SyncServer
import TestSupport
import Testing

@Suite struct CommandSchemaTests {
    private static func check(_ report: some Encodable, _ command: String) throws {
        let value = try JSONSerialization.jsonObject(with: Data(try JSONText.encode(report).utf8))
        #expect(try SchemaFile("commands/server-\(command).json").findings(value) == [], "\(command)")
    }

    @Test func `the JSON of every operation is what its schema says`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try Self.check(try folder.importing(Repository.samples), "import")
        try Self.check(try StatusReport(folder), "status")
        let members = try MembershipOperations(folder)
        let now = ServerClock.now()
        let invite = try members.invite(
            role: .agent, queues: ["general"], scopes: ["queue:fleet"], deviceOf: nil, expires: "7d", at: now
        )
        try Self.check(invite, "invite")
        try Self.check(try members.setGrant(true, user: "Hollow Road", queue: "fleet", at: now), "grant")
        try Self.check(try members.setGrant(false, user: "Hollow Road", queue: "fleet", at: now), "revoke")
        let channels = try ChannelOperations(folder)
        let capabilities = ChannelCapabilities(edit: true, delete: false, scalarCountMax: 500, deduplicates: true)
        let added = try channels.add(
            "shop", url: "https://shop.example.com/hook", allowsLocal: false, capabilities: capabilities, at: now
        )
        try Self.check(added, "channels-add")
        #expect(added.capabilities == capabilities)
        try Self.check(try channels.rotate("shop", finishes: false), "channels-rotate")
        #expect(try channels.list().map(\.secretCount) == [2])
        try Self.check(["channels": try channels.list()], "channels-list")
        try Self.check(["held": try channels.held()], "channels-held")
        try Self.check(try channels.remove("shop", at: now), "channels-remove")
        #expect(try channels.list().isEmpty)
        try Self.check(try Eraser(folder).erase(["shop-0017"], reason: "other", at: now), "erase")
        try Self.check(try Verifier(folder).run(at: now), "verify")
        try Self.check(try Backup(folder).write(to: temporary("backup"), at: now), "backup")
        let restore = try Restore(temporary("backup"))
        try Self.check(try restore.write(to: temporary("restored"), acceptsLoss: false, at: now), "restore")
        try Self.check(try Exporter(folder).write(to: temporary("export"), at: now), "export")
        try Self.check(try Upgrade(folder).run(at: now), "upgrade")
    }
}
