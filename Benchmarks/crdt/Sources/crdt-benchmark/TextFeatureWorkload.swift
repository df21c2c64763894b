import CRDT

/// Marks, stable positions and undo on the text of a trace.
enum TextFeatureWorkload {
    private static let markCount = 2_000
    private static let positionCount = 10_000
    private static let undoCount = 1_000

    static func run(_ trace: Trace) throws -> Findings {
        var findings = Findings()
        try marks(trace, &findings)
        try undo(trace, &findings)
        return findings
    }

    private static func marks(_ trace: Trace, _ findings: inout Findings) throws {
        guard let end = trace.endContent, end.unicodeScalars.count > 100 else {
            throw BenchmarkError("marks need a trace of more than a hundred letters")
        }
        let count = end.unicodeScalars.count
        var random = Generator(seed: 5)
        var session = Session(agent: 0)
        session.record { $0.text("t").insert(end, at: 0) }
        let keys = ["bold", "italic", "link", "comment"]
        let ranges = (0..<markCount).map { _ in
            let start = random.below(count - 70)
            return start..<min(count, start + 3 + random.below(58))
        }
        let before = session.document.encoded().count
        let marking = Measurement.milliseconds {
            for (index, range) in ranges.enumerated() {
                session.record { $0.text("t").mark(range, keys[index % 4], true, expand: .after) }
            }
        }
        findings.set("mark_us", marking * 1000 / Double(markCount))
        findings.set("bytes_per_mark", Double(session.document.encoded().count - before) / Double(markCount))
        var spanCount = 0
        findings.set("spans_ms", Measurement.milliseconds { spanCount = session.document.text("t").spans.count })
        findings.set("spans", spanCount)
        let text = session.document.text("t")
        let offsets = (0..<positionCount).map { _ in random.below(count) }
        var positions: [TextPosition] = []
        positions.reserveCapacity(positionCount)
        let making = Measurement.milliseconds {
            for offset in offsets { positions.append(text.position(at: offset, .after)) }
        }
        findings.set("cursor_make_us", making * 1000 / Double(positionCount))
        var found: [Int] = []
        found.reserveCapacity(positionCount)
        let resolving = Measurement.milliseconds {
            for position in positions { found.append(text.offset(of: position)) }
        }
        findings.set("cursor_get_us", resolving * 1000 / Double(positionCount))
        guard found == offsets else { throw BenchmarkError("a position moved by itself") }
    }

    /// Takes single changes back and makes them again.
    private static func undo(_ trace: Trace, _ findings: inout Findings) throws {
        var session = Session(agent: 0)
        var changes: [ChangeReference] = []
        for patch in trace.patches.prefix(5_000) {
            if let change = session.edit(patch) { changes.append(change.reference) }
        }
        let text = session.document.text("t").string
        var steps = 0
        let time = Measurement.milliseconds {
            for change in changes.suffix(undoCount).reversed() {
                guard let undone = session.edit({ $0.undo(change) }) else { continue }
                session.record { $0.undo(undone.reference) }
                steps += 2
            }
        }
        findings.set("undo_us", time * 1000 / Double(max(1, steps)))
        guard session.document.text("t").string == text else {
            throw BenchmarkError("what was undone and redone differs")
        }
    }
}
