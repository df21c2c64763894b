import Foundation
import GRDB
import Glibc
import TestSupport
import Testing

/// An import that is killed while it runs.
extension CommandTests {
    /// Copies of the sample shop's conversations under names of their own.
    private func conversations(_ copyCount: Int, in folder: String) throws {
        let source = Repository.root.appending(path: "Samples/shop/conversations")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let names = try FileManager.default.contentsOfDirectory(atPath: source.path).filter { $0.hasSuffix(".jsonl") }
        for copy in 1...copyCount {
            for name in names {
                let text = try String(contentsOf: source.appending(path: name), encoding: .utf8)
                let renamed = text.replacing("shop-", with: "shop\(copy)-")
                try renamed.write(toFile: "\(folder)/\(copy)-\(name)", atomically: true, encoding: .utf8)
            }
        }
    }

    private func head(of log: DatabaseQueue) throws -> Int {
        try log.read { try Int.fetchOne($0, sql: "SELECT head FROM workspace") ?? 0 }
    }

    @Test func `an import that is killed again and again ends as if nothing had been`() throws {
        let workplace = try Workplace()
        workplace.stop()
        let input = "\(workplace.folder)/input"
        try conversations(10, in: input)
        var configuration = Configuration()
        configuration.readonly = true
        let log = try DatabaseQueue(path: "\(workplace.ws)/log.sqlite", configuration: configuration)
        for _ in 1...3 {
            let before = try head(of: log)
            let process = Programs.process("conv-server", ["import", "--folder", workplace.ws, input])
            (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
            try process.run()
            // As soon as a part of it is in the log.
            while process.isRunning, try head(of: log) == before { sched_yield() }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        #expect(try Programs.run("conv-server", ["import", "--folder", workplace.ws, input]).status == 0)
        let again = try Programs.run("conv-server", ["import", "--folder", workplace.ws, input, "--json"])
        let messages = try #require(again["messages"] as? [String: Any])
        #expect(messages["new"] as? Int == 0)
        #expect(messages["known"] as? Int == 1420)
        #expect(again["changes"] as? Int == 0)
        #expect(try Programs.run("conv-server", ["verify", workplace.ws, "--json"])["sound"] as? Bool == true)
        let twice = try log.read { db in
            let sql = "SELECT count(*) - count(DISTINCT external) FROM log WHERE external IS NOT NULL"
            return try Int.fetchOne(db, sql: sql)
        }
        #expect(twice == 0)
    }
}
