/// The counters in the text format of Prometheus.
enum MetricsText {
    /// Renders what is so now and what was counted since the start.
    static func render(_ status: WorkspaceStatus, _ reading: ServerMetrics.Reading) -> String {
        var lines: [String] = []
        func family(_ name: String, _ type: String, _ help: String, _ samples: [(labels: String, value: UInt64)]) {
            lines.append("# HELP conversations_\(name) \(help)")
            lines.append("# TYPE conversations_\(name) \(type)")
            for sample in samples { lines.append("conversations_\(name)\(sample.labels) \(sample.value)") }
        }
        func labelled(_ counts: [String: UInt64], _ label: String) -> [(labels: String, value: UInt64)] {
            counts.sorted { $0.key < $1.key }.map { ("{\(label)=\"\($0.key)\"}", $0.value) }
        }
        family("log_head", "gauge", "Last sequence of the log.", [("", status.head)])
        family(
            "replica_lag", "gauge", "Sequences that the server's own replica is behind the log.",
            [("", status.replicaLag)]
        )
        family(
            "voids", "gauge", "Refused and duplicate changes in the log, by code.", labelled(status.parked, "code")
        )
        family("requests_total", "counter", "Answered requests by endpoint.", labelled(reading.requests, "endpoint"))
        family("refused_total", "counter", "Refused requests by code.", labelled(reading.refused, "code"))
        family("outcomes_total", "counter", "Outcomes of pushed changes.", labelled(reading.outcomes, "result"))
        family("streams", "gauge", "Open streams.", [("", UInt64(clamping: reading.streams))])
        family(
            "replica_failures_total", "counter", "Failed catch-ups of the server's own replica.",
            [("", reading.replicaFailures)]
        )
        return lines.joined(separator: "\n") + "\n"
    }
}
