import CRDT
import Foundation
import Glibc
import Hub
import Replica
import SyncProtocol
import TestSupport
import Testing

/// The assistant in a real server.
extension CommandTests {
    private static let question = "How long does charging the battery take?"

    /// A workplace with an article, an administrator who brings in what customers write, and a channel to do it by.
    private func workplace() throws -> Workplace {
        let workplace = try Workplace()
        try workplace.join("noor", as: "administrator")
        try workplace.agent("noor", "settings", "set", "content.needs_approval", "false")
        let store = try workplace.replica(of: "noor")
        try store.write(at: Self.now()) { try $0.state(.special(store.member.user, [.ingest])) }
        try #require(try workplace.agent("noor", "sync").status == 0)
        let imported = try workplace.agent("noor", "content", "import", try workplace.writeArticles(), "--json")
        try #require(imported.status == 0, "\(imported.error)")
        try #require(try workplace.agent("noor", "sync", "--json")["parked"] as? Int == 0)
        return workplace
    }

    private static func now() -> Instant {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }

    /// Customers write, and the administrator's replica brings it in.
    private func write(_ words: [String], _ workplace: Workplace) throws -> [Identifier] {
        let store = try workplace.replica(of: "noor")
        let tickets = try words.enumerated().map { number, words in
            let origin = ChangeWriter.Origin(
                onBehalfOf: OnBehalfOf(assurance: .anonymous, kind: .customer, id: "visitor-\(number)"))
            return try store.write(at: Self.now()) { writer in
                let ticket = writer.newIdentifier()
                try writer.place(ticket, in: .queue("general"))
                try writer.edit(.ticket, ticket, root: ticket, origin: origin) { transaction in
                    try Ticket.open(TicketDraft(channel: "widget"), in: &transaction)
                }
                try writer.edit(.discussion, ticket.publicDiscussion, root: ticket, origin: origin) { transaction in
                    try Discussion.begin(visibility: .public, in: &transaction)
                    let author = Author(kind: .customer, id: "visitor-\(number)")
                    Discussion.post(MessageDraft(author: author, body: words), in: &transaction)
                }
                return ticket
            }
        }
        try #require(try workplace.agent("noor", "sync").status == 0)
        return tickets
    }

    /// What the assistant decided and said in a ticket, as the administrator's replica has it.
    private func decided(_ ticket: Identifier, _ workplace: Workplace) throws -> (decisions: Int, messages: Int) {
        let documents = try workplace.replica(of: "noor").documents(of: ticket)
        let kept = Ticket(id: ticket, document: documents.document(ticket))
        let discussion = Discussion(id: ticket.publicDiscussion, document: documents.document(ticket.publicDiscussion))
        let decisions = kept.log.count { if case .decided = $0.entry { true } else { false } }
        return (decisions, discussion.messages.count { $0.author == .assistant })
    }

    /// Syncs until the assistant has decided about all tickets.
    private func awaitDecisions(_ tickets: [Identifier], _ workplace: Workplace) throws {
        let deadline = ContinuousClock.now + .seconds(120)
        while try tickets.contains(where: { try decided($0, workplace).decisions == 0 }) {
            try #require(ContinuousClock.now < deadline, "the assistant is silent")
            try workplace.agent("noor", "sync")
        }
    }

