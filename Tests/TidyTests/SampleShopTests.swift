import Foundation
import TestSupport
import Testing

/// The sample shop is hand-written, so hands can break it: its files must agree with one another and their README.
@Suite struct SampleShopTests {
    private let folder = "Samples/shop/"

    @Test func `conversations and events tell the same story`() throws {
        let conversations = try objects("conversations/conversations.jsonl")
        let events = try objects("conversations/events.jsonl")
        let identifiers = conversations.compactMap { $0["id"] as? String }
        #expect(Set(identifiers).count == conversations.count)
        #expect(Set(events.compactMap { $0["message"] as? String }).count == events.count)
        #expect(events.compactMap { $0["seq"] as? Int } == Array(1...events.count))
        let threads = Dictionary(grouping: events) { $0["conversation"] as? String ?? "" }
        #expect(Set(threads.keys) == Set(identifiers))
        for conversation in conversations {
            let id = try #require(conversation["id"] as? String)
            let messages = try #require(threads[id])
            #expect(messages.count == conversation["messages"] as? Int, "\(id)")
            #expect(messages[0]["subject"] as? String == conversation["subject"] as? String, "\(id)")
            #expect(messages[0]["at"] as? String == conversation["opened_at"] as? String, "\(id)")
            #expect(messages.dropFirst().allSatisfy { $0["subject"] == nil }, "\(id)")
            let marked = messages.first { $0["marked_solution"] as? Bool == true }
            let labels = try #require(conversation["labels"] as? [String: Any])
            #expect(marked?["message"] as? String == labels["solution_message"] as? String, "\(id)")
            #expect((marked != nil) == (labels["solved"] as? Bool ?? false), "\(id)")
        }
    }

    @Test func `events arrive in order of time`() throws {
        let times = try objects("conversations/events.jsonl").map { event in
            try Date.ISO8601FormatStyle().parse(try #require(event["at"] as? String))
        }
        #expect(times == times.sorted())
    }

    @Test func `the stated facts are those of the files`() throws {
        let facts = Process()
        facts.executableURL = URL(filePath: "/usr/bin/env")
        let script = Repository.root.appending(path: folder + "facts.py").path
        facts.arguments = ["python3", "-B", script, "--check"]
        try facts.run()
        facts.waitUntilExit()
        #expect(facts.terminationStatus == 0, "run Samples/shop/facts.py and look at what changed")
    }

    @Test func `nobody in the sample can be a real person`() throws {
        let text = try text("conversations/events.jsonl") + text("conversations/conversations.jsonl")
        for match in text.matches(of: /(?:@|https?:\/\/)([a-z0-9.-]+[a-z0-9])/) {
            let host = match.output.1
            let isReserved = ["example.com", "example.net", "example.org"].contains {
                host == $0 || host.hasSuffix("." + $0)
            }
            #expect(isReserved, "\(host) may belong to somebody")
        }
    }

    @Test func `articles have the head that the README describes and citations name them`() throws {
        var published: Set<String> = []
        for name in try files("articles") {
            let head = try head(of: "articles/" + name).fields
            let known: Set<String> = [
                "id", "kind", "title", "language", "audience", "requires_verified", "state", "switch",
            ]
            #expect(Set(head.keys).isSubset(of: known), "\(name)")
            let id = try #require(head["id"])
            #expect(name == id + ".md")
            #expect(["article", "snippet"].contains(head["kind"]), "\(name)")
            #expect(["draft", "in_review", "approved", "scheduled", "published", "archived"].contains(head["state"]))
            #expect(["on", "off"].contains(head["switch"]), "\(name)")
            #expect(head["title"]?.isEmpty == false && head["language"]?.isEmpty == false, "\(name)")
            if head["state"] == "published" { published.insert(id) }
        }
        for conversation in try objects("conversations/conversations.jsonl") {
            let labels = try #require(conversation["labels"] as? [String: Any])
            #expect(published.isSuperset(of: labels["cited_articles"] as? [String] ?? []))
        }
    }

    @Test func `guidance packs together hold every kind of rule`() throws {
        var kinds: Set<String> = []
        for name in try files("guidance") {
            let (fields, body) = try head(of: "guidance/" + name)
            #expect(name == (fields["id"] ?? "") + ".md")
            #expect(fields["name"]?.isEmpty == false && Int(fields["priority"] ?? "") != nil, "\(name)")
            #expect(["on", "off"].contains(fields["switch"]), "\(name)")
            let headings = body.split(separator: "\n").filter { $0.hasPrefix("## ") }
            #expect(!headings.isEmpty)
            kinds.formUnion(headings.map { String($0.dropFirst(3)) })
        }
        #expect(kinds == ["tone", "policy", "clarify", "escalate", "forbid"])
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Repository.root.appending(path: folder + path), encoding: .utf8)
    }

    private func files(_ subfolder: String) throws -> [String] {
        let names = Repository.paths(under: folder + subfolder).map { String($0.split(separator: "/").last ?? "") }
        return try #require(names.isEmpty ? nil : names)
    }

    private func objects(_ path: String) throws -> [[String: Any]] {
        try text(path).split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    private func head(of path: String) throws -> (fields: [String: String], body: String) {
        let parts = try text(path).split(separator: "---\n", maxSplits: 2, omittingEmptySubsequences: false)
        try #require(parts.count == 3 && parts[0].isEmpty, "\(path) has no head")
        var fields: [String: String] = [:]
        for line in parts[1].split(separator: "\n") {
            let colon = try #require(line.firstRange(of: ": "), "\(path): \(line)")
            fields[String(line[..<colon.lowerBound])] = String(line[colon.upperBound...])
        }
        return (fields, String(parts[2]))
    }
}
