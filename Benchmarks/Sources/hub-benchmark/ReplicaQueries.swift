import ArgumentParser
import Foundation
import Hub
import Replica

/// Lists by any two filters, and searches for words, on the replica of a folder.
struct ReplicaQueries: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queries", abstract: "Time lists and searches of a replica."
    )

    @Argument(help: "A replica's folder.")
    var folder: String
    @Option(help: "The seed of the random pairs and words.")
    var seed: UInt64 = 1
    @Option(help: "How many lists and how many searches.")
    var count = 400
    @Option(help: "Words to search for, a line each.")
    var words: String
    @Flag(help: "Print the slowest.")
    var verbose = false

    /// One value of each kind of condition that a list offers, several where they differ in how many they find.
    private static let conditions = [
        "status:open", "status:pending", "status:resolved", "channel:email", "channel:widget,slack", "is:breached",
        "is:waiting", "is:unassigned", "is:escalated", "is:unread", "is:snoozed", "-is:spam", "owner:none", "owner:me",
        "queue:general", "priority:urgent,high", "priority:normal", "segment:none", "reason:low_confidence",
        "reason:human_takeover", "outcome:human", "outcome:ai", "sla:breached", "sla:met", "sla:none", "locale:en",
        "locale:de,fr", "created:>2024-06-01", "created:<2023-06-01", "updated:>2025-01-01", "tag:crash", "-tag:crash",
        "customer:none", "-channel:custom",
    ]

    func run() throws {
        let store = try ReplicaFolder(path: folder).open()
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let context = SearchContext(now: now, me: store.member.user.description)
        var generator = Generator(state: seed)
        let terms = try String(contentsOfFile: words, encoding: .utf8).split(separator: "\n").map(String.init)
        func time(_ query: () -> String) throws -> [Double] {
            try (0..<count).map { _ in
                let text = query()
                let (page, duration) = try seconds { try store.tickets(Query(text), in: context) }
                if verbose, duration > 0.015 { print("\(duration * 1000) ms, \(page.total) found: \(text)") }
                return duration * 1000
            }
        }
        _ = try store.tickets(Query(""), in: context)
        let lists = try time {
            let (first, second) = (
                Self.conditions.randomElement(using: &generator), Self.conditions.randomElement(using: &generator)
            )
            return [first, second].compactMap(\.self).joined(separator: " ")
        }
        let searches = try time { terms.randomElement(using: &generator) ?? "" }
        try report([
            "tickets": Double(try store.tickets(Query(""), in: context).total),
            "unindexed": Double(try store.unindexedCount()), "list_p50_ms": lists.percentile(0.5),
            "list_p95_ms": lists.percentile(0.95), "search_p50_ms": searches.percentile(0.5),
            "search_p95_ms": searches.percentile(0.95),
        ])
    }
}

/// SplitMix64: the same pairs from the same seed.
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
