import Assistant
import CRDT
import Foundation
import Hub
import Testing

@Suite struct RunTests {
    private let run = Identifier(high: 1, low: 4)
    private let ticket = Identifier(high: 2, low: 4)

    private func request(_ asked: String?, channel: String = "widget") -> AssistantRequest {
        AssistantRequest(
            ticket: ticket, revision: ["a@1"], channel: channel, asked: asked, reader: Library.reader())
    }

    private func trace(
        _ request: AssistantRequest, guidance: Guidance = .none, policy: AssistantStack.Policy = .init()
    ) throws -> Trace {
        let stack = AssistantStack(index: LibraryIndex(try Library.shop()), guidance: guidance)
        return AssistantRun.trace(run: run, request, stack: stack, policy: policy)
    }

    /// A pack with one rule.
    private func guidance(
        _ kind: GuidanceRule.Kind, matcher: String, isOn: Bool = true, audience: String? = nil,
        channels: Set<String> = [], priority: Int64 = 0
    ) throws -> (pack: GuidancePack, heads: [ChangeReference]) {
        var document = Document()
        let time = Stamp(milliseconds: 1)
        let actor = ActorID(high: 9, low: UInt64(bitPattern: priority))
        _ = document.edit(actor: actor, number: 1, time: time, stamp: time) { transaction in
            GuidancePack.create(name: "Rules", priority: priority, in: &transaction)
            GuidancePack.setOn(isOn, in: &transaction)
            GuidancePack.setAudience(audience, in: &transaction)
            GuidancePack.setChannels(channels, in: &transaction)
            GuidancePack.addRule(
                kind, text: "Which bike is it?", matcher: matcher, destination: "queue:legal", in: &transaction)
        }
        let id = Identifier(high: 3, low: UInt64(bitPattern: priority + 1) << 2)
        return (GuidancePack(id: id, document: document), document.heads)
    }

    private func reason(_ decision: Decision) -> FallbackReason? {
        if case .handOff(let handOff) = decision { handOff.reason } else { nil }
    }

    @Test func `a question in an article's words is answered from it, with the way there in the trace`() throws {
        let trace = try trace(request("How long does charging the battery take?"))
        guard case .answer(let answer) = trace.decision else {
            Issue.record("\(trace.decision)")
            return
        }
        #expect(answer.source == ContentReference(kind: .article, id: "battery", version: "battery@1"))
        #expect(answer.text.hasPrefix("The battery charges in four hours."))
        #expect(trace.candidates.first?.source == answer.source)
        #expect(trace.checks.allSatisfy(\.passed) && trace.checks.count == 3)
        #expect(trace.confidence?.outcome == .answer)
        #expect(trace.exclusions.map(\.reason) == [.audience, .off, .notPublished])
        #expect(trace.excludedCount == 3)
    }

    @Test func `what is less sure is offered, and what nothing fits is handed over with the reason`() throws {
        func policy(_ answer: Double, _ offer: Double) -> AssistantStack.Policy {
            AssistantStack.Policy(thresholds: OutcomeThresholds(answer: answer, offer: offer))
        }
        let offered = try trace(request("charging the battery"), policy: policy(1, 0.1)).decision
        guard case .offer(let articles) = offered else {
            Issue.record("\(offered)")
            return
        }
        #expect(articles.first?.title == "Charging the battery")
        #expect(articles.count <= 3)
        #expect(reason(try trace(request("charging the battery"), policy: policy(1, 1)).decision) == .lowConfidence)
        #expect(reason(try trace(request("xyzzy")).decision) == .missingKnowledge)
        var late = request("charging the battery")
        late.assistantTurnCount = 8
        #expect(reason(try trace(late).decision) == .maximumTurns)
    }

    @Test func `closed gates keep a run from beginning`() throws {
        let asked = "Charging the battery"
        var taken = request(asked)
        taken.lease = .person
        let cases: [(AssistantRequest, AssistantStack.Policy, Decision.Gate)] = [
            (request(asked), .init(isOn: false), .killSwitch), (request(asked), .init(isChannelOn: false), .channelOff),
            (taken, .init(), .lease), (request(nil), .init(), .nothingAsked),
        ]
        for (request, policy, gate) in cases {
            let trace = try trace(request, policy: policy)
            #expect(trace.decision == .silent(gate))
            #expect(trace.candidates.isEmpty && trace.question == nil)
        }
    }

    @Test func `a rule that escalates decides before anything is searched`() throws {
        let rule = try guidance(.escalate, matcher: "lawyer or \"your fault\"")
        let fired = try trace(request("My lawyer asks how to charge the battery"), guidance: try Guidance([rule]))
        guard case .handOff(let handOff) = fired.decision else {
            Issue.record("\(fired.decision)")
            return
        }
        #expect(handOff.destination == "queue:legal")
        #expect(handOff.reason == .policyRule(fired.rules[0].rule.id))
        #expect(handOff.rule == "\(fired.rules[0].rule.id) \(fired.rules[0].rule.version)")
        #expect(fired.candidates.isEmpty)
        let passed = try trace(request("Charging the battery"), guidance: try Guidance([rule]))
        #expect(passed.rules.map(\.fired) == [false])
        if case .answer = passed.decision {} else { Issue.record("\(passed.decision)") }
    }

