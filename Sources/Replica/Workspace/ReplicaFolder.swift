import Foundation
public import Hub
public import SyncProtocol

/// The folder that holds one member's replica: the database, who the device is, and the lock of whoever syncs.
public struct ReplicaFolder: Hashable, Sendable {
    /// The folder's path.
    public let path: String

    /// Names a folder; nothing is read.
    public init(path: String) { self.path = path }

    /// The folder that is meant when none is given: `$CONV_AGENT_DATA`, else `~/.local/share/conversations`.
    public static func standard(environment: [String: String]) -> ReplicaFolder {
        if let path = environment["CONV_AGENT_DATA"], !path.isEmpty { return ReplicaFolder(path: path) }
        let home = environment["HOME"] ?? NSHomeDirectory()
        let data = environment["XDG_DATA_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(home)/.local/share"
        return ReplicaFolder(path: "\(data)/conversations")
    }

    /// The replica's database.
    public var databasePath: String { "\(path)/replica.sqlite" }
    /// Who the device is, with its secrets: readable by its owner alone.
    public var devicePath: String { "\(path)/device.json" }
    /// What the one process that syncs holds locked.
    public var lockPath: String { "\(path)/sync.lock" }

    /// Whether somebody joined a workspace here.
    public var isJoined: Bool { FileManager.default.fileExists(atPath: devicePath) }

    /// Reads who the device is.
    ///
    /// - Throws: `ReplicaError.notJoined` when nobody joined here, `damagedFile` when the file is missing beside a
    ///   replica or cannot be read.
    public func device() throws -> DeviceFile {
        try checkDevice()
        guard isJoined else { throw ReplicaError.notJoined(path: path) }
        return try DeviceFile(path: devicePath)
    }

    /// Opens the replica; a copy of a folder becomes a new incarnation of its device first.
    ///
    /// - Throws: `ReplicaError.notJoined`, `damagedFile`, and what the database throws.
    public func open() throws -> ReplicaStore {
        guard FileManager.default.fileExists(atPath: databasePath) else {
            guard isJoined else { throw ReplicaError.notJoined(path: path) }
            throw ReplicaError.damagedFile(
                path: databasePath, explanation: "it is missing; put it back, or run `conv-agent rescue` and then sync"
            )
        }
        let member = try settledDevice().member()
        let database = try ReplicaStore.openDatabase(path: databasePath)
        do {
            return try ReplicaStore.open(database, path: path, as: member.actor)
        } catch ReplicaError.notJoined {
            throw ReplicaError.damagedFile(
                path: databasePath, explanation: "it is empty; put it back, or run `conv-agent rescue` and then sync"
            )
        }
    }

    /// Checks that somebody may join here.
    ///
    /// - Throws: `ReplicaError.alreadyJoined`; `damagedFile` when a replica is here whose device's file is missing.
    public func checkIsFree() throws {
        guard !isJoined else { throw ReplicaError.alreadyJoined(path: path) }
        try checkDevice()
    }

    /// A database without the device's file is a loss, unless joining was cut short before anything was in it.
    private func checkDevice() throws {
        guard !isJoined, FileManager.default.fileExists(atPath: databasePath) else { return }
        guard Salvage.isEmpty(databasePath) else {
            throw ReplicaError.damagedFile(
                path: devicePath,
                explanation: "it is missing, though a replica is here; put it back, or run `conv-agent rescue`, which "
                    + "keeps what was not sent and makes room to join again"
            )
        }
    }

    /// Makes the replica of a new member: the database first, the device's file last, so that a folder with that file
    /// is whole.
    ///
    /// - Throws: What `checkIsFree` throws; errors of the file system and the database.
    public func create(_ device: DeviceFile) throws -> ReplicaStore {
        try checkIsFree()
        try makeFolder()
        // What an attempt that was cut short left behind holds nothing that was ever sent or shown.
        for path in databasePaths where FileManager.default.fileExists(atPath: path) {
            try FileManager.default.removeItem(atPath: path)
        }
        let store = try makeReplica(of: device)
        try? FileManager.default.removeItem(atPath: joiningPath)
        return store
    }

    /// The files of the database.
    var databasePaths: [String] { ["", "-wal", "-shm"].map { databasePath + $0 } }

    func makeReplica(of device: DeviceFile) throws -> ReplicaStore {
        let database = try ReplicaStore.openDatabase(path: databasePath)
        let store = try ReplicaStore.create(in: database, member: try device.member())
        var device = device
        device.place = try DevicePlace.current(of: databasePath, workspace: device.workspace)
        try device.write(to: devicePath)
        return store
    }

    /// Makes the folder, readable by its owner alone.
    public func makeFolder() throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
        )
    }
}
