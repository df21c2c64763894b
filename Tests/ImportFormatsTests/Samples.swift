import Foundation
import ImportFormats

/// A folder of files that lives as long as a test.
final class SampleFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("import-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ content: String, to name: String) throws -> String { try write(Array(content.utf8), to: name) }

    @discardableResult
    func write(_ content: [UInt8], to name: String) throws -> String {
        let file = path + "/" + name
        try Data(content).write(to: URL(fileURLWithPath: file))
        return file
    }
}

/// What a reading gave, sorted into its two kinds.
struct Reading {
    var conversations: [ImportedConversation] = []
    var skipped: [SkippedRecord] = []

    init(_ paths: [String], options: ImportOptions = ImportOptions()) throws {
        for item in try ImportFormats.read(paths: paths, options: options) {
            switch item {
            case .conversation(let conversation): conversations.append(conversation)
            case .skipped(let record): skipped.append(record)
            }
        }
    }

    /// Reads one file of the given content.
    init(_ content: String, name: String, options: ImportOptions = ImportOptions()) throws {
        let folder = try SampleFolder()
        try self.init([folder.write(content, to: name)], options: options)
    }

    var reasons: [SkippedRecord.Reason] { skipped.map(\.reason) }
    var messages: [ImportedMessage] { conversations.flatMap(\.messages) }
}

/// A line of an event stream.
func event(
    _ message: String, in conversation: String = "kite-1", at: String = "2026-03-02T08:15:00Z",
    by author: String = "ada",
    role: String = "customer", text: String = "The tail is torn.", more: String = ""
) -> String {
    """
    {"at":"\(at)","type":"message","channel":"widget","conversation":"\(conversation)","message":"\(message)",\
    "author":{"id":"\(author)","role":"\(role)"},"text":"\(text)"\(more)}\n
    """
}
