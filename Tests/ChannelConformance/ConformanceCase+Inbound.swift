import CRDT
import Channels
import Hub

extension ConformanceCase {
    static let inbound: [ConformanceCase] = [
        ConformanceCase("a message opens a ticket of the channel, and the next one joins it") { run in
            let ticket = try await run.opened()
            let next = try await run.channel.say(run.message("second", "It was due on Friday"))
            try run.expect(next.ticket == ticket && next.result == .appended, "the second opened another ticket")
            try run.expect(try run.messages(of: ticket).count == 2, "there are not two messages")
            try run.expect(
                try run.ticket(ticket).channel == run.channel.adapter.channel, "the ticket names another channel"
            )
            try run.expect(
                try run.messages(of: ticket).allSatisfy { $0.author?.kind == .customer },
                "a customer is taken for another"
            )
        },
        ConformanceCase("another conversation is another ticket", needs: [.threads]) { run in
            let first = try await run.opened()
            let second = try await run.opened("first", thread: "thread-2")
            try run.expect(first != second, "two conversations share a ticket")
        },
        ConformanceCase("the same message any number of times is one message") { run in
            let ticket = try await run.opened()
            for _ in 0..<3 {
                let again = try await run.channel.say(run.message("first"))
                try run.expect(again.result == .duplicate, "the second copy is called \(again.result)")
            }
            try run.expect(try run.messages(of: ticket).count == 1, "it is there more than once")
        },
        ConformanceCase("an edit may come before its message, and the latest stands", needs: [.edits]) { run in
            let late = InboundMessage.Operation.edit(at: Instant(milliseconds: 1_700_000_002_000))
            let early = InboundMessage.Operation.edit(at: Instant(milliseconds: 1_700_000_001_000))
            let waiting = try await run.channel.say(run.message("first", "third", operation: late))
            try run.expect(waiting.result == .waiting, "it does not wait, but is \(waiting.result)")
            let ticket = try await run.opened()
            _ = try await run.channel.say(run.message("first", "second", operation: early))
            try run.expect(try run.messages(of: ticket).map(\.body) == ["third"], "other words stand")
        },
        ConformanceCase("a deletion takes the words away and keeps the place", needs: [.deletions]) { run in
            let ticket = try await run.opened()
            _ = try await run.channel.say(run.message("first", "", operation: .delete))
            try run.expect(try run.messages(of: ticket).map(\.isDeleted) == [true], "the message is still there")
        },
        ConformanceCase("whoever is not verified is never the verified one of the same id", needs: [.identity]) { run in
            let claim = try await run.opened()
            try run.expect(try run.ticket(claim).customer == .anonymous, "a claim made somebody known")
            try run.expect(try !run.ticket(claim).assurance.isVerified, "a claim counts as proof")
            let proof = InboundMessage.Author(id: "customer-1", assurance: .verifiedByToken, name: "Mira")
            let verified = try await run.channel.say(run.message("proof", author: proof))
            guard let ticket = verified.ticket else { return try run.expect(false, "proof is not taken") }
            try run.expect(try run.ticket(ticket).customer.person != nil, "proof made nobody known")
            let authors = try run.messages(of: ticket).compactMap(\.author?.id)
            try run.expect(ticket != claim || Set(authors).count == 2, "a claim stands under the person's name")
        },
        ConformanceCase("an emoji counts once for each person, and is taken back", needs: [.crowds]) { run in
            let ticket = try await run.opened()
            func emojis() throws -> [String] { try run.messages(of: ticket).flatMap(\.reactions).map(\.emoji) }
            func react(_ isOn: Bool, by id: String = "customer-1") async throws -> InboundOutcome {
                let author = InboundMessage.Author(id: id, assurance: .claimed)
                return try await run.channel.say(
                    run.message("first", "", operation: .react("👍", isOn: isOn), author: author))
            }
            try run.expect(try await react(true).result == .reacted, "it is not taken")
            try run.expect(try await react(true).result == .duplicate, "the same one counts again")
            _ = try await react(true, by: "customer-2")
            try run.expect(try emojis() == ["👍", "👍"], "two people's are not two")
            try run.expect(try await react(false).result == .reacted, "it is not taken back")
            try run.expect(try emojis() == ["👍"], "another person's went with it")
            try run.expect(try run.messages(of: ticket).count == 1, "an emoji became a message")
        },
        ConformanceCase("an emoji may come before its message", needs: [.crowds]) { run in
            let waiting = try await run.channel.say(run.message("first", "", operation: .react("👍", isOn: true)))
            try run.expect(waiting.result == .waiting, "it does not wait, but is \(waiting.result)")
            let ticket = try await run.opened()
            try run.expect(try run.messages(of: ticket).first?.reactions.count == 1, "it was lost")
        },
        ConformanceCase("the customer's emoji on a message of ours counts once, and is taken back", needs: [.reactions])
        {
            run in
            let ticket = try await run.opened()
            let reply = try await run.post("It left today", in: ticket)
            _ = try await run.shown()
            func emojis() throws -> [String] {
                try run.messages(of: ticket).filter { $0.id == reply }.flatMap(\.reactions).map(\.emoji)
            }
            func react(_ isOn: Bool) async throws -> InboundOutcome.Result {
                try await run.channel.say(run.message(reply.description, "", operation: .react("👍", isOn: isOn))).result
            }
            try run.expect(try await react(true) == .reacted, "it is not taken")
            try run.expect(try await react(true) == .duplicate, "the same one counts again")
            try run.expect(try emojis() == ["👍"], "it is not there once")
            try run.expect(try await react(false) == .reacted, "it is not taken back")
            try run.expect(try emojis().isEmpty, "it is still there")
            try run.expect(try run.messages(of: ticket).count == 2, "an emoji became a message")
        },
        ConformanceCase("a file arrives whole, once and under its name", needs: [.files]) { run in
            var message = run.message("first", "Here it is")
            let words = Array("what the file says".utf8)
            message.files = [InboundMessage.File(name: "a.txt", mediaType: "text/plain", bytes: words)]
            guard let ticket = try await run.channel.say(message).ticket else {
                return try run.expect(false, "it is not taken")
            }
            _ = try await run.channel.say(message)
            let files = try run.messages(of: ticket).flatMap(\.attachments)
            try run.expect(files.map(\.name) == ["a.txt"], "there are other files, or it is there twice")
            try run.expect(files.map(\.byteCount) == [Int64(words.count)], "it is not whole")
        },
        ConformanceCase("hostile words are made harmless, and what is too long is refused") { run in
            let hostile = "\u{1B}[31m<b>bold</b>\u{0}\u{202E}"
            let outcome = try await run.channel.say(run.message("first", hostile))
            guard let ticket = outcome.ticket else { return try run.expect(false, "it is not taken") }
            let scalars = try run.messages(of: ticket).flatMap(\.body.unicodeScalars)
            try run.expect(
                !scalars.contains { ["\u{1B}", "\u{0}", "\u{202E}"].contains($0) }, "control characters reached the log"
            )
            let long = String(repeating: "word ", count: InboundLimits.bodyByteCountMax / 4)
            do {
                _ = try await run.channel.say(run.message("long", long))
            } catch is InboundRefusal {
                return
            }
            try run.expect(false, "a message without measure is taken")
        },
    ]
}
