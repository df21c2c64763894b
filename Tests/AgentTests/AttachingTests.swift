import Foundation
import Hub
import Testing

@Suite struct AttachingTests {
    private func write(_ bytes: [UInt8], _ name: String, _ workplace: Workplace) throws -> String {
        let path = "\(workplace.folder)/\(name)"
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    @Test func `a file that is attached without a network reaches the others with its message`() throws {
        let workplace = try Workplace()
        try workplace.join("noor", as: "administrator")
        let ticket = try workplace.bringInSample(by: "noor").description
        try workplace.join("felix", as: "agent")
        let bytes = (0..<1_500_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) }
        let picture = try write(bytes, "the key.png", workplace)
        let list = try write(Array("a,b\n".utf8), "list.csv", workplace)
        workplace.stop()
        let reply = try workplace.agent(
            "felix", "reply", ticket, "Is it this one?", "--attach", picture, "--attach", list)
        #expect(reply.status == 0, "\(reply.error)")
        // The copy counts, whatever becomes of the original.
        try FileManager.default.removeItem(atPath: picture)
        #expect(try workplace.agent("felix", "sync").status == 1)
        let saved = "\(workplace.folder)/saved.png"
        #expect(try workplace.agent("felix", "files", ticket, "1", "--output", saved).status == 0)
        #expect(FileManager.default.contents(atPath: saved).map(Array.init) == bytes)
        try workplace.serve()
        #expect(try workplace.agent("felix", "sync").status == 0)
        #expect(try workplace.agent("noor", "sync").status == 0)
        let files = try workplace.agent("noor", "files", ticket, "--json")["files"] as? [[String: Any]]
        #expect(files?.compactMap { $0["name"] as? String }.sorted() == ["list.csv", "the key.png"])
        #expect(files?.allSatisfy { $0["here"] as? Bool == false } == true)
        let number = try #require(files?.first { $0["name"] as? String == "the key.png" }?["number"] as? Int)
        let refused = try workplace.agent("noor", "files", ticket, "\(number)", "--output", saved)
        #expect(refused.status == 2 && refused.error.contains("--force"))
        let fetched = try workplace.agent("noor", "files", ticket, "\(number)", "--output", workplace.folder)
        #expect(fetched.status == 0, "\(fetched.error)")
        #expect(FileManager.default.contents(atPath: picture).map(Array.init) == bytes)
        #expect(try workplace.agent("noor", "show", ticket).output.contains("attached: the key.png"))
    }

    @Test func `what cannot be attached is refused with what to do, and nothing is written`() throws {
        let workplace = try Workplace()
        try workplace.join("noor", as: "administrator")
        let ticket = try workplace.bringInSample(by: "noor").description
        let (empty, small) = (try write([], "empty", workplace), try write([1], "small", workplace))
        let large = try write([1], "large", workplace)
        try FileHandle(forWritingTo: URL(filePath: large)).truncate(atOffset: 25_000_001)
        func refusal(_ files: String...) throws -> String {
            let options = files.flatMap { ["--attach", $0] }
            let result = try Programs.run(
                "conv-agent", ["note", ticket, "Look."] + options + ["--data", "\(workplace.folder)/noor"])
            #expect(result.status == 2)
            return result.error
        }
        #expect(try refusal("/nowhere/at/all").contains("No such file"))
        #expect(try refusal(workplace.folder).contains("archive"))
        #expect(try refusal(empty).contains("is empty"))
        #expect(try refusal(large).contains("25000000"))
        let many = try Programs.run(
            "conv-agent",
            ["note", ticket, "Look."] + (0..<11).flatMap { _ in ["--attach", small] }
                + ["--data", "\(workplace.folder)/noor"])
        #expect(many.status == 2 && many.error.contains("at most 10 files"))
        #expect(try workplace.agent("noor", "sync", "why", "--json")["changes"].map { ($0 as? [Any])?.count } == 0)
    }
}
