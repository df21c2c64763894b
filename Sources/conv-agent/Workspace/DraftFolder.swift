import Foundation
import Hub
import Replica
import Scenes
import Synchronization

/// The drafts of one replica on disk, one file a ticket, readable by their owner alone.
///
/// While a file is being written, newer words take the place of those that wait: typing never waits for a disk, and a
/// crash costs the letters of the last moment at most.
final class DraftFolder: Sendable {
    /// What one file holds: a text that is being written, or one that was sent and is held back.
    private struct Slot: Hashable {
        let ticket: Identifier
        let isHeld: Bool

        var name: String { isHeld ? "\(ticket)-held.json" : "\(ticket).json" }
    }

    private let path: String
    /// What is to be written: nil removes the file.
    private let waiting = Mutex<[Slot: Draft?]>([:])

    init(_ folder: ReplicaFolder) { path = "\(folder.path)/drafts" }

    /// Takes a draft that is to be kept. Returns at once; `flush` writes it.
    func keep(_ draft: Draft) {
        guard let ticket = Identifier(draft.ticket) else { return }
        waiting.withLock { $0[Slot(ticket: ticket, isHeld: draft.sent != nil)] = .some(draft) }
    }

    /// Takes that a draft is not needed any more. Returns at once; `flush` removes it.
    func drop(_ ticket: Identifier, isHeld: Bool) {
        waiting.withLock { $0[Slot(ticket: ticket, isHeld: isHeld)] = .some(nil) }
    }

    /// Writes what waits.
    ///
    /// - Throws: `ReplicaError.unwritable` when the file system refuses.
    func flush() throws {
        let work = waiting.withLock { waiting in
            defer { waiting = [:] }
            return waiting
        }
        for (slot, draft) in work {
            let file = "\(path)/\(slot.name)"
            if let draft {
                try PrivateFile.makeFolder(path)
                try PrivateFile.write([UInt8](try JSONEncoder().encode(draft)), to: file)
            } else {
                try? FileManager.default.removeItem(atPath: file)
            }
        }
    }

    /// The drafts that are kept; files that hold something else are left alone.
    func read() -> [Draft] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted().filter { $0.hasSuffix(".json") }.compactMap { name in
            guard let data = FileManager.default.contents(atPath: "\(path)/\(name)") else { return nil }
            return try? JSONDecoder().decode(Draft.self, from: data)
        }
    }
}
