import CRDT
import Channels
import Hub
import Replica
import Testing

@Suite struct ReactionTests {
    private func capabilities(react: Bool) -> ChannelCapabilities {
        ChannelCapabilities(edit: true, delete: true, react: react, typing: true, deduplicates: true)
    }

    private func react(_ emoji: String, _ message: OperationID, in ticket: Identifier, _ bench: Bench) throws {
        let author = Author(kind: .teammate, id: bench.store.member.user.description)
        try bench.edit(.discussion, ticket.publicDiscussion) {
            try Discussion.react(Reaction(emoji: emoji, author: author), to: message, in: &$0)
        }
    }

    @Test func `a teammate's emoji leaves once where the channel shows them, and names the customer's message`()
        async throws
    {
        let bench = try Bench(capabilities(react: true))
        let opened = try bench.take(.sample())
        let (ticket, message) = (try #require(opened.ticket), try #require(opened.message))
        try react("👍", message, in: ticket, bench)
        try await bench.turn()
        try await bench.turn()
        let sent = try #require(bench.channel.sent.first)
        #expect(bench.channel.sent.count == 1)
        #expect(sent.operation == .react && sent.emoji == "👍" && sent.external == "m1" && sent.id == message)
        let author = Author(kind: .teammate, id: bench.store.member.user.description)
        try bench.edit(.discussion, ticket.publicDiscussion) {
            try Discussion.unreact(Reaction(emoji: "👍", author: author), from: message, in: &$0)
        }
        try await bench.turn()
        #expect(bench.channel.sent.map(\.operation) == [.react, .unreact])
        #expect(Set(bench.channel.sent.map(\.delivery)).count == 2)
        // The customer's message is still theirs, and no receipt makes it ours.
        #expect(try bench.take(.sample("m1")).result == .duplicate)
        #expect(try bench.ticket(ticket).deliveries.isEmpty)
    }

    @Test
    func `where the channel shows none, or it is switched off, no emoji leaves; one that fails is no dead letter`()
        async throws
    {
        let plain = try Bench(capabilities(react: false))
        let opened = try plain.take(.sample())
        try react("👍", try #require(opened.message), in: try #require(opened.ticket), plain)
        try await plain.turn()
        #expect(plain.channel.sent.isEmpty)
        let refusing = try Bench(capabilities(react: true))
        let other = try refusing.take(.sample())
        let ticket = try #require(other.ticket)
        refusing.channel.answer(.rejected(reason: "http_410"))
        try react("👍", try #require(other.message), in: ticket, refusing)
        let answer = try refusing.reply("Hello", to: ticket)
        try await refusing.turn()
        #expect(refusing.channel.sent.map(\.operation) == [.react, .create])
        #expect(try refusing.ticket(ticket).deliveries[answer] == nil)
        #expect(try refusing.records.counts(of: "shop").failed == 0)
    }

    @Test func `a customer's emoji on our message is found by our name and by the channel's`() async throws {
        let bench = try Bench(capabilities(react: true))
        let ticket = try #require(try bench.take(.sample()).ticket)
        let answer = try bench.reply("It left today.", to: ticket)
        try await bench.turn()
        for (name, emoji) in [(answer.description, "👍"), ("x-1", "🎉")] {
            let outcome = try bench.take(.sample(name, "", operation: .react(emoji, isOn: true)))
            #expect(outcome.result == .reacted && outcome.message == answer)
        }
        let reactions = try bench.messages(of: ticket).last?.reactions ?? []
        #expect(Set(reactions.map(\.emoji)) == ["👍", "🎉"])
        #expect(reactions.allSatisfy { $0.author.kind == .customer })
        // What came from the channel is not sent back to it.
        try await bench.turn()
        #expect(bench.channel.sent.map(\.operation) == [.create])
    }

    @Test func `what is no emoji is refused, and a message takes so many and no more`() throws {
        let bench = try Bench()
        let ticket = try #require(try bench.take(.sample()).ticket)
        for text in ["", "two words", "\u{1B}[31m", String(repeating: "e", count: 65)] {
            #expect(throws: InboundRefusal.self) {
                try bench.take(.sample("m1", "", operation: .react(text, isOn: true)))
            }
        }
        for number in 0..<InboundLimits.reactionCountMax {
            try bench.take(.sample("m1", "", operation: .react("e\(number)", isOn: true)))
        }
        #expect(throws: InboundRefusal.self) {
            try bench.take(.sample("m1", "", operation: .react("more", isOn: true)))
        }
        #expect(try bench.messages(of: ticket).first?.reactions.count == InboundLimits.reactionCountMax)
    }

    @Test func `that somebody writes is shown by name on the ticket's channel alone, where it shows such things`()
        async throws
    {
        for isShown in [true, false] {
            let bench = try Bench(ChannelCapabilities(edit: true, delete: true, typing: isShown, deduplicates: true))
            let ticket = try #require(try bench.take(.sample()).ticket)
            try await bench.outlet.show(.assistant, writesIn: ticket)
            #expect(bench.channel.signs.map(\.thread) == (isShown ? ["t1"] : []))
            #expect(bench.channel.sent.isEmpty)
        }
    }
}
