import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol
import Testing

@Suite struct ContentLimitTests {
    @Test func `an article as large as a change comes in and is sent; a byte more is refused, and the rest comes in`()
        throws
    {
        let office = try Office()
        let (boss, other) = (try office.join(.administrator), try office.join())
        try office.sync(boss)
        let folder = try TemporaryFolder()
        func file(_ id: String, byteCount: Int) throws -> String {
            let path = folder("\(id).md")
            let text = "---\nid: \(id)\ntitle: Large\n---\n" + String(repeating: "x", count: byteCount)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return path
        }
        func run(_ paths: [String]) throws -> ContentImport.Report {
            try ContentImport(boss.store, at: Office.now).run(paths)
        }
        func largest() throws -> Int {
            let sql = "SELECT max(length(header) + length(content)) FROM change"
            return try boss.store.database.read { try Int.fetchOne($0, sql: sql) ?? 0 }
        }
        let limit = Limits().writtenByteCountMax
        // What a change holds beside the body.
        let trial = limit - 100_000
        #expect(try run([file("first", byteCount: trial)]).articles.new == 1)
        let most = limit - (try largest() - trial)

        let over = try file("above", byteCount: most + 1)
        let huge = try file("large", byteCount: limit)
        let report = try run([over, file("exact", byteCount: most), huge, file("small", byteCount: 10)])
        #expect(try largest() == limit)
        #expect(report.articles.new == 2)
        #expect(report.skipped.map(\.file) == [over, huge])
        #expect(report.skipped.allSatisfy { $0.reason == "too_large" && $0.explanation.contains("\(limit) bytes") })
        #expect(try office.sync(boss))
        #expect(try office.sync(other))
        #expect(try other.count("article") == 3)
        #expect(try boss.count("change WHERE state <> 0") == 0)
    }

    @Test func `what the server would not take is not written, so that the outbox never stands still`() throws {
        let office = try Office()
        let boss = try office.join(.administrator)
        try office.sync(boss)
        let ticket = try boss.open("Where is my order?")
        let reason = String(repeating: "x", count: Limits().changeByteCountMax)
        #expect(throws: ReplicaError.tooLarge) {
            try boss.store.write(at: Office.now) { try $0.erase([], root: ticket, reason: reason) }
        }
        #expect(try office.sync(boss))
        #expect(try boss.count("change WHERE state <> 0") == 0)
    }
}
