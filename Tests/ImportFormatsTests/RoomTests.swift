import Hub
import ImportFormats
import Testing

struct RoomTests {
    private func line(_ id: String, _ time: String, _ author: String, _ text: String, mentions: [String] = []) -> String
    {
        let names = mentions.map { "\"\($0)\"" }.joined(separator: ",")
        return """
            {"id":"\(id)","at":"2026-03-02T\(time):00Z","author":"\(author)","text":"\(text)","mentions":[\(names)],\
            "channel":"kites","thread":"gold"}\n
            """
    }

    @Test func `two talks at once in one room become two conversations`() throws {
        let reading = try Reading(
            line("1", "10:00", "ada", "My kite will not rise.") + line("2", "10:00", "bob", "Do you sell silk?")
                + line("3", "10:01", "tom", "ada: is there wind?", mentions: ["ada"])
                + line("4", "10:01", "tom", "bob: we do.", mentions: ["bob"]) + line("5", "10:02", "ada", "A little.")
                + line("6", "10:02", "bob", "Thanks!"),
            name: "room.jsonl"
        )
        #expect(reading.conversations.map { $0.messages.map(\.externalID) } == [["1", "3", "5"], ["2", "4", "6"]])
        #expect(reading.conversations.map(\.externalID) == ["kites/1", "kites/2"])
        #expect(reading.conversations[0].messages.map(\.author.kind) == [.customer, .observer, .customer])
        #expect(reading.conversations[0].customer.externalID == "ada")
        #expect(reading.conversations[0].room == "kites")
        #expect(reading.conversations[0].channel == "slack")
        #expect(reading.conversations[0].subject == "My kite will not rise.")
    }

    @Test func `who comes back much later opens another conversation`() throws {
        let others = (0..<12).map { line("x\($0)", "10:10", "u\($0)", "hello") }.joined()
        let reading = try Reading(
            line("1", "10:00", "ada", "First.") + others + line("2", "12:00", "ada", "Second."), name: "room.jsonl"
        )
        #expect(reading.conversations.count == 14)
    }

    @Test func `in a quiet room a pause does not end a conversation`() throws {
        let reading = try Reading(
            line("1", "10:00", "ada", "First.") + line("2", "12:00", "ada", "Still here."), name: "room.jsonl"
        )
        #expect(reading.conversations.map(\.messages.count) == [2])
    }
}
