import CRDT

/// Replicas of a concurrent trace.
enum ConcurrentWorkloads {
    /// A replica takes in every change of the trace by itself, as a relay brings them.
    static func live(_ trace: Trace) throws -> Findings {
        let changes = try TraceChanges(trace).changes
        var findings = Findings()
        let (resident, heap) = (Measurement.residentBytes, Measurement.heapBytes)
        Measurement.resetPeak()
        var document = Document()
        let time = try Measurement.milliseconds { for change in changes { try document.absorb(change) } }
        findings.set("updates", changes.count)
        findings.set("live_ms", time)
        findings.set("us_per_update", time * 1000 / Double(max(1, changes.count)))
        findings.set("rss_delta", Measurement.residentBytes - resident)
        findings.set("peak_delta", Measurement.peakBytes - resident)
        findings.set("live_heap", Measurement.heapBytes - heap)
        try SequentialWorkloads.check(document, trace)
        return findings
    }

    /// A replica opens the saved history of a trace.
    static func merge(_ trace: Trace) throws -> Findings {
        var document = Document()
        for change in try TraceChanges(trace).changes { try document.apply(change) }
        try SequentialWorkloads.check(document, trace)
        let bytes = document.encoded()
        let end = document.text("t").string
        var findings = Findings()
        var text = ""
        findings.set("changes", document.changeCount)
        findings.set("enc_bytes", bytes.count)
        findings.set("merge_ms", try Measurement.milliseconds { text = try Document(encoded: bytes).text("t").string })
        if text != end { throw BenchmarkError("a loaded document reads otherwise") }
        return findings
    }
}
