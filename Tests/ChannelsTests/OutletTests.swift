import CRDT
import Channels
import Hub
import Replica
import Testing

@Suite struct OutletTests {
    @Test func `an answer leaves once, and what the channel sends back of it is an echo`() async throws {
        let bench = try Bench()
        let ticket = try #require(try bench.take(.sample()).ticket)
        let answer = try bench.reply("It left **today**.", to: ticket)
        try await bench.turn()
        try await bench.turn()
        #expect(bench.channel.sent.map(\.id) == [answer])
        #expect(bench.channel.sent.first?.thread == "t1")
        #expect(bench.channel.sent.first?.text(in: .plain) == "It left today.")
        var echo = InboundMessage.sample("x-1")
        echo.author.kind = .teammate
        #expect(try bench.take(echo).result == .echo)
        #expect(try bench.take(.sample(answer.description)).result == .echo)
    }

    @Test func `notes, customers' words and what an import brought never leave`() async throws {
        let bench = try Bench()
        let ticket = try #require(try bench.take(.sample()).ticket)
        var teammate = InboundMessage.sample("m2", "I will look.")
        teammate.author.kind = .teammate
        try bench.take(teammate)
        try bench.edit(.discussion, ticket.internalDiscussion) { transaction in
            try Discussion.begin(visibility: .internal, in: &transaction)
            let author = Author(kind: .teammate, id: bench.store.member.user.description)
            Discussion.post(MessageDraft(author: author, body: "Between us."), in: &transaction)
        }
        try await bench.turn()
        #expect(bench.channel.sent.isEmpty)
    }

    @Test func `a channel that cannot take it now is asked ever more rarely for a day, and then a person is`()
        async throws
    {
        let bench = try Bench()
        let ticket = try #require(try bench.take(.sample()).ticket)
        let answer = try bench.reply("Hello", to: ticket)
        for _ in 0..<60 { bench.channel.answer(.postponed(reason: "http_500", retrySeconds: nil)) }
        var pauses: [Int64] = []
        try await bench.turn()
        let start = bench.now
        while let next = try bench.outlet.nextDue() {
            pauses.append((next.milliseconds - bench.now.milliseconds) / 1000)
            bench.pass(seconds: pauses.last ?? 0)
            try await bench.turn()
            #expect(try bench.ticket(ticket).deliveries[answer] == nil || bench.outlet.nextDue() == nil)
        }
        #expect(pauses.prefix(5) == [5, 10, 20, 40, 80])
        #expect(pauses.max() == 3600)
        #expect(bench.now.milliseconds - start.milliseconds <= 86_400_000)
        let delivery = try #require(try bench.ticket(ticket).deliveries[answer])
        #expect(delivery.fact == .failed(reason: "gave up after 24 hours: http_500"))
        #expect(delivery.isDead)
    }

    @Test func `a channel's wish to wait is kept, and messages of one conversation keep their order`() async throws {
        let bench = try Bench()
        let ticket = try #require(try bench.take(.sample()).ticket)
        let other = try #require(try bench.take(.sample(thread: "t2")).ticket)
        bench.channel.answer(.postponed(reason: "http_429", retrySeconds: 600))
        let first = try bench.reply("one", to: ticket)
        try await bench.turn()
        let second = try bench.reply("two", to: ticket)
        let elsewhere = try bench.reply("three", to: other)
        try await bench.turn()
        #expect(bench.channel.sent.map(\.id) == [first, elsewhere])
        bench.pass(seconds: 599)
        try await bench.turn()
        #expect(bench.channel.sent.count == 2)
        bench.pass(seconds: 1)
        try await bench.turn()
        #expect(bench.channel.sent.map(\.id) == [first, elsewhere, first, second])
    }

    @Test func `a refused message is dead at once, and is sent again when somebody asks, once for each failure`()
        async throws
    {
        let bench = try Bench()
        let ticket = try #require(try bench.take(.sample()).ticket)
        bench.channel.answer(.rejected(reason: "http_410"))
        let answer = try bench.reply("Hello", to: ticket)
        try await bench.turn()
        let failure = try #require(try bench.ticket(ticket).deliveries[answer])
        #expect(failure.fact == .failed(reason: "http_410"))
        for _ in 0..<2 {
            try bench.edit(.ticket, ticket) { transaction in
                Ticket.record(.resend(message: answer, failure: failure.entry), in: &transaction)
            }
        }
        #expect(try bench.ticket(ticket).deliveries[answer]?.isDead == false)
        bench.channel.answer(.rejected(reason: "http_410"))
        try await bench.turn()
        // The same words failed for the same reason: a new failure, which can be answered anew.
        let second = try #require(try bench.ticket(ticket).deliveries[answer])
        #expect(second.isDead && second.entry != failure.entry)
        try bench.edit(.ticket, ticket) { transaction in
            Ticket.record(.resend(message: answer, failure: second.entry), in: &transaction)
        }
        try await bench.turn()
        #expect(bench.channel.sent.map(\.id) == [answer, answer, answer])
        #expect(Set(bench.channel.sent.map(\.delivery)).count == 1)
    }

