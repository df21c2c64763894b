import CRDT

/// Documents of maps, lists and records.
enum ObjectWorkloads {
    private static let subject = "Cannot reset the password after update"
    private static let body = "Hello, since the last update the reset link gives a 404. Please help."

    /// Sets of 1,000 keys in turn: in one change, then in a change each.
    static func map(_ count: Int) throws -> Findings {
        let keys = (0..<1000).map { "key\($0)" }
        var findings = Findings()
        findings.set("n", count)
        for (mode, isBatch) in [("batch", true), ("each", false)] {
            var session = Session(agent: 0)
            let time = Measurement.milliseconds {
                if isBatch {
                    session.record { transaction in
                        let map = transaction.map("m")
                        for index in 0..<count { map.set(keys[index % 1000], .integer(Int64(index))) }
                    }
                } else {
                    for index in 0..<count {
                        session.record { $0.map("m").set(keys[index % 1000], .integer(Int64(index))) }
                    }
                }
            }
            findings.set("\(mode)_ms", time)
            findings.set("\(mode)_ns_per_set", time * 1e6 / Double(count))
            let bytes = session.document.encoded()
            findings.set("\(mode)_enc_bytes", bytes.count)
            var loaded = Document()
            findings.set("\(mode)_load_ms", try Measurement.milliseconds { loaded = try Document(encoded: bytes) })
            for (index, key) in keys.enumerated() where index < count {
                let last = (count - 1 - index) / 1000 * 1000 + index
                guard loaded.map("m").value(key) == .integer(Int64(last)) else {
                    throw BenchmarkError("a map reads otherwise than what was set last")
                }
            }
        }
        return findings
    }

    /// A ticket of ten operations in three changes.
    static func ticket(_ index: Int) -> (document: Document, changes: [Change]) {
        var session = Session(agent: index)
        var changes: [Change] = []
        let first = session.edit { transaction in
            let fields = transaction.map("f")
            fields.set("subject", .string(subject))
            fields.set("status", "open")
            fields.set("assignee", "none")
            fields.set("priority", 2)
            fields.set("created", .integer(1_700_000_000 + Int64(index)))
        }
        let second = session.edit { transaction in
            transaction.text("body").insert(body, at: 0)
            let messages = transaction.list("msgs")
            messages.insert("I can confirm this one", at: 0)
            messages.insert("A fix is on its way", at: 1)
        }
        let third = session.edit { transaction in
            let fields = transaction.map("f")
            fields.set("status", "closed")
            fields.set("assignee", "agent7")
        }
        for change in [first, second, third] { if let change { changes.append(change) } }
        return (session.document, changes)
    }

    static func small(_ count: Int) throws -> Findings {
        for index in 0..<200 { _ = ticket(index) }
        var findings = Findings()
        findings.set("n", count)
        let created = Measurement.milliseconds { for index in 0..<count { _ = ticket(index) } }
        findings.set("create_us_per_doc", created * 1000 / Double(count))
        let sample = min(count, 20_000)
        let tickets = (0..<sample).map { ticket($0) }
        var blobs: [[UInt8]] = []
        blobs.reserveCapacity(sample)
        let encoded = Measurement.milliseconds { for ticket in tickets { blobs.append(ticket.document.encoded()) } }
        findings.set("enc_us", encoded * 1000 / Double(sample))
        findings.set("enc_bytes_per_doc", Double(blobs.reduce(0) { $0 + $1.count }) / Double(sample))
        let loaded = try Measurement.milliseconds { for blob in blobs { _ = try Document(encoded: blob) } }
        findings.set("load_us", loaded * 1000 / Double(sample))
        let applied = try Measurement.milliseconds {
            for ticket in tickets {
                var document = Document()
                for change in ticket.changes { try document.apply(change) }
            }
        }
        findings.set("apply_us", applied * 1000 / Double(sample))
        let heap = Measurement.heapBytes
        let kept = try blobs.map { blob throws in try Document(encoded: blob) }
        findings.set("heap_per_live_doc", Double(Measurement.heapBytes - heap) / Double(sample))
        for (document, ticket) in zip(kept, tickets) where document.canonicalBytes() != ticket.document.canonicalBytes()
        {
            throw BenchmarkError("a loaded ticket reads otherwise")
        }
        return findings
    }

    /// A conversation: records of three fields, a change each.
    static func messages(_ count: Int) throws -> Findings {
        var session = Session(agent: 0)
        var findings = Findings()
        var changes: [Change] = []
        findings.set("n", count)
        let time = Measurement.milliseconds {
            for index in 0..<count {
                let change = session.edit { transaction in
                    transaction.records("m").append([
                        "by": .string("agent\(index % 7)"), "at": .integer(1_700_000_000 + Int64(index)),
                        "body": .string(body + " " + subject),
                    ])
                }
                if let change { changes.append(change) }
            }
        }
        findings.set("us_per_message", time * 1000 / Double(count))
        var bytes: [UInt8] = []
        findings.set("enc_ms", Measurement.milliseconds { bytes = session.document.encoded() })
        findings.set("enc_bytes", bytes.count)
        var loaded = Document()
        findings.set("load_ms", try Measurement.milliseconds { loaded = try Document(encoded: bytes) })
        var applied = Document()
        findings.set("apply_ms", try Measurement.milliseconds { for change in changes { try applied.apply(change) } })
        guard loaded.records("m").count == count, applied.canonicalBytes() == loaded.canonicalBytes() else {
            throw BenchmarkError("a loaded conversation reads otherwise")
        }
        return findings
    }
}
