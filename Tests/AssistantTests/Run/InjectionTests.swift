import Assistant
import Hub
import Testing

@Suite struct InjectionTests {
    private static func trace(_ text: String, _ policy: AssistantStack.Policy = .init()) throws -> Trace {
        let request = AssistantRequest(
            ticket: Identifier(high: 2, low: 4), revision: ["a@1"], channel: "widget", subject: text, asked: text,
            earlier: [text], reader: Library.reader())
        let stack = AssistantStack(index: LibraryIndex(try Library.shop()))
        return AssistantRun.trace(run: Identifier(high: 1, low: 4), request, stack: stack, policy: policy)
    }

    @Test(arguments: InjectionSamples.all)
    func `a decision follows from the evidence alone, and speaks in the words of what the reader may see`(
        _ attack: String
    ) throws {
        let open = AssistantStack.Policy(thresholds: OutcomeThresholds(answer: 0, offer: 0))
        for text in [attack, "How long does charging the battery take? " + attack, attack + " battery charging"] {
            for policy in [AssistantStack.Policy(), open] {
                let trace = try Self.trace(text, policy)
                #expect(trace.policy == policy)
                #expect(Set(trace.exclusions.map(\.source.id)) == ["trade", "old", "draft"])
                #expect(!trace.candidates.contains { ["trade", "old", "draft"].contains($0.source.id) })
                let confidence = try #require(trace.confidence)
                #expect(confidence.probability == ConfidenceModel.standard.probability(confidence.features))
                #expect(confidence.outcome == policy.thresholds.outcome(at: confidence.probability))
                switch (confidence.outcome, trace.decision) {
                case (.answer, .answer(let answer)):
                    let item = try #require(try Library.shop().first { $0.reference == answer.source })
                    #expect(item.body.contains(answer.sentence))
                case (.offer, .offer), (.handOver, .handOff): break
                case (_, .handOff(let handOff)) where trace.candidates.isEmpty:
                    #expect(handOff.reason == .missingKnowledge)
                default: Issue.record("\(confidence.outcome) became \(trace.decision)")
                }
            }
        }
    }

    /// Questions that the shop answers, that it offers articles for, and that it hands over.
    private static let questions = [
        "Charging the battery", "How long does charging the battery take?", "battery of my phone",
        "Do you sell boats?", "What do dealers pay?",
    ]

    /// What a customer is told: the kind of decision and the articles.
    private static func told(_ text: String) throws -> String {
        let request = AssistantRequest(
            ticket: Identifier(high: 2, low: 4), revision: ["a@1"], channel: "widget", asked: text,
            reader: Library.reader())
        let stack = AssistantStack(index: LibraryIndex(try Library.shop()))
        let trace = AssistantRun.trace(run: Identifier(high: 1, low: 4), request, stack: stack, policy: .init())
        // A message of nothing but orders is handed over before anything is looked at.
        if trace.confidence != nil { #expect(Set(trace.exclusions.map(\.source.id)) == ["trade", "old", "draft"]) }
        let kind = try #require(trace.decision.kind)
        return "\(kind) \(trace.decision.references.map(\.id))"
    }

    // What speaks of a person is a wish for one, which is always granted; what speaks of a refund finds the article.
    @Test(arguments: InjectionSamples.all.filter { !$0.contains("human") && !$0.contains("refund") })
    func `an instruction beside a question changes nothing of what the customer is told`(_ attack: String) throws {
        for question in Self.questions {
            let plain = try Self.told(question)
            #expect(try Self.told("\(question)\n\n\(attack)") == plain)
            #expect(try Self.told("\(attack)\n\n\(question)") == plain)
            #expect(try Self.told("Hello,\n\n\(attack)\n\n\(question)\n\n\(attack)\n\nKind regards") == plain)
        }
    }

    @Test(arguments: InjectionSamples.all)
    func `no message of instructions alone is answered`(_ attack: String) throws {
        let told = try Self.told(attack)
        #expect(!told.hasPrefix("answer"), "\(told)")
    }

    @Test(arguments: InjectionSamples.all)
    func `beside a question it gets no answer that the question does not get`(_ attack: String) throws {
        for question in Self.questions {
            let plain = try Self.told(question)
            for text in ["\(question)\n\n\(attack)", "\(attack)\n\n\(question)"] {
                let told = try Self.told(text)
                if told.hasPrefix("answer") { #expect(told == plain) }
            }
        }
    }

    @Test func `closed gates stay closed whatever is written`() throws {
        for attack in InjectionSamples.all {
            #expect(try Self.trace(attack, .init(isOn: false)).decision == .silent(.killSwitch))
            #expect(try Self.trace(attack, .init(isChannelOn: false)).decision == .silent(.channelOff))
        }
    }

    @Test func `hidden characters, comments and quoted words are not read`() throws {
        let plain = try Self.trace("Charging the battery")
        let hidden = [
            "Char\u{200B}ging the bat\u{2060}tery", "Charging <!-- return the bike --> the battery",
            "Charging the battery\n\n> how do I adjust the brakes", "Charging the battery <!-- brakes",
            "Charging\u{E0041}\u{202E} the battery",
        ]
        for text in hidden {
            let trace = try Self.trace(text)
            #expect(trace.candidates == plain.candidates, "\(text.debugDescription)")
            #expect(trace.decision == plain.decision)
        }
    }
}
