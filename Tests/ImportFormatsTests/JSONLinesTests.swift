import Foundation
import Hub
import ImportFormats
import Testing

struct JSONLinesTests {
    private let details = """
        {"id":"kite-1","channel":"email","subject":"Torn tail","locale":"en-GB","product":"kites",\
        "opened_at":"2026-03-02T08:00:00Z","customer":{"id":"ada","platform":"linux","user_agent":"Sky/1"},\
        "messages":2,"labels":{"topic":"repairs","tags":["tail","silk"],"spam":false,"locked":true,"solved":true,\
        "solution_message":"m2","cited_articles":["mending-silk"]}}\n
        """

    @Test func `events and conversation lines of two files make one conversation`() throws {
        let folder = try SampleFolder()
        try folder.write(
            event("m1", more: #","subject":"Tail","votes":[3,1],"html":"<p>The tail is torn.</p>""#)
                + event("m2", at: "2026-03-02T09:00:00Z", by: "tom", role: "teammate", text: "Sew it."),
            to: "events.jsonl"
        )
        try folder.write(details, to: "conversations.jsonl")
        let reading = try Reading([folder.path])
        let conversation = try #require(reading.conversations.first)
        #expect(reading.skipped.isEmpty)
        #expect(reading.conversations.count == 1)
        #expect(conversation.externalID == "kite-1")
        #expect(conversation.channel == "email")
        #expect(conversation.subject == "Torn tail")
        #expect(conversation.openedAt == Instant(milliseconds: 1_772_438_400_000))
        #expect(conversation.customer.externalID == "ada")
        #expect([conversation.locale, conversation.product, conversation.platform] == ["en-GB", "kites", "linux"])
        #expect(conversation.userAgent == "Sky/1")
        #expect(conversation.tags == ["tail", "silk"])
        #expect(conversation.topic == "repairs")
        #expect(conversation.isLocked && !conversation.isSpam)
        #expect(conversation.solved == true)
        #expect(conversation.solutionMessageID == "m2")
        #expect(conversation.citedArticles == ["mending-silk"])
        #expect(conversation.messages.map(\.externalID) == ["m1", "m2"])
        #expect(conversation.messages.map(\.author.kind) == [.customer, .teammate])
        #expect(conversation.messages[0].votes == ImportedVotes(helpful: 3, unhelpful: 1))
        #expect(conversation.messages[0].html == "<p>The tail is torn.</p>")
    }

    @Test func `events alone tell subject, customer and solution`() throws {
        let reading = try Reading(
            event("m1", by: "tom", role: "teammate", text: "Hello", more: #","subject":"Tail""#)
                + event("m2", at: "2026-03-02T09:00:00Z", more: #","marked_solution":true"#),
            name: "e.jsonl"
        )
        let conversation = try #require(reading.conversations.first)
        #expect(conversation.subject == "Tail")
        #expect(conversation.customer.externalID == "ada")
        #expect(conversation.solved == true)
        #expect(conversation.solutionMessageID == "m2")
    }

    @Test func `a conversation line alone makes a conversation without messages`() throws {
        let reading = try Reading(details, name: "conversations.jsonl")
        #expect(reading.conversations.map(\.messages.count) == [0])
        #expect(reading.conversations.first?.subject == "Torn tail")
    }

    @Test func `conversations come by opening and messages by time, those of one time in the order of lines`() throws {
        let reading = try Reading(
            event("b", in: "late", at: "2026-03-04T00:00:00Z") + event("c", in: "late", at: "2026-03-03T00:00:00Z")
                + event("d", in: "late", at: "2026-03-03T00:00:00Z") + event("a", in: "early"),
            name: "e.jsonl"
        )
        #expect(reading.conversations.map(\.externalID) == ["early", "late"])
        #expect(reading.conversations[1].messages.map(\.externalID) == ["c", "d", "b"])
    }

    @Test func `a bad line is skipped with its place and reason, and the rest goes on`() throws {
        let lines = [
            event("m1"), "{not json}\n", event("m2", role: "wizard"), event("m3", at: "2026-02-30T00:00:00Z"),
            event("m1"), event("m4", text: #"a\u0000b"#), "[1]\n",
            #"{"at":"2026-03-02T08:15:00Z","conversation":"kite-1","message":"m5","channel":"x","text":"secret"}"#
                + "\n",
            event("m6").replacingOccurrences(of: #""text":"#, with: #""text":7,"more":"#), "\n",
            event("m7").replacingOccurrences(of: #""type":"message""#, with: #""type":"typing""#),
            event("m8", more: #","votes":[1]"#), event("", text: "secret"), event("m9"),
        ]
        let reading = try Reading(lines.joined(), name: "e.jsonl")
        #expect(reading.messages.map(\.externalID) == ["m1", "m9"])
        #expect(
            reading.reasons == [
                .malformed, .unknownRole, .invalidDate, .duplicateMessage, .nulCharacter, .wrongType, .missingField,
                .wrongType, .unknownType, .wrongType, .missingField,
            ]
        )
        #expect(reading.skipped.map(\.position) == [2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13])
        #expect(reading.skipped.allSatisfy { !$0.explanation.contains("secret") && !$0.explanation.contains("wizard") })
    }

    @Test func `bytes that are no UTF-8 cost their line only`() throws {
        let folder = try SampleFolder()
        var bytes = Array(event("m1").utf8)
        bytes.insert(0xFF, at: bytes.count - 5)
        let file = try folder.write(bytes + Array(event("m2").utf8), to: "e.jsonl")
        let reading = try Reading([file])
        #expect(reading.messages.map(\.externalID) == ["m2"])
        #expect(reading.reasons == [.invalidUTF8])
    }

    @Test func `a file that ends within a line says so`() throws {
        let reading = try Reading(event("m1") + event("m2").dropLast(9), name: "e.jsonl")
        #expect(reading.messages.map(\.externalID) == ["m1"])
        #expect(reading.reasons == [.truncated])
        let complete = try Reading(String(event("m1").dropLast(1)), name: "e.jsonl")
        #expect(complete.messages.count == 1)
    }

    @Test(arguments: [0, 1, 2, 3, 100_000, 600_000])
    func `a line above the limit is skipped and its neighbours stay`(excess: Int) throws {
        let first = event("m1")
        let limit = first.utf8.count + 10
        let long = event("m2", text: String(repeating: "x", count: limit + excess))
        let reading = try Reading(
            first + long + event("m3"), name: "e.jsonl", options: ImportOptions(recordBytesMax: limit)
        )
        #expect(reading.messages.map(\.externalID) == ["m1", "m3"])
        #expect(reading.reasons == [.tooLarge])
        #expect(reading.skipped.first?.position == 2)
    }

    @Test func `JSON nested without end is refused, not followed`() throws {
        let deep = #"{"conversation":"# + String(repeating: "[", count: 200_000) + "\n"
        let reading = try Reading(event("m1") + deep + event("m2"), name: "e.jsonl")
        #expect(reading.messages.count == 2)
        #expect(reading.reasons == [.malformed])
    }

    @Test func `a transcript without times gets made-up ones that keep its order`() throws {
        let line = """
            {"id":"t1","messages":[{"role":"customer","text":"Where is my kite?"},{"role":"ai","text":""},\
            {"role":"tool","text":"{}"},{"role":"ai","text":"On its way."},{"role":"ghost","text":"boo"},\
            {"role":"ai"}],"escalated":true}\n
            """
        let reading = try Reading(line + line, name: "t.jsonl")
        let conversation = try #require(reading.conversations.first)
        #expect(conversation.isEscalated == true)
        #expect(conversation.subject == "Where is my kite?")
        #expect(conversation.messages.map(\.author.kind) == [.customer, .system, .ai])
        #expect(conversation.messages.map(\.externalID) == ["t1/0", "t1/2", "t1/3"])
        #expect(conversation.messages.map(\.isTimeAssumed) == [true, true, true])
        #expect(conversation.messages.map(\.at.milliseconds) == [946_684_800_000, 946_684_920_000, 946_684_980_000])
        #expect(reading.reasons == [.unknownRole, .missingField, .duplicateConversation])
    }

    @Test func `figures and other files are named and left out`() throws {
        let folder = try SampleFolder()
        try folder.write("{\n \"source\": \"x\",\n \"conversations\": 3\n}\n", to: "expected.json")
        try folder.write("# Notes\n\nNothing here.\n", to: "notes.md")
        try folder.write("{\"a\":1}\n{\"b\":2}\n", to: "other.jsonl")
        try folder.write("", to: "void.jsonl")
        try folder.write(event("m1"), to: "real.jsonl")
        let reading = try Reading([folder.path])
        #expect(reading.messages.count == 1)
        #expect(reading.reasons == [.facts, .unknownFormat, .unknownFormat, .unknownFormat])
        #expect(reading.skipped.allSatisfy { $0.position == nil })
    }

    @Test func `a path that is not there is an error before anything is read`() {
        #expect(throws: ImportError.self) { try Reading(["/nowhere/kites.jsonl"]) }
        #expect(throws: ImportError.self) { try Reading([]) }
    }
}
