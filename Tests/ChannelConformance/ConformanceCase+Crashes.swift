import Channels
import Hub

extension ConformanceCase {
    static let crashes: [ConformanceCase] = [
        ConformanceCase("a message that was taken survives the server, and is not taken twice") { run in
            let ticket = try await run.opened()
            try await run.channel.crash()
            let again = try await run.channel.say(run.message("first"))
            try run.expect(again.result == .duplicate && again.ticket == ticket, "it was lost")
            try run.expect(try run.messages(of: ticket).count == 1, "it is there twice")
        },
        ConformanceCase("an edit that waits for its message survives the server", needs: [.edits]) { run in
            let edit = InboundMessage.Operation.edit(at: Instant(milliseconds: 1_700_000_001_000))
            _ = try await run.channel.say(run.message("first", "second", operation: edit))
            try await run.channel.crash()
            let ticket = try await run.opened()
            try run.expect(try run.messages(of: ticket).map(\.body) == ["second"], "the edit was lost")
        },
        ConformanceCase("a reply in the log is shown once, however often the server ends") { run in
            let ticket = try await run.opened()
            let first = try await run.post("one", in: ticket)
            try await run.channel.crash()
            let second = try await run.post("two", in: ticket)
            _ = try await run.shown()
            try await run.channel.crash()
            let shown = try await run.shown()
            try run.expect(shown.map(\.id) == [first, second], "replies were lost or doubled")
        },
    ]
}
