import Hub
import Testing

@Suite struct TicketHandleTests {
    @Test func `a handle is a tilde and three characters that never change`() {
        // Fixed for ever: people have written these names down.
        let ticket = Identifier(high: 0x018C_8A2B_3C4D_5E6F, low: 0x1234_5678_9ABC_DEF0)
        #expect(Ticket.handle(of: ticket) == "~9cs")
        #expect(Ticket.handle(of: ticket, length: 5).hasPrefix(Ticket.handle(of: ticket)))
    }

    @Test func `a ticket and its discussions have one handle, and every longer form of it names the ticket`() {
        for seed in HubSeed.seeds(100) {
            var random = HubSeed(seed)
            let ticket = Identifier(at: Instant(milliseconds: Int64(seed) * 1000), using: &random)
            let other = Identifier(at: Instant(milliseconds: Int64(seed) * 1000), using: &random)
            #expect(Ticket.handle(of: ticket.publicDiscussion) == Ticket.handle(of: ticket))
            #expect(Ticket.handle(of: ticket.internalDiscussion) == Ticket.handle(of: ticket))
            for length in 3...10 {
                let handle = Ticket.handle(of: ticket, length: length)
                #expect(handle.count == length + 1)
                #expect(Ticket.handle(handle, names: ticket))
                #expect(Ticket.handle(handle.uppercased(), names: ticket))
            }
            #expect(!Ticket.handle(Ticket.handle(of: ticket, length: 10), names: other), "seed \(seed)")
        }
    }

    @Test func `neighbours in time have distant handles`() {
        var random = HubSeed(1)
        let handles = (0..<1000).map { index in
            Ticket.handle(of: Identifier(at: Instant(milliseconds: 1_700_000_000_000 + index), using: &random))
        }
        // 1,000 of 32,768 names: 15 clashes are expected; ten times that would be a poor mix.
        #expect(Set(handles).count > 900)
    }

    @Test(arguments: ["", "~", "~ab", "abc", "~abcdefghijk", "#123"])
    func `what is no handle names nothing`(_ text: String) {
        #expect(!Ticket.handle(text, names: Identifier(high: 1, low: 4)))
    }

    @Test func `a number is shown with a hash`() {
        #expect(Ticket.shown(number: 123) == "#123")
    }
}
