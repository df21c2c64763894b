import CRDT
import Foundation
import Hub
import Replica
import SyncProtocol
import Testing

@Suite("A replica's folder")
struct FolderTests {
    private let folder = ReplicaFolder(path: NSTemporaryDirectory() + "conv-folder-\(UUID().uuidString)")

    private func device() -> DeviceFile {
        var generator = SystemRandomNumberGenerator()
        return DeviceFile(
            server: "http://localhost:1", workspace: Identifier(high: 1, low: 4), user: Identifier(high: 2, low: 4),
            actor: ActorID(high: 3, low: 5), device: SigningKey(using: &generator),
            identity: SigningKey(using: &generator), rootFingerprint: String(repeating: "a", count: 32)
        )
    }

    @Test func `the file with the secrets is its owner's alone and reads back`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let device = device()
        _ = try folder.create(device)
        #expect(try folder.device().member() == device.member())
        #expect(try folder.device().deviceKey().publicKey == device.deviceKey().publicKey)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.devicePath)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(throws: ReplicaError.alreadyJoined(path: folder.path)) { try folder.create(device) }
        #expect(try folder.open().member == device.member())
    }

    @Test func `a damaged file is explained`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        _ = try folder.create(device())
        try Data("{\"version\": 1}".utf8).write(to: URL(filePath: folder.devicePath))
        #expect { try folder.device() } throws: { error in
            if case .damagedFile = error as? ReplicaError { true } else { false }
        }
    }

    @Test func `one process syncs at a time`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        try folder.makeFolder()
        var lock: SyncLock? = try SyncLock(folder)
        #expect(throws: ReplicaError.busy) { try SyncLock(folder) }
        withExtendedLifetime(lock) {}
        lock = nil
        #expect(throws: Never.self) { try SyncLock(folder) }
    }

    @Test func `a folder that nobody joined in says so`() {
        #expect(throws: ReplicaError.notJoined(path: folder.path)) { try folder.open() }
    }
}
