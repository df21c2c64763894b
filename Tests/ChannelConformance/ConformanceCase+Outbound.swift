import CRDT
import Channels
import Hub
import Replica

extension ConformanceCase {
    static let outbound: [ConformanceCase] = [
        ConformanceCase("replies are shown once, in order, and say whether a person wrote them") { run in
            let ticket = try await run.opened()
            let answer = try await run.post("It left today", in: ticket, kind: .ai)
            let reply = try await run.post("I looked myself", in: ticket)
            for _ in 0..<2 {
                let shown = try await run.shown()
                try run.expect(shown.map(\.id) == [answer, reply], "other messages, or another order")
                try run.expect(shown.map(\.text) == ["It left today", "I looked myself"], "other words")
                try run.expect(shown.map(\.isByPerson) == [false, true], "the attribution is wrong")
            }
        },
        ConformanceCase("notes are never shown") { run in
            let ticket = try await run.opened()
            _ = try await run.post("Between us", in: ticket, visibility: .internal)
            try run.expect(try await run.shown().isEmpty, "a note left")
        },
        ConformanceCase("what the channel says back of ours is no new message", needs: [.echoes]) { run in
            let ticket = try await run.opened()
            let reply = try await run.post("It left today", in: ticket)
            _ = try await run.shown()
            let teammate = InboundMessage.Author(id: "bot", kind: .teammate, assurance: .claimed)
            let echo = run.message(reply.description, "It left today", author: teammate)
            let outcome = try await run.channel.say(echo)
            try run.expect(outcome.result == .echo, "it is called \(outcome.result)")
            try run.expect(try run.messages(of: ticket).count == 2, "it was posted again")
        },
        ConformanceCase("edits and deletions reach the customer exactly if the channel can") { run in
            let ticket = try await run.opened()
            let reply = try await run.post("Helo", in: ticket)
            _ = try await run.shown()
            try await run.edit(ticket) { try Discussion.edit(reply, body: "Hello", in: &$0) }
            let capabilities = run.channel.adapter.capabilities
            let edited = try await run.shown().map(\.text)
            try run.expect(edited == [capabilities.edit ? "Hello" : "Helo"], "after an edit other words are shown")
            try await run.edit(ticket) { try Discussion.setDeleted(true, reply, in: &$0) }
            try run.expect(
                try await run.shown().isEmpty == capabilities.delete, "a deletion does not do what the record says"
            )
        },
        ConformanceCase("the team's emoji reaches the customer exactly if the channel can, and goes again") { run in
            let ticket = try await run.opened()
            let reply = try await run.post("It left today", in: ticket)
            _ = try await run.shown()
            let reaction = Reaction(
                emoji: "👍", author: Author(kind: .teammate, id: run.channel.store.member.user.description))
            try await run.edit(ticket) { try Discussion.react(reaction, to: reply, in: &$0) }
            let expected = run.channel.adapter.capabilities.react ? ["👍"] : []
            try run.expect(try await run.shown().flatMap(\.emojis) == expected, "other emojis are shown")
            try await run.edit(ticket) { try Discussion.unreact(reaction, from: reply, in: &$0) }
            try run.expect(try await run.shown().flatMap(\.emojis).isEmpty, "it is still shown")
        },
        ConformanceCase("receipts are facts of the ticket, each once", needs: [.receipts]) { run in
            let ticket = try await run.opened()
            let reply = try await run.post("It left today", in: ticket)
            _ = try await run.shown()
            for state in [DeliveryReceipt.State.delivered, .read, .delivered, .read] {
                try await run.channel.confirm(reply, state)
                try await run.channel.settle()
            }
            try run.expect(try run.ticket(ticket).deliveries[reply]?.fact == .read, "it does not count as read")
            let facts = try run.ticket(ticket).log.count { if case .delivery = $0.entry { true } else { false } }
            try run.expect(facts <= 2, "the same receipt was written \(facts) times")
        },
    ]
}
