import Foundation
public import Hub
import SyncProtocol

/// What a rescue found and did.
public struct RescueReport: Hashable, Sendable {
    /// What is wrong, for people; empty when everything is whole.
    public let findings: [String]
    /// Unsent changes that could be read.
    public let draftCount: Int
    /// Where the damaged files are; nil when nothing was damaged.
    public let keptFolder: String?
    /// Whether a new replica stands in the place of the damaged one; otherwise its owner has to join again.
    public let isReplaced: Bool
}

extension ReplicaFolder {
    /// Puts a damaged folder right as far as that can be done without a network.
    ///
    /// The damaged files are moved aside, never removed. Where it is still known who the device is, an empty replica
    /// takes their place, with the unsent changes that could be read among its rescued drafts, as a new incarnation,
    /// because nobody knows which numbers the old one has used; the next sync fetches the rest. In a folder that is
    /// whole the rows for lists, figures and search are computed anew.
    ///
    /// - Throws: `ReplicaError.notJoined` when the folder holds nothing; `busy` while another process syncs.
    /// - Complexity: O(changes).
    public func rescue(at now: Instant) throws -> RescueReport {
        let holdsDatabase = FileManager.default.fileExists(atPath: databasePath)
        guard isJoined || holdsDatabase else { throw ReplicaError.notJoined(path: path) }
        let lock = try SyncLock(self)
        defer { withExtendedLifetime(lock) {} }
        let device = isJoined ? try? DeviceFile(path: devicePath) : nil
        var findings = Salvage.findings(databasePath)
        if device == nil { findings.append(isJoined ? "device.json names no device" : "device.json is missing") }
        guard !findings.isEmpty else {
            try open().rebuildProjections(at: now)
            return RescueReport(findings: [], draftCount: 0, keptFolder: nil, isReplaced: false)
        }
        let drafts = Salvage.unsent(databasePath)
        let kept = try setAside(isDeviceDamaged: isJoined && device == nil, at: now)
        if !drafts.isEmpty { try write(drafts, to: "\(kept)/unsent.json") }
        if let device {
            var generator = SystemRandomNumberGenerator()
            let store = try makeReplica(of: device.reincarnated(at: "", using: &generator))
            try store.keep(drafts, reason: "damaged_replica")
        }
        return RescueReport(
            findings: findings, draftCount: drafts.count, keptFolder: kept, isReplaced: device != nil
        )
    }

    private func setAside(isDeviceDamaged: Bool, at now: Instant) throws -> String {
        let kept = "\(path)/damaged-\(now.milliseconds)"
        try FileManager.default.createDirectory(
            atPath: kept, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700]
        )
        for file in databasePaths + (isDeviceDamaged ? [devicePath] : [])
        where FileManager.default.fileExists(atPath: file) {
            let name = URL(fileURLWithPath: file).lastPathComponent
            try FileManager.default.moveItem(atPath: file, toPath: "\(kept)/\(name)")
        }
        return kept
    }

    private struct UnsentEntry: Encodable {
        let root: String
        let kind: String
        let written: Int64
        let texts: [String]
    }

    /// Writes the words of unsent changes so that they can be read without this program.
    private func write(_ drafts: [SealedChange], to path: String) throws {
        let entries = drafts.map { change in
            let draft = RescuedDraft(change, id: 0, reason: "damaged_replica")
            return UnsentEntry(
                root: draft.root.description, kind: draft.kind?.rawValue ?? "unknown",
                written: draft.written.milliseconds, texts: draft.texts
            )
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try PrivateFile.write(Array(try encoder.encode(entries)), to: path)
    }
}
