import CRDT

/// How the costs grow with the length of a history and the number of its writers.
enum ScaleWorkload {
    /// A live relay of a branchy history of hundreds of writers.
    static func branchy(_ count: Int, writers: Int) throws -> Findings {
        let history = try BranchyHistory(count: count, writers: writers, seed: 11)
        var findings = Findings()
        var document = Document()
        let time = try Measurement.milliseconds { for change in history.changes { try document.absorb(change) } }
        guard document.text("t").string == history.endContent else { throw BenchmarkError("replicas differ") }
        findings.set("updates", history.changes.count)
        findings.set("writers", writers)
        findings.set("branchy_ms", time)
        findings.set("us_per_update", time * 1000 / Double(history.changes.count))
        let bytes = document.encoded()
        findings.set("enc_bytes", bytes.count)
        findings.set("load_ms", try Measurement.milliseconds { _ = try Document(encoded: bytes) })
        return findings
    }

    /// The cost of an update at 1, 2, 4 and 8 times the length, and for 2, 10 and 100 writers; that of reading
    /// a version, and that of undo.
    static func curve(_ trace: Trace) throws -> Findings {
        var findings = Findings()
        findings.set("patches", trace.patches.count)
        for factor in [1, 2, 4, 8] {
            let patches = trace.repeated(factor).patches
            var session = Session(agent: 0)
            let time = Measurement.milliseconds { for patch in patches { session.record(patch) } }
            findings.set("seq_us_x\(factor)", time * 1000 / Double(patches.count))
            findings.set("reading_us_x\(factor)", VersionWorkload.readingCost(session, patches.count))
            let bytes = session.document.encoded()
            let load = try Measurement.milliseconds { _ = try Document(encoded: bytes) }
            findings.set("load_us_x\(factor)", load * 1000 / Double(patches.count))
        }
        for writers in [2, 10, 100] {
            for factor in [1, 2, 4, 8] {
                let history = try BranchyHistory(count: 2_000 * factor, writers: writers, seed: 11)
                var document = Document()
                let time = try Measurement.milliseconds {
                    for change in history.changes { try document.absorb(change) }
                }
                findings.set("live_us_w\(writers)_x\(factor)", time * 1000 / Double(history.changes.count))
            }
        }
        for factor in [1, 2, 4, 8] {
            findings.set("undo_text_us_x\(factor)", try UndoWorkload.text(2_000 * factor))
            findings.set("undo_list_us_x\(factor)", try UndoWorkload.list(2_000 * factor))
        }
        return findings
    }
}