    @Test func `a lost answer is asked for again where the channel deduplicates, and left to a person where not`()
        async throws
    {
        for deduplicates in [true, false] {
            let bench = try Bench(ChannelCapabilities(edit: true, delete: true, deduplicates: deduplicates))
            let ticket = try #require(try bench.take(.sample()).ticket)
            bench.channel.answer(.uncertain(reason: "no_answer"))
            let answer = try bench.reply("Hello", to: ticket)
            try await bench.turn()
            bench.pass(seconds: 60)
            try await bench.turn()
            #expect(bench.channel.sent.count == (deduplicates ? 2 : 1))
            let fact = try bench.ticket(ticket).deliveries[answer]?.fact
            #expect(fact == (deduplicates ? nil : .failed(reason: "uncertain: no_answer")))
        }
    }

    @Test func `without the file nothing is shown twice, and what nobody can know is left to a person`() async throws {
        for deduplicates in [true, false] {
            let bench = try Bench(ChannelCapabilities(edit: true, delete: true, deduplicates: deduplicates))
            let ticket = try #require(try bench.take(.sample()).ticket)
            let told = try bench.reply("one", to: ticket)
            try await bench.turn()
            _ = try bench.outlet.take([DeliveryReceipt(.message(told), .delivered)], on: "shop", at: bench.now)
            try await bench.turn()
            let untold = try bench.reply("two", to: ticket)
            let outlet = try bench.outletWithoutFile()
            try outlet.scan(at: bench.now)
            while try await outlet.deliver(now: { bench.now }) > 0 {}
            try outlet.tell(at: bench.now)
            #expect(bench.channel.sent.map(\.id) == (deduplicates ? [told, untold] : [told]))
            let fact = try bench.ticket(ticket).deliveries[untold]?.fact
            #expect(fact == (deduplicates ? nil : .failed(reason: "uncertain")))
        }
    }

    @Test func `edits and deletions follow their message, and those before it was sent are part of it`() async throws {
        let bench = try Bench()
        let ticket = try #require(try bench.take(.sample()).ticket)
        let answer = try bench.reply("Helo", to: ticket)
        func edit(_ words: String) throws {
            try bench.edit(.discussion, ticket.publicDiscussion) {
                try Discussion.edit(answer, body: words, in: &$0)
            }
        }
        try edit("Hello")
        try await bench.turn()
        try edit("Hello Mira")
        try await bench.turn()
        try bench.edit(.discussion, ticket.publicDiscussion) { try Discussion.setDeleted(true, answer, in: &$0) }
        try await bench.turn()
        #expect(bench.channel.sent.map(\.operation).last == .delete)
        #expect(bench.channel.sent.first?.text(in: .plain) == "Hello")
        #expect(bench.channel.sent.dropFirst().allSatisfy { $0.external == "x-1" })
        #expect(Set(bench.channel.sent.map(\.delivery)).count == bench.channel.sent.count)
    }

    @Test func `receipts are facts of the log, once, in whatever order they come`() async throws {
        let bench = try Bench()
        let ticket = try #require(try bench.take(.sample()).ticket)
        let answer = try bench.reply("Hello", to: ticket)
        // The channel's id of it is not known yet.
        let early = DeliveryReceipt(.external("x-1"), .delivered)
        #expect(try bench.outlet.take([early], on: "shop", at: bench.now) == [nil])
        try await bench.turn()
        #expect(try bench.ticket(ticket).deliveries[answer]?.fact == .delivered)
        let seen = DeliveryReceipt(.message(answer), .read)
        for receipt in [seen, early, seen, DeliveryReceipt(.message(answer), .failed(reason: "late"))] {
            #expect(try bench.outlet.take([receipt], on: "shop", at: bench.now) == [nil])
        }
        try await bench.turn()
        try await bench.turn()
        #expect(try bench.ticket(ticket).deliveries[answer]?.fact == .read)
        #expect(try bench.ticket(ticket).log.count { if case .delivery = $0.entry { true } else { false } } == 2)
        let customers = try #require(try bench.messages(of: ticket).first?.id)
        let foreign = DeliveryReceipt(.message(customers), .read)
        #expect(try bench.outlet.take([foreign], on: "shop", at: bench.now).first??.code == .unknownMessage)
    }

    @Test func `what a channel would not take is not sent, and its author learns why`() async throws {
        let bench = try Bench(
            ChannelCapabilities(edit: false, delete: false, scalarCountMax: 5, format: .plain, deduplicates: true)
        )
        let ticket = try #require(try bench.take(.sample()).ticket)
        let answer = try bench.reply("Hello there", to: ticket)
        try await bench.turn()
        #expect(bench.channel.sent.isEmpty)
        #expect(try bench.ticket(ticket).deliveries[answer]?.fact == .failed(reason: "too_long"))
    }
}