    @Test func `rules hold for their audience and channels, and the stronger wins`() throws {
        let asked = "My lawyer asks about charging the battery"
        let others = try [
            guidance(.escalate, matcher: "lawyer", isOn: false, priority: 1),
            guidance(.escalate, matcher: "lawyer", audience: "plan = dealer", priority: 2),
            guidance(.escalate, matcher: "lawyer", channels: ["email"], priority: 3),
        ]
        #expect(try trace(request(asked), guidance: try Guidance(others)).rules.isEmpty)
        #expect(try trace(request(asked, channel: "email"), guidance: try Guidance(others)).rules.count == 1)
        let clarify = try guidance(.clarify, matcher: "lawyer", priority: 9)
        let escalate = try guidance(.escalate, matcher: "lawyer", priority: 4)
        let both = try trace(request(asked), guidance: try Guidance([clarify, escalate]))
        #expect(both.rules.map(\.kind) == [.escalate, .clarify])
        #expect(reason(both.decision) != nil)
        var again = request(asked)
        let first = try trace(again, guidance: try Guidance([clarify]))
        #expect(first.decision == .clarify(question: "Which bike is it?", rule: first.rules[0].rule))
        again.clarificationCount = 2
        if case .clarify = try trace(again, guidance: try Guidance([clarify])).decision { Issue.record("a third time") }
    }

    @Test func `an answer that a rule forbids is handed over`() throws {
        let forbid = try guidance(.forbid, matcher: "\"four hours\"")
        let trace = try trace(request("Charging the battery"), guidance: try Guidance([forbid]))
        #expect(reason(trace.decision)?.code.hasPrefix("policy_rule(") == true)
        #expect(trace.checks.filter { !$0.passed }.map(\.name) == [.nothingForbidden])
    }

    @Test func `guidance that cannot be read is an error, and not passed over`() throws {
        let broken = try guidance(.escalate, matcher: "\"no end")
        #expect(throws: AssistantError.self) { try Guidance([broken]) }
        #expect(try Guidance([guidance(.escalate, matcher: "\"no end", isOn: false)]).rules.isEmpty)
    }

    @Test func `a decision is carried out only on the revision that was read, and never over a person`() throws {
        let read = request("Charging the battery")
        let trace = try trace(read)
        #expect(CommitCheck(trace, present: read, policy: .init()) == .commit)
        var moved = read
        moved.revision = ["a@1", "b@1"]
        #expect(CommitCheck(trace, present: moved, policy: .init()) == .rerun)
        moved.lease = .person
        #expect(CommitCheck(trace, present: moved, policy: .init()) == .discard)
        var taken = read
        taken.lease = .person
        #expect(CommitCheck(trace, present: taken, policy: .init()) == .discard)
        #expect(CommitCheck(trace, present: read, policy: .init(isOn: false)) == .discard)
    }

    @Test func `a trace reads back from JSON as it was, and the same run gives the same trace`() throws {
        let rule = try guidance(.escalate, matcher: "lawyer")
        for asked in ["Charging the battery", "My lawyer", "xyzzy", "bike"] {
            let trace = try trace(request(asked), guidance: try Guidance([rule]))
            let data = try JSONEncoder().encode(trace)
            #expect(try JSONDecoder().decode(Trace.self, from: data) == trace)
            #expect(try self.trace(request(asked), guidance: try Guidance([rule])) == trace)
        }
    }

    @Test func `people read in a trace what was decided and why, without the customer's words`() throws {
        let rule = try guidance(.escalate, matcher: "lawyer")
        let lines = try trace(request("Charging the battery, plainly"), guidance: try Guidance([rule]))
            .text { $0.kind == .article ? "«\($0.id)»" : nil }.split(separator: "\n").map(String.init)
        #expect(lines[0] == "decision: answer from «battery»")
        #expect(lines[1] == "the turn is a question")
        #expect(lines[2].hasSuffix(" by standard-1; answers from 0.700, offers from 0.250"))
        #expect(lines.contains { $0.hasPrefix("rule: escalate ") && $0.hasSuffix(": passed") })
        #expect(lines.contains("check: citation_supports: passed"))
        #expect(lines.contains("left out: «trade»: audience"))
        #expect(!lines.contains { $0.contains("plainly") })
        let handedOver = try trace(request("a lawyer"), guidance: try Guidance([rule])).text()
        #expect(handedOver.hasPrefix("decision: hand over: policy_rule("))
        #expect(handedOver.contains(") to queue:legal\n"))
    }

    @Test func `stacks differ by their versions, switches and past`() throws {
        let items = try Library.shop()
        func hash(_ items: [LibraryItem], _ past: [PastQuestion] = []) -> String {
            AssistantStack(index: LibraryIndex(items, pastQuestions: past)).hash
        }
        #expect(hash(items) == hash(items))
        #expect(hash(items) != hash(items.dropLast()))
        #expect(hash(items) != hash(items, [PastQuestion(Question(text: "q"), item: "battery")]))
        #expect(
            hash(items, [PastQuestion(Question(text: "q"), item: "battery")])
                != hash(items, [PastQuestion(Question(text: "r"), item: "battery")]))
        #expect(hash([try Library.item("a", "A")]) != hash([try Library.item("a", "A", isOn: false)]))
    }
}
