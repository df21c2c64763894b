import CRDT
import Hub
import Testing

@Suite struct GuidanceTests {
    private let id = Identifier(high: 6, low: 4)
    private var device = Device(1)
    private var document = Document()

    init() {
        device.edit(&document) { transaction in
            GuidancePack.create(name: "Refunds", priority: 3, in: &transaction)
            GuidancePack.setChannels(["email", "widget"], in: &transaction)
            GuidancePack.addRule(.policy, text: "Refund within 14 days.", in: &transaction)
            GuidancePack.addRule(
                .escalate, text: "Ask a person.", matcher: "legal", destination: "queue:legal", note: "lawsuits",
                examples: [.init("I will sue you", shouldFire: true), .init("good day", shouldFire: false)],
                in: &transaction
            )
            GuidancePack.addRule(.tone, text: "Be brief.", at: 0, in: &transaction)
        }
    }

    private var pack: GuidancePack { GuidancePack(id: id, document: document) }

    @Test func `a pack reads as it was written, and starts switched off`() {
        #expect(pack.name == "Refunds")
        #expect(pack.priority == 3)
        #expect(pack.channels == ["email", "widget"])
        #expect(!pack.isOn)
        #expect(pack.rules.map(\.kind) == [.tone, .policy, .escalate])
        let rule = pack.rules[2]
        #expect(rule.text == "Ask a person.")
        #expect(rule.matcher == "legal")
        #expect(rule.destination == "queue:legal")
        #expect(rule.note == "lawsuits")
        #expect(
            Set(rule.examples) == [.init("I will sue you", shouldFire: true), .init("good day", shouldFire: false)])
    }

    @Test mutating func `two who move and edit one rule at once keep the edit and agree on its place`() throws {
        var (other, second) = (document, Device(2))
        let rule = pack.rules[1].id
        try device.edit(&document) { transaction throws(HubError) in
            try GuidancePack.moveRule(rule, to: 2, in: &transaction)
        }
        try second.edit(&other) { transaction throws(HubError) in
            try GuidancePack.moveRule(rule, to: 0, in: &transaction)
            try GuidancePack.editRule(rule, text: "Refund within 30 days.", in: &transaction)
        }
        exchange(&document, &other)
        #expect(pack == GuidancePack(id: id, document: other))
        #expect(pack.rules.count == 3)
        #expect(pack.rules.first { $0.id == rule }?.text == "Refund within 30 days.")
    }

    @Test mutating func `two who edit different words of one rule keep both`() throws {
        var (other, second) = (document, Device(2))
        let rule = pack.rules[1].id
        try device.edit(&document) { transaction throws(HubError) in
            try GuidancePack.editRule(rule, text: "Always refund within 14 days.", in: &transaction)
        }
        try second.edit(&other) { transaction throws(HubError) in
            try GuidancePack.editRule(rule, text: "Refund within 14 working days.", in: &transaction)
        }
        exchange(&document, &other)
        let text = try #require(pack.rules.first { $0.id == rule }?.text)
        #expect(text.contains("working") && text.contains("Always"))
    }

    @Test mutating func `a removed rule stays removed, and is an error to edit`() throws {
        let rule = pack.rules[0].id
        try device.edit(&document) { transaction throws(HubError) in
            try GuidancePack.removeRule(rule, in: &transaction)
        }
        #expect(pack.rules.map(\.kind) == [.policy, .escalate])
        let error = #expect(throws: HubError.self) {
            try device.edit(&document) { transaction throws(HubError) in
                try GuidancePack.editRule(rule, text: "x", in: &transaction)
            }
        }
        #expect(error?.code == .notFound)
    }

    @Test mutating func `channels and examples are added and removed one by one`() throws {
        let rule = pack.rules[2].id
        try device.edit(&document) { transaction throws(HubError) in
            GuidancePack.setChannels(["widget", "slack"], in: &transaction)
            try GuidancePack.setExample(
                .init("good day", shouldFire: false), isPresent: false, of: rule, in: &transaction)
        }
        #expect(pack.channels == ["slack", "widget"])
        #expect(pack.rules[2].examples == [.init("I will sue you", shouldFire: true)])
    }
}
