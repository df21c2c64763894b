import Foundation
import TestSupport

extension Repository {
    /// Every Swift file under the given top folders, sorted by path.
    static func swiftFiles(under folders: String...) throws -> [SourceFile] {
        try folders.flatMap { folder in
            try paths(under: folder).filter { $0.hasSuffix(".swift") }.map(SourceFile.init(path:))
        }
    }

    /// Every regular file under a top folder, relative to the root, without what builds and editors leave behind.
    static func paths(under folder: String) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: root.appending(path: folder).path) else { return [] }
        var found: [String] = []
        for case let path as String in walk {
            let name = path.split(separator: "/").last ?? ""
            if name.hasPrefix(".build") || name == "__pycache__" || name == ".swiftpm" {
                walk.skipDescendants()
            } else if walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
                found.append(folder + "/" + path)
            }
        }
        return found.sorted()
    }

    /// What git tracks, relative to the root; nil where this is no git clone, such as an unpacked archive.
    static func trackedPaths() throws -> [String]? {
        guard FileManager.default.fileExists(atPath: root.appending(path: ".git").path) else { return nil }
        let git = Process()
        git.executableURL = URL(filePath: "/usr/bin/env")
        git.arguments = ["git", "-C", root.path, "ls-files", "-z"]
        let output = Pipe()
        git.standardOutput = output
        try git.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        git.waitUntilExit()
        guard git.terminationStatus == 0 else { return nil }
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}
