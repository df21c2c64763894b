import Foundation
import GRDB
import Hub
import SyncProtocol
import TestSupport
import Testing

@testable import Replica

/// What a teammate sees whose files are damaged.
extension CommandTests {
    /// A way to damage the files of a folder.
    enum Damage: String, CaseIterable {
        case truncated, flipped, overwritten, noDatabase, empty, missing
        case noDeviceFile, damagedDeviceFile

        /// Whether the keys are gone, so that somebody has to invite the teammate again.
        var losesDevice: Bool { self == .noDeviceFile || self == .damagedDeviceFile }

        func apply(to folder: ReplicaFolder) throws {
            let file = URL(filePath: folder.databasePath)
            var bytes = [UInt8](try Data(contentsOf: file))
            var generator = SeededGenerator(seed: 7)
            switch self {
            case .truncated: bytes.removeSubrange(bytes.count / 2 / 4096 * 4096 + 100..<bytes.count)
            case .flipped:
                for _ in 0..<400 { bytes[Int(generator.next() % UInt64(bytes.count))] ^= 1 << (generator.next() % 8) }
            case .overwritten: bytes.replaceSubrange(4096..<8192, with: repeatElement(0x5A, count: 4096))
            case .noDatabase: bytes = Array("This is not the file that you are looking for.".utf8)
            case .empty: bytes = []
            case .missing: return try FileManager.default.removeItem(at: file)
            case .noDeviceFile: return try FileManager.default.removeItem(atPath: folder.devicePath)
            case .damagedDeviceFile: return try Data("{".utf8).write(to: URL(filePath: folder.devicePath))
            }
            try Data(bytes).write(to: file)
        }
    }

    @Test func `damaged files are explained, and rescue leads back to work without losing what can be read`() throws {
        let workplace = try Workplace()
        try workplace.join("noor", as: "administrator")
        let ticket = try workplace.bringInSample(by: "noor").description
        try workplace.join("felix", as: "agent")
        try workplace.agent("felix", "note", ticket, "words that nobody else has")
        let whole = ReplicaFolder(path: "\(workplace.folder)/felix")
        // Everything in the one file, as it is once nobody has it open.
        try whole.open().database.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        for damage in Damage.allCases {
            let name = "felix-\(damage)"
            let folder = ReplicaFolder(path: "\(workplace.folder)/\(name)")
            try FileManager.default.copyItem(atPath: whole.path, toPath: folder.path)
            try damage.apply(to: folder)
            for arguments in [["tickets"], ["show", ticket], ["note", ticket, "more"], ["sync"]] {
                let result = try Programs.run("conv-agent", arguments + ["--data", folder.path])
                // Flipped bits may be where a command does not look.
                guard result.status != 0 || damage != .flipped else { continue }
                #expect([1, 3].contains(result.status), "\(damage) \(arguments): \(result.error)")
                #expect(result.error.contains("conv-agent rescue"), "\(damage) \(arguments): \(result.error)")
            }
            if damage == .noDeviceFile {
                let link = try workplace.invite("agent")
                #expect(try workplace.agent(name, "join", link).error.contains("conv-agent rescue"))
            }
            try rescue(name, damage, folder, ticket, workplace)
        }
        let devices = try workplace.agent("noor", "sync", "--json")
        #expect(devices.status == 0)
    }

    private func rescue(
        _ name: String, _ damage: Damage, _ folder: ReplicaFolder, _ ticket: String, _ workplace: Workplace
    ) throws {
        let rescued = try workplace.agent(name, "rescue", "--json")
        #expect(rescued.status == 0, "\(damage): \(rescued.error)")
        #expect(rescued["replaced"] as? Bool == !damage.losesDevice, "\(damage)")
        if damage.losesDevice {
            let kept = try #require(rescued["kept"] as? String)
            let words = try String(contentsOfFile: "\(kept)/unsent.json", encoding: .utf8)
            #expect(words.contains("words that nobody else has"), "\(damage)")
            let joined = try workplace.agent(name, "join", try workplace.invite("agent"), "--name", name)
            #expect(joined.status == 0, "\(damage): \(joined.error)")
        }
        let synced = try workplace.agent(name, "sync")
        #expect(synced.status == 0, "\(damage): \(synced.error)")
        #expect(try workplace.agent(name, "show", ticket).status == 0, "\(damage)")
        #expect(try workplace.agent(name, "note", ticket, "back at work").status == 0, "\(damage)")
        #expect(try workplace.agent(name, "sync", "--json")["parked"] as? Int == 0, "\(damage)")
        #expect(try workplace.agent(name, "rescue", "--json")["findings"] as? [String] == [], "\(damage)")
    }

    @Test func `unsent words are read around a damaged page`() throws {
        let workplace = try Workplace()
        try workplace.join("noor", as: "administrator")
        let ticket = try workplace.bringInSample(by: "noor").description
        try workplace.agent("noor", "note", ticket, "words that nobody else has")
        let folder = ReplicaFolder(path: "\(workplace.folder)/noor")
        // The index of unsent changes, by which they are found otherwise.
        let page = try folder.open().database.writeWithoutTransaction { db in
            _ = try db.checkpoint(.truncate)
            return try Int.fetchOne(db, sql: "SELECT rootpage FROM sqlite_master WHERE name = 'change_unsent'")
        }
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: folder.databasePath)))
        let start = (try #require(page) - 1) * 4096
        bytes.replaceSubrange(start..<start + 4096, with: repeatElement(0xA5, count: 4096))
        try Data(bytes).write(to: URL(filePath: folder.databasePath))
        #expect(try workplace.agent("noor", "sync").error.contains("conv-agent rescue"))
        #expect(try workplace.agent("noor", "rescue", "--json")["drafts"] as? Int == 1)
        #expect(try workplace.agent("noor", "sync").status == 0)
        #expect(try workplace.agent("noor", "drafts").output.contains("words that nobody else has"))
    }
}
