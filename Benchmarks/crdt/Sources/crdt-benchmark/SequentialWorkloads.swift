import CRDT

/// One writer types a whole trace, a change for every patch.
enum SequentialWorkloads {
    static func sequential(_ trace: Trace) throws -> Findings {
        let patches = trace.patches
        var findings = Findings()
        Measurement.resetPeak()
        let (resident, heap) = (Measurement.residentBytes, Measurement.heapBytes)
        var session = Session(agent: 0)
        let time = Measurement.milliseconds { for patch in patches { session.record(patch) } }
        findings.set("patches", patches.count)
        findings.set("apply_ms", time)
        findings.set("rss_delta", Measurement.residentBytes - resident)
        findings.set("live_heap", Measurement.heapBytes - heap)
        findings.set("peak_delta", Measurement.peakBytes - resident)
        try check(session.document, trace)
        try encode(session.document, trace.endContent, &findings)
        return findings
    }

    /// The same, and a second replica takes in the updates that a server would relay.
    static func emitting(_ trace: Trace) throws -> Findings {
        let patches = trace.patches
        var findings = Findings()
        var session = Session(agent: 0)
        var (sending, receiving) = (UpdateStream(), UpdateStream())
        var updates: [[UInt8]] = []
        updates.reserveCapacity(patches.count)
        let time = Measurement.milliseconds {
            for patch in patches { if let change = session.edit(patch) { updates.append(sending.encode(change)) } }
        }
        let byteCount = updates.reduce(0) { $0 + $1.count }
        findings.set("updates", updates.count)
        findings.set("update_bytes", byteCount)
        findings.set("bytes_per_update", Double(byteCount) / Double(max(1, updates.count)))
        findings.set("apply_ms", time)
        var remote = Document()
        let remoteTime = try Measurement.milliseconds {
            for update in updates { try remote.absorb(receiving.decode(update)) }
        }
        findings.set("remote_apply_ms", remoteTime)
        try check(remote, trace)
        return findings
    }

    static func check(_ document: Document, _ trace: Trace) throws {
        if let end = trace.endContent, document.text("t").string != end {
            throw BenchmarkError("the end content is not the trace's")
        }
    }

    /// Saves and opens a document.
    static func encode(_ document: Document, _ end: String?, _ findings: inout Findings) throws {
        var bytes: [UInt8] = []
        findings.set("enc_ms", Measurement.milliseconds { bytes = document.encoded() })
        findings.set("enc_full_bytes", bytes.count)
        var text = ""
        var times: [Double] = []
        for _ in 0..<3 {
            times.append(try Measurement.milliseconds { text = try Document(encoded: bytes).text("t").string })
        }
        findings.set("load_ms", times.sorted()[1])
        if let end, text != end { throw BenchmarkError("a loaded document reads otherwise") }
        let withTexts = document.encoded(withTexts: true)
        findings.set("enc_with_texts_bytes", withTexts.count)
        times.removeAll()
        for _ in 0..<5 {
            times.append(try Measurement.milliseconds { text = try SavedTexts(encoded: withTexts).text("t") ?? "" })
        }
        findings.set("open_text_ms", times.sorted()[2])
        if let end, text != end { throw BenchmarkError("saved texts read otherwise") }
    }
}