    @Test func `where nothing is published the assistant is silent, and the ticket's trace says so`() throws {
        let workplace = try Workplace()
        try workplace.join("noor", as: "administrator")
        let store = try workplace.replica(of: "noor")
        try store.write(at: Self.now()) { try $0.state(.special(store.member.user, [.ingest])) }
        let ticket = try write([Self.question], workplace)[0]
        #expect(try decided(ticket, workplace) == (0, 0))
        let shown = try workplace.agent("noor", "trace", "\(ticket)")
        #expect(
            shown.output.contains("stays out of the conversation: nothing is published that it could answer from"),
            "\(shown.output)")
        #expect(try workplace.agent("noor", "trace", "\(ticket)", "--json")["gate"] as? String == "no_content")
    }

    @Test(arguments: ["decided", "written"])
    func `a server that is killed between the assistant's answer and its commit answers once`(_ place: String) throws {
        let workplace = try workplace()
        workplace.stop()
        let hold = "\(workplace.folder)/hold"
        FileManager.default.createFile(atPath: hold, contents: nil)
        try workplace.serve(
            environment: ["CONV_ASSISTANT_PAUSE": place, "CONV_ASSISTANT_PAUSE_FILE": hold])
        let tickets = try write([Self.question], workplace)
        let deadline = ContinuousClock.now + .seconds(120)
        while !FileManager.default.fileExists(atPath: "\(hold).reached") {
            try #require(ContinuousClock.now < deadline, "the place is not reached")
            try workplace.agent("noor", "sync")
        }
        #expect(try decided(tickets[0], workplace) == (0, 0))
        kill(try #require(workplace.serverProcess), SIGKILL)
        workplace.awaitServerEnd()
        try workplace.serve()
        try awaitDecisions(tickets, workplace)
        #expect(try decided(tickets[0], workplace) == (1, 1))
        // A second start finds nothing to do.
        workplace.stop()
        try workplace.serve()
        let more = try write([Self.question], workplace)
        try awaitDecisions(more, workplace)
        #expect(try decided(tickets[0], workplace) == (1, 1))
        let trace = try workplace.agent("noor", "trace", "\(tickets[0])", "--json")
        #expect(
            try SchemaFile("commands/agent-trace.json").findings(try #require(trace.json)).isEmpty, "\(trace.output)")
        let shown = try workplace.agent("noor", "trace", "\(tickets[0])")
        #expect(shown.output.contains("decision: answer from “Charging the battery”"))
        // The same stands beside the ticket in the workspace.
        let screen = try workplace.agent("noor", "replay", "-", "--last", "--size", "300x50", input: "end enter i")
        #expect(screen.output.contains("decision  answer from “Charging the battery”"), "\(screen.output)")
        #expect(screen.output.contains("passage  “"))
        workplace.stop()
        let verified = try Programs.run("conv-server", ["verify", workplace.ws, "--json"])
        #expect(verified["sound"] as? Bool == true, "\(verified.output)")
    }

    @Test func `a server that is killed in the middle of a burst decides about every ticket once`() throws {
        let workplace = try workplace()
        let words = (0..<24).map { number in
            number.isMultiple(of: 3)
                ? "I want to talk to a human" : number.isMultiple(of: 2) ? "Thanks!" : Self.question
        }
        let tickets = try write(words, workplace)
        for _ in 0..<4 {
            kill(try #require(workplace.serverProcess), SIGKILL)
            workplace.awaitServerEnd()
            try workplace.serve()
            try workplace.agent("noor", "sync")
        }
        try awaitDecisions(tickets, workplace)
        for (ticket, words) in zip(tickets, words) {
            let decided = try decided(ticket, workplace)
            #expect(decided == (1, words == "Thanks!" ? 0 : 1), "\(words)")
        }
        // Figures are of episodes that have ended: those of the eight who wanted a person, once people end them.
        func outcomes() throws -> [String: Any] {
            try #require(try workplace.agent("noor", "stats", "--json")["outcomes"] as? [String: Any])
        }
        #expect(try outcomes()["undecided"] as? Int == 16)
        for (ticket, words) in zip(tickets, words) where words == "I want to talk to a human" {
            try workplace.agent("noor", "status", "\(ticket)", "resolved")
        }
        let ended = try outcomes()
        #expect(ended["reasons"] as? [String: Int] == ["customer_request": 8])
        #expect((ended["escalation"] as? [String: Any])?["count"] as? Int == 8)
        #expect((ended["containment"] as? [String: Any])?["count"] as? Int == 0)
        #expect(ended["undecided"] as? Int == 8)
    }

    @Test func `importing content twice changes nothing, and what is wrong with a file is said`() throws {
        let workplace = try workplace()
        let path = "\(workplace.folder)/articles"
        let again = try workplace.agent("noor", "content", "import", path, "--json")
        #expect((again["articles"] as? [String: Int]) == ["new": 0, "known": 1])
        #expect((again["guidance"] as? [String: Int]) == ["new": 0, "known": 1])
        #expect(again["unsent"] as? Int == 0)
        let skipped = (again["skipped"] as? [[String: String]] ?? []).map { entry in
            "\((entry["file"] ?? "").split(separator: "/").last ?? "") \(entry["reason"] ?? "")"
        }
        #expect(
            skipped == [
                "binary.md invalid_utf8", "audience.md malformed", "headless.md unknown_format",
                "nameless.md missing_field",
            ])
        let large = "\(workplace.folder)/large.md"
        try ("---\nid: large\ntitle: Large\n---\n" + String(repeating: "x", count: 4 << 20))
            .write(toFile: large, atomically: true, encoding: .utf8)
        let refused = try workplace.agent("noor", "content", "import", large, "--json")
        #expect((refused["skipped"] as? [[String: String]])?.map { $0["reason"] } == ["too_large"])
        let schema = try SchemaFile("commands/agent-content-import.json")
        #expect(try schema.findings(try #require(refused.json)).isEmpty, "\(refused.output)")
        // The server's own import means the same articles.
        let server = try Programs.run("conv-server", ["import", "--folder", workplace.ws, path, "--json"])
        #expect((server["articles"] as? [String: Int]) == ["new": 0, "known": 1])
        // Who may not publish brings in drafts for a review, and no guidance.
        try workplace.agent("noor", "settings", "set", "content.needs_approval", "true")
        try workplace.agent("noor", "sync")
        try workplace.join("felix", as: "agent")
        try workplace.agent("felix", "sync")
        let file = "\(path)/felix.md"
        try "---\nid: felix\ntitle: Felix writes\nstate: published\n---\nWords."
            .write(toFile: file, atomically: true, encoding: .utf8)
        let brought = try workplace.agent("felix", "content", "import", file, "--json")
        #expect(brought["awaiting_review"] as? Int == 1)
        #expect(try workplace.agent("felix", "sync", "--json")["parked"] as? Int == 0)
        #expect(try workplace.agent("felix", "content", "import", "\(path)/nowhere").status == 3)
    }
}
