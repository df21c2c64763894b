import CRDT

/// Two equal replicas of a trace, one of which makes one edit: what must travel when they meet again.
enum SyncWorkload {
    static func run(_ trace: Trace) throws -> Findings {
        var session = Session(agent: 0)
        session.edit(trace.patches)
        var other = try Document(encoded: session.document.encoded())
        var findings = Findings()
        session.edit(TracePatch(position: min(100, session.document.text("t").count), deleted: 0, inserted: "Z"))
        var diff = 0
        let heads = other.heads
        let time = try Measurement.milliseconds {
            for change in session.document.changes() where !other.contains(change.reference) {
                diff += change.structure.count
                if case .present(let content) = change.content { diff += content.count }
                try other.apply(change)
            }
        }
        guard other.text("t").string == session.document.text("t").string else {
            throw BenchmarkError("the replicas differ after they met")
        }
        findings.set("reconnect_msgs", 2)
        findings.set("state_bytes", heads.count * 24)
        findings.set("diff_bytes", diff)
        findings.set("reconnect_bytes", heads.count * 24 + diff)
        findings.set("reconnect_ms", time)
        return findings
    }
}
