import Foundation
import Hub
import Replica
import SyncProtocol
import TestSupport
import Testing

// A process inherits what its siblings have open, so that one at a time starts processes.
@Suite("conv-agent over a real server", .serialized)
struct CommandTests {
    /// Runs one command and holds its JSON to its schema.
    private func check(
        _ workplace: Workplace, _ name: String, _ schema: String, _ arguments: [String], input: String? = nil
    ) throws -> Programs.Result {
        let all = arguments + ["--json", "--data", "\(workplace.folder)/\(name)"]
        let result = try Programs.run("conv-agent", all, input: input)
        #expect(result.status == 0, "\(arguments): \(result.error)")
        let value = try #require(result.json, "\(arguments) prints no JSON: \(result.output)")
        #expect(try SchemaFile("commands/agent-\(schema).json").findings(value).isEmpty, "\(arguments)")
        return result
    }

    @Test func `every command prints JSON of the shape that its schema gives`() throws {
        let workplace = try Workplace()
        let joined = try workplace.join("noor", as: "administrator")
        #expect(try SchemaFile("commands/agent-join.json").findings(try #require(joined.json)).isEmpty)
        let ticket = try workplace.bringInSample(by: "noor").description
        var covered: Set<String> = ["join"]
        func run(_ schema: String, _ arguments: String..., input: String? = nil) throws {
            _ = try check(workplace, "noor", schema, arguments, input: input)
            covered.insert(schema)
        }
        try run("tickets", "tickets", "--sort", "-created", "--limit", "1")
        try run("search", "search", "words")
        try run("show", "show", ticket, "--events")
        try run("reply", "reply", ticket, "We **found** it.", "--pending")
        try run("deliveries-list", "deliveries")
        try run("deliveries-resend", "deliveries", "resend", try workplace.failDelivery(in: ticket, by: "noor"))
        try run("note", "note", ticket, "-", input: "Behind the counter.\n")
        try run("assign", "assign", ticket, "me")
        try run("status", "status", ticket, "open")
        try run("snooze", "snooze", ticket, "3h")
        try run("show", "show", ticket, "--events", "--peek")
        try run("move", "move", ticket, "general")
        try run("typing", "typing", ticket)
        let messages = try workplace.agent("noor", "show", ticket, "--json")["messages"] as? [[String: Any]]
        try run("react", "react", ticket, try #require(messages?.first?["id"] as? String), "👍")
        try run("escalate", "escalate", ticket, "--reason", "unsupported_request", "--to", "workshop")
        try run("return", "return", ticket)
        try run("trace", "trace", ticket, "--all")
        try run("assistant", "assistant")
        try run("stats", "stats", "--percentile-rule", "floor")
        try run("content-new", "content", "new", "Opening hours", "We open at nine.", "--language", "en")
        try run("content-edit", "content", "edit", "opening hours", "We open at ten.", "--audience", "plan = \"gold\"")
        try run("content-import", "content", "import", try workplace.writeArticles())
        try run("content-list", "content", "list")
        try run("content-show", "content", "show", "Opening hours")
        try run("content-off", "content", "off", "Opening hours")
        try run("content-on", "content", "on", "Opening hours")
        try run("content-history", "content", "history", "Opening hours")
        try run("content-diff", "content", "diff", "Opening hours", "1", "2")
        try run("content-revert", "content", "revert", "Opening hours", "1")
        try run("content-submit", "content", "submit", "Opening hours")
        try run("settings-set", "settings", "set", "content.needs_approval", "false")
        try run("guidance-list", "guidance", "list")
        try run("guidance-show", "guidance", "show", "House rules")
        try run("guidance-on", "guidance", "on", "House rules")
        try run("guidance-off", "guidance", "off", "House rules")
        let other = try workplace.bringInSample(by: "noor").description
        try run("merge", "merge", other, ticket)
        try run("show", "show", other, "--events")
        try run("unmerge", "unmerge", other)
        try run("show", "show", other, "--events")
        let questions = try workplace.writeQuestions()
        try run("eval", "eval", questions, "--run", "\(workplace.folder)/run.jsonl")
        try run("eval", "eval", questions, "--verdicts", "10")
        try run("eval", "eval", questions, "--injections", "\(questions)/injections.jsonl")
        try run("settings-list", "settings", "list", "--all")
        try run("settings-get", "settings", "get", "channel.email.queue")
        try run("settings-history", "settings", "history", "content")
        try run("settings-diff", "settings", "diff", "content", "0")
        try run("settings-revert", "settings", "revert", "content", "0")
        try run("files", "files", ticket)
        try run("keys", "keys")
        try run("presets-save", "presets", "save", "Mine", "status:open", "owner:me", "--shared")
        try run("presets-list", "presets", "list")
        try run("presets-delete", "presets", "delete", "Mine")
        try run("summarize", "summarize", ticket)
        try run("screen", "screen", "landing")
        try run("screen", "screen", "ticket", ticket)
        try run("screen", "screen", "tickets", "status:open")
        try run("workspace", "workspace", "--landing")
        try run("replay", "replay", "-", "--last", input: "down enter r \"Found it.\" ctrl-s")
        try run("sync-why", "sync", "why")
        try run("sync", "sync")
        try run("devices-list", "devices", "list", "--all")
        try run("devices-invite", "devices", "invite")
        try run("drafts", "drafts")
        try run("rescue", "rescue")
        try workplace.join("felix", as: "agent")
        try run("sync", "sync")
        let devices = try workplace.agent("felix", "devices", "--json")["devices"] as? [[String: Any]]
        try run("devices-revoke", "devices", "revoke", try #require(devices?.first?["device"] as? String))
        try approve(workplace, &covered)

        // Nothing that was written here was refused, and no schema is left without a command.
        #expect(try workplace.agent("noor", "sync").status == 0)
        let changes = try workplace.agent("noor", "sync", "why", "--json")["changes"] as? [[String: Any]]
        #expect(changes?.compactMap { $0["code"] as? String } == [])
        // Nobody but the server may bring the assistant's words in, so these stay here.
        try workplace.answer(ticket, by: "noor")
        try run("verdict", "verdict", ticket, "right")
        let shapes: Set<String> = [
            "screen-row", "ticket-entry", "ticket-write", "content-write", "guidance-write", "settings-write",
        ]
        let folder = Repository.root.appending(path: "schemas/commands").path
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("agent-") }
            .map { String($0.dropFirst(6).dropLast(5)) }
        #expect(Set(files).subtracting(shapes) == covered)
    }

    /// An approval is another person's, so publishing takes two.
    private func approve(_ workplace: Workplace, _ covered: inout Set<String>) throws {
        _ = try check(workplace, "noor", "content-new", ["content", "new", "Returns", "Within 14 days."])
        _ = try check(workplace, "noor", "content-submit", ["content", "submit", "Returns"])
        try workplace.agent("noor", "sync")
        try workplace.join("vera", as: "administrator")
        #expect(try workplace.agent("noor", "content", "approve", "Returns").status == 1)
        _ = try check(workplace, "vera", "content-approve", ["content", "approve", "Returns"])
        #expect(try workplace.agent("vera", "sync", "--json")["parked"] as? Int == 0)
        try workplace.agent("noor", "sync")
        for command in ["publish", "draft", "archive"] {
            _ = try check(workplace, "noor", "content-\(command)", ["content", command, "Returns"])
            covered.insert("content-\(command)")
        }
        covered.insert("content-approve")
    }

    @Test func `what is written while the server is away reaches the others once it is back`() throws {
        let workplace = try Workplace()
        try workplace.join("noor", as: "administrator")
        let ticket = try workplace.bringInSample(by: "noor").description
        try workplace.join("felix", as: "agent")
        workplace.stop()
        #expect(
            try workplace.agent("felix", "reply", ticket, "Found it.", "--resolve", "--json")["unsent"] as? Int == 2)
        #expect(try workplace.agent("noor", "note", ticket, "Felix looks.", "--json")["unsent"] as? Int == 1)
        let failed = try workplace.agent("felix", "sync")
        #expect(failed.status == 1)
        #expect(failed.error.contains("does not answer"))
        try workplace.serve()
        #expect(try workplace.agent("felix", "sync", "--json")["unsent"] as? Int == 0)
        #expect(try workplace.agent("noor", "sync", "--json")["unsent"] as? Int == 0)
        #expect(try workplace.agent("felix", "sync", "--json")["caught_up"] as? Bool == true)
        let transcripts = try ["noor", "felix"].map { name in
            let result = try workplace.agent(name, "show", ticket, "--json")
            return (result["messages"] as? [[String: Any]] ?? []).compactMap { $0["body"] as? String }.sorted()
        }
        #expect(transcripts[0].count == 3)
        #expect(transcripts[0] == transcripts[1])
        let status = try workplace.agent("noor", "show", ticket, "--json")["ticket"] as? [String: Any]
        #expect(status?["status"] as? String == "resolved")
        let scopes = try ["noor", "felix"].map { try workplace.replica(of: $0).stateDigest(of: .queue("general")) }
        #expect(scopes[0] == scopes[1])
    }

