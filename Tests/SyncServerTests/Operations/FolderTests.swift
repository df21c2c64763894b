import Foundation
import Hub
import SyncServer
import Testing

@Suite struct FolderTests {
    @Test func `secrets of a new workspace are readable by their owner alone`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode("\(folder.path)/keys") == 0o700)
        #expect(try mode(folder.keyPath) == 0o600)
    }

    @Test func `a folder that holds anything is not made a workspace`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        #expect(throws: ServerError.workspaceExists(path: folder.path)) { try WorkspaceFolder.founded(temporary) }
        #expect(throws: ServerError.noWorkspace(path: temporary("nothing"))) {
            try WorkspaceFolder(opening: temporary("nothing"))
        }
    }

    @Test func `a damaged key file is named and not overwritten`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try "{}".write(toFile: folder.keyPath, atomically: true, encoding: .utf8)
        #expect(throws: ServerError.damagedKeys(path: folder.keyPath)) { try WorkspaceFolder(opening: folder.path) }
        #expect(try String(contentsOfFile: folder.keyPath, encoding: .utf8) == "{}")
    }

    @Test(arguments: ["127.0.0.1", "ftp://host", "http://", "http://host/path", "http://a b"])
    func `an address that links cannot name is refused`(_ address: String) {
        #expect(WorkspaceDescription.normalized(address: address) == nil)
    }

    @Test func `lengths of time are read with their units and within bounds`() {
        #expect(ServerClock.seconds("30m") == 1800)
        #expect(ServerClock.seconds("7d") == 604_800)
        for text in ["", "7", "d", "-1d", "0h", "99999999999999999999d", "9223372036854775807w"] {
            #expect(ServerClock.seconds(text) == nil, "\(text)")
        }
    }
}
