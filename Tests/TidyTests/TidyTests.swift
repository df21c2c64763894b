import Foundation
import TestSupport
import Testing

@Suite struct TidyTests {
    @Test func `no file is longer than a head can hold`() throws {
        for file in try Repository.swiftFiles(under: "Sources", "Tests", "Benchmarks") {
            let count = file.lines.count
            #expect(count <= Rules.linesMax, "\(file.path) has \(count) lines; split it by concept")
            if count > Rules.linesBeforeWarning, count <= Rules.linesMax {
                Issue.record("\(file.path) has \(count) lines; does it hold two concepts?", severity: .warning)
            }
        }
    }

    @Test func `a module imports only what its layer allows`() throws {
        expectNone(try Repository.swiftFiles(under: "Sources").flatMap(Layers.findings))
    }

    @Test func `every public symbol is documented`() throws {
        expectNone(try Repository.swiftFiles(under: "Sources").flatMap(Rules.undocumented))
    }

    @Test func `sources hold no forbidden call, mark or unexplained escape`() throws {
        expectNone(try Repository.swiftFiles(under: "Sources").flatMap(Rules.forbidden))
    }

    @Test func `no file names a path of one machine`() throws {
        let ends = ["swift", "md", "json", "jsonl", "sql", "sh", "py", "yml", "yaml", "h", "modulemap", "txt"]
        let folders = ["Sources", "Tests", "Benchmarks", "Samples", "schemas", "docs", "script", ".ci"]
        let top = ["README.md", "CHANGELOG.md", "Package.swift"].filter {
            FileManager.default.fileExists(atPath: Repository.root.appending(path: $0).path)
        }
        let inFolders = folders.flatMap(Repository.paths(under:)).filter { path in
            path.hasPrefix("script/") || path.hasPrefix(".ci/") || ends.contains { path.hasSuffix("." + $0) }
        }
        for path in top + inFolders where !path.hasPrefix("Tests/TidyTests/") {
            let bytes = try Data(contentsOf: Repository.root.appending(path: path))
            expectNone(Rules.machinePaths(path: path, text: String(decoding: bytes, as: UTF8.self)))
        }
    }

    @Test func `nothing that a build makes is tracked`() throws {
        let tracked = try Repository.trackedPaths() ?? []
        let made = tracked.filter { path in
            path == "Package.resolved" || path.hasPrefix(".build") || path.contains("/.build")
                || path.hasSuffix(".sqlite") || path.contains("__pycache__")
        }
        #expect(made.isEmpty, "git rm --cached these")
    }

    private func expectNone(_ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation) {
        for finding in findings { Issue.record("\(finding)", sourceLocation: sourceLocation) }
    }
}