    @Test func `what the server refuses is kept, and sync why says why`() throws {
        let workplace = try Workplace()
        try workplace.join("noor", as: "administrator")
        let ticket = try workplace.bringInSample(by: "noor").description
        try workplace.join("vic", as: "viewer")
        try workplace.agent("vic", "note", ticket, "May I?")
        #expect(try workplace.agent("vic", "sync", "--json")["parked"] as? Int == 1)
        let why = try workplace.agent("vic", "sync", "why")
        #expect(why.output.contains("role_forbids"))
        #expect(try workplace.agent("vic", "show", ticket, "--json")["unsent"].map { ($0 as? [Any])?.count } == 1)
    }

    @Test func `an invite admits once, and only to the server that it names`() throws {
        let workplace = try Workplace()
        let link = try workplace.invite("agent")
        #expect(try workplace.agent("one", "join", link).status == 0)
        let again = try workplace.agent("two", "join", link)
        #expect(again.status == 1)
        #expect(again.error.contains("ask for a new one"))
        let fresh = try workplace.invite("agent")
        let hash = try #require(fresh.firstIndex(of: "#"))
        let digits = fresh[fresh.index(after: hash)...].prefix(32)
        let forged = fresh.replacing(digits, with: String(repeating: "0", count: 32))
        let refused = try workplace.agent("three", "join", forged)
        #expect(refused.status == 1)
        #expect(refused.error.contains("not the one that the invite names"))
        #expect(!FileManager.default.fileExists(atPath: "\(workplace.folder)/three/device.json"))
        #expect(try workplace.agent("one", "join", fresh).error.contains("holds a replica already"))
    }

