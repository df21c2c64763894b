import CRDT

/// What a hub holds: a ticket, a discussion of a hundred messages, and an article of ten thousand words with a thousand
/// edits, each made, saved and opened many times over.
enum PracticeWorkload {
    private static let messageCount = 100
    private static let wordCount = 10_000
    private static let editCount = 1_000

    static func run(_ count: Int) throws -> Findings {
        var findings = Findings()
        try measure("ticket", count * 20, &findings) { ObjectWorkloads.ticket($0).document }
        try measure("discussion", count, &findings, discussion)
        try measure("article", max(1, count / 20), &findings, article)
        return findings
    }

    private static func measure(
        _ name: String, _ count: Int, _ findings: inout Findings, _ make: (Int) -> Document
    ) throws {
        var documents: [Document] = []
        documents.reserveCapacity(count)
        let heap = Measurement.heapBytes
        let making = Measurement.milliseconds { for index in 0..<count { documents.append(make(index)) } }
        findings.set("\(name)_make_us", making * 1000 / Double(count))
        findings.set("\(name)_heap_bytes", Double(Measurement.heapBytes - heap) / Double(count))
        var saved: [[UInt8]] = []
        saved.reserveCapacity(count)
        let saving = Measurement.milliseconds { for document in documents { saved.append(document.encoded()) } }
        findings.set("\(name)_save_us", saving * 1000 / Double(count))
        findings.set("\(name)_bytes", Double(saved.reduce(0) { $0 + $1.count }) / Double(count))
        var opened: [Document] = []
        opened.reserveCapacity(count)
        let opening = try Measurement.milliseconds {
            for bytes in saved { opened.append(try Document(encoded: bytes)) }
        }
        findings.set("\(name)_open_us", opening * 1000 / Double(count))
        guard opened.last?.canonicalBytes() == documents.last?.canonicalBytes() else {
            throw BenchmarkError("a \(name) reads otherwise when it is opened")
        }
    }

    /// Messages of some forty words by five writers, one change each.
    private static func discussion(_ index: Int) -> Document {
        var random = Generator(seed: UInt64(index) + 1)
        var sessions = (0..<5).map { Session(agent: $0) }
        var document = Document()
        for _ in 0..<messageCount {
            let writer = random.below(sessions.count)
            sessions[writer].document = document
            let body = text(20 + random.below(40), &random)
            sessions[writer].edit { transaction in
                transaction.records("messages").append([
                    "body": .string(body), "at": .integer(Int64(random.below(1 << 30))),
                ])
            }
            document = sessions[writer].document
        }
        return document
    }

    /// One insertion of all words, then edits of a word or two at places of their own.
    private static func article(_ index: Int) -> Document {
        var random = Generator(seed: UInt64(index) + 1)
        var session = Session(agent: 0)
        session.edit { $0.text("t").insert(text(wordCount, &random), at: 0) }
        for _ in 0..<editCount {
            let position = random.below(session.document.text("t").count - 20)
            session.record(TracePatch(position: position, deleted: random.below(12), inserted: text(1, &random)))
        }
        return session.document
    }

    /// Words with the frequencies that words have: the n-th of them comes once for n times that the first does.
    private static func text(_ count: Int, _ random: inout Generator) -> String {
        var result = ""
        for _ in 0..<count {
            var rank = UInt64(1 << random.below(12))
            rank += UInt64(random.below(Int(rank)))
            result += word(rank) + " "
        }
        return result
    }

    /// A word of a made-up language: the same for the same rank.
    private static func word(_ rank: UInt64) -> String {
        var spelling = Generator(seed: rank)
        let syllables = [
            "ba", "ter", "no", "li", "sen", "qui", "or", "ma", "de", "ven", "tu", "ra", "ist", "el", "ko", "um",
        ]
        return (0..<1 + spelling.below(3)).map { _ in syllables[spelling.below(syllables.count)] }.joined()
    }
}
