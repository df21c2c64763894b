import Assistant
import CRDT
import Foundation
import Hub
import Testing

@Suite struct FallbackTests {
    private func trace(
        _ asked: String, _ policy: AssistantStack.Policy, items: [LibraryItem]? = nil, said: [Event.MessageRole] = [],
        body: String = "", locale: String? = nil
    ) throws -> Trace {
        var request = AssistantRequest(
            ticket: Identifier(high: 2, low: 4), revision: ["a@1"], channel: "widget", asked: asked,
            reader: Library.reader(), locale: locale)
        request.conversation = said.enumerated().map { number, role in
            let change = ChangeReference(actor: ActorID(high: 1, low: 1), number: UInt64(number + 1))
            return .init(message: OperationID(change: change, index: 0), author: .ai, role: role, body: body)
        }
        request.clarificationCount = said.count { $0 == .clarify }
        request.assistantTurnCount = said.count
        let stack = AssistantStack(index: LibraryIndex(try items ?? Library.shop()))
        return AssistantRun.trace(run: Identifier(high: 1, low: 4), request, stack: stack, policy: policy)
    }

    private func reason(_ trace: Trace) -> FallbackReason? {
        if case .handOff(let handOff) = trace.decision { handOff.reason } else { nil }
    }

    /// Sure of nothing.
    private static func unsure(_ fallback: AssistantStack.Policy.Fallback) -> AssistantStack.Policy {
        .init(thresholds: OutcomeThresholds(answer: 1, offer: 1), fallback: fallback)
    }

    @Test func `below the thresholds the channel's fallback decides, and each but handing over only once`() throws {
        let asked = "charging the battery"
        for fallback in [AssistantStack.Policy.Fallback.handOff, .collectContact, .staySilent] {
            #expect(reason(try trace(asked, Self.unsure(fallback))) == .lowConfidence)
        }
        if case .clarify(_, nil) = try trace(asked, Self.unsure(.clarifyOnce)).decision {
        } else {
            Issue.record("asks back")
        }
        #expect(reason(try trace(asked, Self.unsure(.clarifyOnce), said: [.clarify])) == .lowConfidence)
        if case .offer = try trace(asked, Self.unsure(.suggestArticles)).decision {} else { Issue.record("offers") }
        #expect(reason(try trace(asked, Self.unsure(.suggestArticles), said: [.offer])) == .lowConfidence)
    }

    @Test func `nobody is told the same a second time`() throws {
        let asked = "How long does charging the battery take?"
        let first = try trace(asked, .init())
        guard case .answer(let answer) = first.decision else {
            Issue.record("\(first.decision)")
            return
        }
        let body = AssistantWording("en").message(answer)
        #expect(reason(try trace(asked, .init(), said: [.answer], body: body)) == .loopDetected)
    }

    @Test func `a hold-out, an empty budget and an empty library keep it from answering`() throws {
        let asked = "charging the battery"
        #expect(try trace(asked, .init(isInRollout: false)).decision == .silent(.holdout))
        #expect(reason(try trace(asked, .init(isWithinBudget: false))) == .budgetLimit)
        #expect(try trace("thanks", .init(isWithinBudget: false)).decision == .silent(.courtesy))
        #expect(try trace(asked, .init(), items: []).decision == .silent(.noContent))
    }

    @Test func `rollouts deal customers alike every time, and about as many as they say`() throws {
        func settings(_ percent: Double, _ name: String) throws -> Settings {
            var document = Document()
            let time = Stamp(milliseconds: 1)
            _ = document.edit(actor: ActorID(high: 1, low: 1), number: 1, time: time, stamp: time) { transaction in
                transaction.root.set("assistant.rollout.percent", .double(percent))
                transaction.root.set("assistant.rollout.name", .string(name))
            }
            return Settings(section: .assistant, document: document)
        }
        let customers = (0..<2000).map { "customer-\($0)" }
        func included(_ percent: Double, _ name: String = "first") throws -> Set<String> {
            let settings = try settings(percent, name)
            return Set(
                customers.filter { AssistantStack.Policy(settings, channel: "widget", customer: $0).isInRollout })
        }
        let (tenth, half) = (try included(10), try included(50))
        #expect(tenth == (try included(10)))
        #expect(tenth.isSubset(of: half))
        #expect((120...280).contains(tenth.count) && (900...1100).contains(half.count))
        #expect(try included(0).isEmpty && included(100).count == 2000)
        #expect(try included(10, "second") != tenth)
    }

    @Test func `content that states a language is for who writes in it`() throws {
        let items = try [
            Library.item("en", "Charging the battery", "The battery charges in four hours.", language: "en"),
            Library.item("de", "Akku laden", "Der Akku lädt in vier Stunden.", language: "de"),
        ]
        let open = AssistantStack.Policy(thresholds: OutcomeThresholds(answer: 0, offer: 0))
        let german = try trace("Wie lange lädt der Akku, und wann ist er voll?", open, items: items)
        #expect(german.language == "de")
        #expect(german.candidates.map(\.source.id) == ["de"])
        let short = try trace("battery Akku", open, items: items)
        #expect(short.language == nil && short.candidates.count == 2)
        #expect(try trace("battery", open, items: items, locale: "en-GB").candidates.map(\.source.id) == ["en"])
        let french = try trace("Comment est-ce que je charge la batterie avec le vélo ?", open, items: items)
        #expect(reason(french) == .unsupportedLanguage)
    }

    @Test func `secrets are kept out of the trace, and it says of what kinds they were`() throws {
        let trace = try trace("My card 4111 1111 1111 1111 was charged twice, ticket 4111 1111 1111 1112", .init())
        #expect(trace.question?.text == "My card **** **** **** 1111 was charged twice, ticket 4111 1111 1111 1112")
        #expect(trace.hiddenSecrets == [.card])
        #expect(trace.text().contains("hidden in the question: card\n"))
    }

    @Test func `a stored trace reads back, without the tails`() throws {
        let trace = try trace(String(repeating: "charging the battery ", count: 200), .init())
        let read = try Trace(stored: trace.stored())
        #expect(read.decision == trace.decision && read.candidates == trace.candidates)
        #expect(read.question?.text.count == 1000)
        #expect(try Trace(stored: read.stored()) == read)
    }
}
