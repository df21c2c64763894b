import Foundation
import Hub
import SyncProtocol
import Testing

@testable import Replica

/// What happens to the folders of one device that are there twice.
extension CommandTests {
    /// A workplace with a ticket, at which Noor and Felix are in step.
    private func workplace() throws -> (Workplace, ticket: String) {
        let workplace = try Workplace()
        try workplace.join("noor", as: "administrator")
        let ticket = try workplace.bringInSample(by: "noor").description
        try workplace.join("felix", as: "agent")
        return (workplace, ticket)
    }

    private func copy(_ name: String, to other: String, _ workplace: Workplace) throws {
        try FileManager.default.copyItem(atPath: "\(workplace.folder)/\(name)", toPath: "\(workplace.folder)/\(other)")
    }

    private func actor(of name: String, _ workplace: Workplace) throws -> String {
        try ReplicaFolder(path: "\(workplace.folder)/\(name)").device().actor
    }

    /// The texts of a ticket's notes and messages, ascending.
    private func texts(_ ticket: String, of name: String, _ workplace: Workplace) throws -> [String] {
        let messages = try workplace.agent(name, "show", ticket, "--json")["messages"] as? [[String: Any]]
        return (messages ?? []).compactMap { $0["body"] as? String }.sorted()
    }

    private func sync(_ names: String..., at workplace: Workplace) throws {
        for name in names {
            let result = try workplace.agent(name, "sync", "--json")
            #expect(result.status == 0, "\(name): \(result.error)")
            #expect(result["unsent"] as? Int == 0, "\(name)")
            #expect(result["parked"] as? Int == 0, "\(name)")
        }
    }

    @Test func `a copied folder goes on as a device of its own, and everything that both wrote arrives once`() throws {
        let (workplace, ticket) = try workplace()
        try workplace.agent("noor", "note", ticket, "before the copy, not sent")
        try copy("noor", to: "copy", workplace)
        try workplace.agent("noor", "note", ticket, "by the original")
        try workplace.agent("copy", "note", ticket, "by the copy")
        #expect(try actor(of: "copy", workplace) != actor(of: "noor", workplace))
        let first = try workplace.agent("copy", "sync")
        #expect(first.status == 0, "\(first.error)")
        #expect(first.error.contains("copy of a replica"))
        try sync("noor", "copy", "felix", at: workplace)
        let texts = try texts(ticket, of: "noor", workplace)
        #expect(texts.count == 4)
        for name in ["copy", "felix"] { #expect(try self.texts(ticket, of: name, workplace) == texts) }
        let devices = try workplace.agent("copy", "devices", "--json")["devices"] as? [[String: Any]]
        #expect(devices?.count == 2)
        #expect(try workplace.agent("copy", "sync").error.isEmpty)
    }

    @Test func `a folder that is brought back from a backup goes on as a device of its own`() throws {
        let (workplace, ticket) = try workplace()
        try copy("noor", to: "backup", workplace)
        let before = try actor(of: "noor", workplace)
        try workplace.agent("noor", "note", ticket, "written after the backup")
        try sync("noor", at: workplace)
        // In the same place, where the file system likes to give the same numbers again.
        try FileManager.default.removeItem(atPath: "\(workplace.folder)/noor")
        try copy("backup", to: "noor", workplace)
        try workplace.agent("noor", "note", ticket, "written after the disaster")
        #expect(try actor(of: "noor", workplace) != before)
        try sync("noor", "felix", at: workplace)
        #expect(try texts(ticket, of: "felix", workplace).count == 3)
        #expect(try texts(ticket, of: "noor", workplace) == texts(ticket, of: "felix", workplace))
    }

    @Test func `a folder that was moved stays the device that it was`() throws {
        let (workplace, ticket) = try workplace()
        let before = try actor(of: "noor", workplace)
        try FileManager.default.moveItem(atPath: "\(workplace.folder)/noor", toPath: "\(workplace.folder)/moved")
        try workplace.agent("moved", "note", ticket, "from elsewhere")
        try sync("moved", at: workplace)
        #expect(try actor(of: "moved", workplace) == before)
    }

    @Test func `a copy that nothing gives away is found out by the server, and its words are kept`() throws {
        let (workplace, ticket) = try workplace()
        try copy("noor", to: "copy", workplace)
        let folder = ReplicaFolder(path: "\(workplace.folder)/copy")
        var device = try folder.device()
        device.place = try DevicePlace.current(of: folder.databasePath, workspace: device.workspace)
        try device.write(to: folder.devicePath)
        try workplace.agent("noor", "note", ticket, "by the original")
        try workplace.agent("copy", "note", ticket, "by the copy")
        try sync("noor", at: workplace)
        let found = try workplace.agent("copy", "sync")
        #expect(found.status == 0, "\(found.error)")
        #expect(found.error.contains("another copy of this device"))
        #expect(try workplace.agent("copy", "drafts").output.contains("by the copy"))
        try workplace.agent("copy", "note", ticket, "by the copy, again")
        try sync("copy", "noor", at: workplace)
        #expect(try texts(ticket, of: "copy", workplace).count == 3)
        #expect(try texts(ticket, of: "copy", workplace) == texts(ticket, of: "noor", workplace))
    }

    @Test func `a database that was set back in its place takes in what it had forgotten and goes on`() throws {
        let (workplace, ticket) = try workplace()
        let path = "\(workplace.folder)/noor/replica.sqlite"
        let old = try #require(FileManager.default.contents(atPath: path))
        for count in 1...3 { try workplace.agent("noor", "note", ticket, "forgotten \(count)") }
        try sync("noor", at: workplace)
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: old)
        try file.close()
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        try sync("noor", at: workplace)
        try workplace.agent("noor", "note", ticket, "and on")
        try sync("noor", "felix", at: workplace)
        #expect(try texts(ticket, of: "noor", workplace).count == 5)
        #expect(try texts(ticket, of: "felix", workplace) == texts(ticket, of: "noor", workplace))
    }

    @Test func `a revoked device cannot come back as a copy of itself`() throws {
        let (workplace, ticket) = try workplace()
        try copy("felix", to: "copy", workplace)
        let device = try actor(of: "felix", workplace)
        #expect(try workplace.agent("noor", "sync").status == 0)
        #expect(try workplace.agent("noor", "devices", "revoke", device).status == 0)
        try sync("noor", at: workplace)
        try workplace.agent("copy", "note", ticket, "let me in")
        let refused = try workplace.agent("copy", "sync")
        #expect(refused.status == 1)
        #expect(refused.error.contains("revoked"))
        #expect(try workplace.agent("copy", "drafts").output.contains("let me in"))
        #expect(try (workplace.agent("copy", "tickets", "--json")["tickets"] as? [Any])?.isEmpty == true)
        #expect(try workplace.agent("noor", "devices", "--all", "--json")["devices"].map { ($0 as? [Any])?.count } == 4)
    }
}