    @Test func `what a sync brought is all found by searches, whatever was there before`() throws {
        let workplace = try Workplace()
        try workplace.join("noor", as: "administrator")
        try workplace.bringInSample(by: "noor")
        try workplace.join("felix", as: "agent")
        #expect(try workplace.replica(of: "felix").unindexedCount() == 0)
        try workplace.agent("noor", "reply", "1", "The quillfeather lock is reset.")
        try workplace.agent("noor", "sync")
        try workplace.agent("felix", "sync")
        for name in ["noor", "felix"] {
            #expect(try workplace.replica(of: name).unindexedCount() == 0)
            #expect(try workplace.agent(name, "search", "quillfeather", "--json")["total"] as? Int == 1)
        }
    }

    @Test func `customers' control characters never reach the terminal`() throws {
        let workplace = try Workplace()
        try workplace.join("noor", as: "administrator")
        let ticket = try workplace.bringInSample(by: "noor").description
        let reading = [["tickets"], ["show", ticket, "--events"], ["search", "bad"]]
        for arguments in reading + reading.map({ $0 + ["--json"] }) {
            let output = try Programs.run("conv-agent", arguments + ["--data", "\(workplace.folder)/noor"]).output
            #expect(output.contains("Lost my key"))
            let obeyed = output.unicodeScalars.filter { scalar in
                scalar != "\n" && (scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value))
            }
            #expect(obeyed.isEmpty, "\(arguments)")
        }
    }

    @Test func `a slip of the finger in a search is pointed out, and the search is made nevertheless`() throws {
        let workplace = try Workplace()
        try workplace.join("noor", as: "administrator")
        let result = try workplace.agent("noor", "tickets", "status:closed")
        #expect(result.status == 0)
        #expect(result.error.contains("open, pending, resolved"))
    }

    @Test func `an output that cannot be written ends with a sentence`() throws {
        let workplace = try Workplace()
        try workplace.join("noor", as: "administrator")
        for (program, arguments) in [
            ("conv-agent", ["stats", "--data", "\(workplace.folder)/noor"]), ("conv-server", ["status", workplace.ws]),
        ] {
            let process = Programs.process(program, arguments)
            let complaint = Pipe()
            (process.standardOutput, process.standardError) = (FileHandle(forWritingAtPath: "/dev/full"), complaint)
            try process.run()
            let text = String(decoding: complaint.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 1)
            #expect(text.contains("the output cannot be written"))
        }
    }

    @Test func `scripts tell failures apart by the code`() throws {
        let workplace = try Workplace()
        try workplace.join("noor", as: "administrator")
        #expect(try workplace.agent("noor", "show", "4711").status == 3)
        #expect(try workplace.agent("noor", "content", "show", "nothing").status == 3)
        #expect(try workplace.agent("noor", "status", "1", "closed").status == 2)
        #expect(try workplace.agent("noor", "search", "status:\"").status == 2)
        #expect(try workplace.agent("noor", "reply", "1").status == 2)
        #expect(try workplace.agent("noor", "settings", "set", "assistant.on", "maybe").status == 2)
        #expect(try workplace.agent("noor", "settings", "set", "nothing", "1").status == 3)
        #expect(try workplace.agent("noor", "content", "new", " ", "Words.").status == 2)
        #expect(try workplace.agent("noor", "stats", "--since", "2026-02-01", "--until", "2026-01-01").status == 2)
        #expect(try workplace.agent("noor", "--no-such-flag").status == 2)
        #expect(try workplace.agent("nobody", "join", try workplace.invite("agent"), "--name", " ").status == 2)
        let stranger = try workplace.agent("nobody", "tickets")
        #expect(stranger.status == 1)
        #expect(stranger.error.contains("conv-agent join LINK"))
        #expect(!FileManager.default.fileExists(atPath: "\(workplace.folder)/nobody"))
    }
}
