import Foundation
import Hub
import Replica
import Widget

/// A file as a browser announces it with each of its parts.
struct UploadedFile: Hashable, Sendable {
    /// The name that the browser gives it, once and for all: an identifier.
    let id: String
    let name: String
    /// Its size in bytes.
    let size: Int
}

extension WidgetService {
    /// Keeps a part of a file until its message comes.
    ///
    /// - Returns: How many bytes of it are here now, which is where the next part begins. A part that does not begin where
    ///   the last one ended is not kept.
    /// - Throws: `WidgetError` when the file is larger than allowed or, once it is whole, of a kind that is not taken.
    func receive(
        _ part: [UInt8], from start: Int, of file: UploadedFile, in session: WidgetSession, at now: Instant
    ) throws -> Int {
        let limits = try settings().limits
        guard limits.fileCount > 0, file.size <= limits.fileBytes else { throw WidgetError.tooLarge }
        let line = Plain.line(file.name).replacing("/", with: "_").replacing("\\", with: "_")
        let name = String(line.prefix(120))
        guard Identifier(file.id) != nil, file.size > 0, !name.isEmpty else { throw WidgetError.malformed }
        let safe = UploadedFile(id: file.id, name: name, size: file.size)
        let received = try store.keep(part, from: start, of: safe, for: session.subject, at: now)
        guard received == file.size else { return received }
        // What a file is, only the whole of it tells.
        guard let kind = FileKind(of: try store.bytes(of: file.id, session.subject), name: name) else {
            try store.remove([file.id], of: [session.subject.thread])
            throw WidgetError.badType
        }
        try store.finish(file.id, of: session.subject, mediaType: kind.mediaType)
        return received
    }
}
