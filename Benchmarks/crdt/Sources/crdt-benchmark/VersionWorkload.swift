import CRDT

/// Reading versions of a document, and what differs between two.
enum VersionWorkload {
    static func run(_ trace: Trace) throws -> Findings {
        var session = Session(agent: 0)
        for patch in trace.patches { session.record(patch) }
        let (document, count) = (session.document, trace.patches.count)
        func heads(_ number: Int) -> [ChangeReference] {
            [ChangeReference(actor: session.actor, number: UInt64(max(1, number)))]
        }
        var findings = Findings()
        findings.set("patches", count)
        for (name, number) in [("early", count / 10), ("middle", count / 2), ("late", count - count / 100)] {
            var (read, replayed) = ("", "")
            let time = median { read = document.reading(at: heads(number)).text("t").string }
            findings.set("\(name)_ms", time)
            let replay = Measurement.milliseconds { replayed = document.view(at: heads(number)).text("t").string }
            findings.set("\(name)_replay_ms", replay)
            guard read == replayed else { throw BenchmarkError("a version reads otherwise than when it is replayed") }
        }
        var pieces = 0
        let time = median { pieces = document.diff(from: heads(count - count / 100), to: document.heads).entries.count }
        findings.set("diff_ms", time)
        findings.set("diff_pieces", pieces)
        findings.set("blame_ms", median { pieces = document.reading(at: heads(count / 2)).text("t").authorship.count })
        return findings
    }

    /// Microseconds a change to read the text in the middle of a history.
    static func readingCost(_ session: Session, _ count: Int) -> Double {
        let middle = ChangeReference(actor: session.actor, number: UInt64(max(1, count / 2)))
        return median { _ = session.document.reading(at: [middle]).text("t").string } * 1000 / Double(count)
    }

    private static func median(_ body: () -> Void) -> Double {
        (0..<5).map { _ in Measurement.milliseconds(body) }.sorted()[2]
    }
}
