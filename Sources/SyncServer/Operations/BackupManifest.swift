import Foundation
import Hub
import Replica
import SyncProtocol

/// What a backup consists of: every file with its size and hash, and how far the log had come.
struct BackupManifest: Codable {
    /// A file of the backup.
    struct Entry: Codable, Hashable {
        /// Its name within the backup.
        let name: String
        /// BLAKE2b-256 of its bytes, in hexadecimal.
        let hash: String
        /// Its size in bytes.
        let bytes: Int
    }

    /// A history pack with the rows that it holds.
    struct Pack: Codable, Hashable {
        let file: Entry
        let first: UInt64
        let last: UInt64
    }

    var version = 1
    let workspace: Identifier
    let history: Identifier
    let created: Instant
    let head: UInt64
    let ticketNumber: UInt64
    /// The counters of all actors, by their hexadecimal names.
    let actors: [String: UInt64]
    let description: Entry
    let keys: Entry
    /// The custom channels with their secrets; nil when there are none.
    let channels: Entry?
    /// The secrets by which sites sign their users' identities; nil when none was minted.
    let widget: Entry?
    let packs: [Pack]
    let blobs: [Entry]

    enum CodingKeys: String, CodingKey {
        case version, workspace, history, created, head, actors, description, keys, channels, widget, packs, blobs
        case ticketNumber = "ticket_number"
    }

    static let fileName = "manifest.json"
    static let digestName = "manifest.blake2b"

    /// Reads the manifest of a backup and checks its digest.
    ///
    /// - Throws: `ServerError.damagedFile`.
    init(of folder: String) throws {
        let path = "\(folder)/\(Self.fileName)"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ServerError.damagedFile(
                path: path, explanation: "it is missing; give the folder that `conv-server backup` wrote"
            )
        }
        let digest = FileManager.default.contents(atPath: "\(folder)/\(Self.digestName)")
        let text = digest.map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) }
        guard text == Hexadecimal.encode(Hash.blake2b(Array(data))),
            let manifest = try? JSONDecoder().decode(BackupManifest.self, from: data)
        else {
            throw ServerError.damagedFile(
                path: path,
                explanation: "it is not what its digest says; use another backup, or an older copy of this one"
            )
        }
        guard manifest.version == 1 else {
            throw ServerError.invalidInput("the backup is of a newer program; restore it with that")
        }
        self = manifest
    }

    init(
        workspace: Identifier, history: Identifier, created: Instant, head: UInt64, ticketNumber: UInt64,
        actors: [String: UInt64], description: Entry, keys: Entry, channels: Entry?, widget: Entry?,
        packs: [Pack], blobs: [Entry]
    ) {
        self.workspace = workspace
        self.history = history
        self.created = created
        self.head = head
        self.ticketNumber = ticketNumber
        self.actors = actors
        self.description = description
        self.keys = keys
        self.channels = channels
        self.widget = widget
        self.packs = packs
        self.blobs = blobs
    }

    /// Writes the manifest and its digest; it comes last, so that a backup with a manifest is whole.
    func write(to folder: String) throws {
        let bytes = Array(try JSONText.encode(self).utf8)
        try PrivateFile.write(
            Array((Hexadecimal.encode(Hash.blake2b(bytes)) + "\n").utf8), to: "\(folder)/\(Self.digestName)")
        try PrivateFile.write(bytes, to: "\(folder)/\(Self.fileName)")
    }
}
