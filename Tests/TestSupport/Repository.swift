package import Foundation

/// The working tree that the tests were compiled from.
package enum Repository {
    /// The folder that holds `Package.swift`.
    package static let root: URL = {
        var folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) {
            precondition(folder.path != "/", "the tests' own source file is not inside the repository")
            folder.deleteLastPathComponent()
        }
        return folder
    }()
}
