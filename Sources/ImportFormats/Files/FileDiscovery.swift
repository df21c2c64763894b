import Foundation

/// Finds the files that an import is to read.
enum FileDiscovery {
    static let filesMax = 1_000_000

    /// All regular files at or below the paths, each once, by name within a folder. Hidden files and links to folders
    /// are left alone.
    /// - Throws: `ImportError` when a path does not exist, or when there are too many files.
    static func files(at paths: [String]) throws(ImportError) -> [String] {
        guard !paths.isEmpty else { throw ImportError(code: .nothing) }
        var found: [String] = []
        var seen: Set<String> = []
        for path in paths {
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
                throw ImportError(code: .missing(path: path))
            }
            var pending = [path]
            while let next = pending.popLast() {
                let children = isFolder(next, isNamed: next == path) ? children(of: next) : nil
                if let children {
                    pending.append(contentsOf: children.reversed())
                } else if seen.insert(next).inserted {
                    found.append(next)
                }
                guard found.count <= filesMax else { throw ImportError(code: .tooManyFiles(limit: filesMax)) }
            }
        }
        return found
    }

    /// A link to a folder is followed only where the user named it, which keeps circles out.
    private static func isFolder(_ path: String, isNamed: Bool) -> Bool {
        var status = stat()
        guard (isNamed ? stat(path, &status) : lstat(path, &status)) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFDIR
    }

    private static func children(of folder: String) -> [String]? {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return nil }
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        return names.filter { !$0.hasPrefix(".") && isReadable(prefix + $0) }.sorted().map { prefix + $0 }
    }

    /// Pipes and devices would block a reading; links to folders are skipped.
    private static func isReadable(_ path: String) -> Bool {
        var (link, target) = (stat(), stat())
        guard lstat(path, &link) == 0, stat(path, &target) == 0 else { return false }
        switch target.st_mode & S_IFMT {
        case S_IFREG: return true
        case S_IFDIR: return link.st_mode & S_IFMT == S_IFDIR
        default: return false
        }
    }
}
