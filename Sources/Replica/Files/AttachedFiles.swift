import CRDT
import Foundation
import Glibc
public import Hub
import SyncProtocol

/// The files that this device has attached to tickets: kept beside the replica from the moment they are attached, so that
/// they leave with their messages whenever there is a network, and a restored server can be given them again.
public struct AttachedFiles: Sendable {
    private let path: String

    /// For how long a file waits that no message refers to yet, in milliseconds.
    private static let patienceMilliseconds: Int64 = 86_400_000

    /// Names the files of a replica; nothing is read.
    public init(_ folder: ReplicaFolder) { path = "\(folder.path)/attached" }

    func folder(of ticket: Identifier) -> BlobFolder { BlobFolder("\(path)/\(ticket)") }

    /// Keeps a copy of a file for a message of a ticket. O(its size).
    ///
    /// - Throws: `ReplicaError.invalidInput` when it is no file, is empty, cannot be read or is too large; `.unwritable`.
    public func attach(_ path: String, to ticket: Identifier) throws -> AttachmentReference {
        let bytes = try Self.read(path)
        try PrivateFile.makeFolder(self.path)
        try PrivateFile.makeFolder("\(self.path)/\(ticket)")
        let name = Self.name(of: path)
        return AttachmentReference(
            blob: Hexadecimal.encode(try folder(of: ticket).keep(bytes)), name: name,
            mediaType: MediaType.of(fileNamed: name), byteCount: Int64(bytes.count))
    }

    /// The bytes of a file that this device attached to a ticket; nil when it did not.
    public func bytes(of file: AttachmentReference, in ticket: Identifier) -> [UInt8]? {
        Hexadecimal.decode(file.blob).flatMap { folder(of: ticket).bytes(of: $0) }
    }

    /// Whether this device attached a file to a ticket, and keeps it.
    public func holds(_ file: AttachmentReference, of ticket: Identifier) -> Bool {
        Hexadecimal.decode(file.blob).map(folder(of: ticket).holds) ?? false
    }

    /// Checks that files are still here, before a message refers to them.
    ///
    /// - Throws: `ReplicaError.invalidInput` when one is gone, or there are too many.
    public func check(_ files: [AttachmentReference], of ticket: Identifier) throws {
        guard files.count <= AttachmentReference.countMax else {
            throw ReplicaError.invalidInput(
                "a message has at most \(AttachmentReference.countMax) files; send the others with a second one")
        }
        guard files.allSatisfy({ holds($0, of: ticket) }) else {
            throw ReplicaError.invalidInput("a file is not kept here any more; attach it again")
        }
    }

    /// Removes the files of tickets that left this replica, and those that no message refers to and no draft keeps.
    ///
    /// - Throws: What the database and the file system throw.
    public func sweep(of store: ReplicaStore, keeping drafts: [AttachmentReference], at now: Instant) throws {
        guard access(path, F_OK) == 0 else { return }
        let kept = Set(drafts.map(\.blob))
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            guard let ticket = Identifier(name) else { continue }
            guard try !store.ticketRows(of: [ticket], at: now).isEmpty else {
                try FileManager.default.removeItem(atPath: "\(path)/\(name)")
                continue
            }
            let used = try store.attachments(of: ticket)
            let folder = folder(of: ticket)
            for hash in try folder.hashes() where !used.union(kept).contains(Hexadecimal.encode(hash)) {
                if Self.age(of: folder.file(of: hash), at: now) > Self.patienceMilliseconds { try folder.remove(hash) }
            }
        }
    }

    private static func age(of file: String, at now: Instant) -> Int64 {
        var status = stat()
        guard stat(file, &status) == 0 else { return 0 }
        return now.milliseconds - Int64(status.st_mtim.tv_sec) * 1000
    }

    /// The last part of a path in one line, of a length that every system takes.
    private static func name(of path: String) -> String {
        let last = path.split(separator: "/").last.map(String.init) ?? "file"
        var name = ""
        for scalar in last.unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control
            guard name.utf8.count < 200 else { break }
            name.unicodeScalars.append(isControl ? " " : scalar)
        }
        return name
    }

    private static func read(_ path: String) throws -> [UInt8] {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw ReplicaError.invalidInput("\(path) cannot be attached: \(String(cString: strerror(errno)))")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw ReplicaError.invalidInput("\(path) is no file; pack a folder into an archive first")
        }
        let limit = AttachmentReference.byteCountMax
        guard status.st_size <= limit else {
            throw ReplicaError.invalidInput(
                "\(path) has \(status.st_size) bytes and a message carries files of at most \(limit); send a link instead"
            )
        }
        guard let data = FileManager.default.contents(atPath: path), data.count <= limit else {
            throw ReplicaError.invalidInput("\(path) cannot be attached: it cannot be read; check its permissions")
        }
        guard !data.isEmpty else { throw ReplicaError.invalidInput("\(path) is empty; there is nothing to attach") }
        return Array(data)
    }
}

extension ReplicaStore {
    /// The blobs that messages of a ticket refer to.
    fileprivate func attachments(of ticket: Identifier) throws -> Set<String> {
        let documents = try documents(of: ticket)
        let discussions = [ticket.publicDiscussion, ticket.internalDiscussion]
        let messages = discussions.flatMap { Discussion(id: $0, document: documents.document($0)).messages }
        return Set(messages.flatMap { $0.attachments.map(\.blob) })
    }
}
