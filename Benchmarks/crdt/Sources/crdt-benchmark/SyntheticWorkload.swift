import CRDT

/// Work that needs no trace and is the same on every run, so that its instructions can be counted.
enum SyntheticWorkload {
    static func run(_ name: String) throws -> Findings {
        switch name {
        case "typing": return try typing()
        case "branches": return try branches()
        case "tickets": return try tickets()
        default: throw BenchmarkError("\(name) is none of typing, branches, tickets")
        }
    }

    /// One writer types on, goes back and jumps about; the document is saved and opened.
    private static func typing() throws -> Findings {
        var random = Generator(seed: 3)
        var session = Session(agent: 0)
        var (cursor, count) = (0, 0)
        for _ in 0..<20_000 {
            if random.below(40) == 0 { cursor = random.below(count + 1) }
            if random.below(4) == 0, cursor > 0 {
                session.record(TracePatch(position: cursor - 1, deleted: 1, inserted: ""))
                (cursor, count) = (cursor - 1, count - 1)
            } else {
                session.record(TracePatch(position: cursor, deleted: 0, inserted: "e"))
                (cursor, count) = (cursor + 1, count + 1)
            }
        }
        let loaded = try Document(encoded: session.document.encoded())
        guard loaded.text("t").count == count else { throw BenchmarkError("what was typed is not there") }
        var findings = Findings()
        findings.set("changes", session.document.changeCount)
        return findings
    }

    private static func branches() throws -> Findings { try ScaleWorkload.branchy(2_000, writers: 100) }

    private static func tickets() throws -> Findings { try ObjectWorkloads.small(500) }
}
