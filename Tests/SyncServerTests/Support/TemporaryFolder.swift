import Foundation

/// A folder that is removed with everything in it when the test is done.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = "/tmp/conversations-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A path below it.
    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// The names of all files below it that hold `text` anywhere in their bytes.
    func files(holding text: String) throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: path)
        return names.filter { FileManager.default.contents(atPath: self($0))?.range(of: Data(text.utf8)) != nil }
    }
}
