import Assistant
import CRDT
import Hub
import Replica
import SyncProtocol
import Testing

@testable import SyncServer

/// What is said about the assistant's runs, and what it learns of it.
@Suite struct AssistantVerdictTests {
    private static let question = "How long does charging the battery take?"

    /// Judges the last answer of a ticket as a teammate, and sends it.
    private func judge(_ isRight: Bool, _ ticket: Identifier, _ desk: Office.Desk, _ office: AssistantOffice) throws {
        try office.sync(desk)
        let said = try #require(try office.said(in: ticket).last)
        try desk.store.write(at: ServerClock.now()) { writer in
            let judgement = Event.Judgement(
                message: said.id, finding: isRight ? .right : .wrong, classifier: "teammate")
            try writer.edit(.ticket, ticket, root: ticket) { Ticket.judge(judgement, in: &$0) }
        }
        try office.sync(desk)
        try office.replica.catchUp(now: ServerClock.now)
    }

    private func verdicts(_ ticket: Identifier, _ office: AssistantOffice) throws -> [RunVerdict] {
        let store = office.replica.store
        let items = try store.articles().map { row in
            try LibraryItem(Article(id: row.id, document: store.documents(of: row.id).document(row.id)))
        }
        return RunVerdict.verdicts(in: try store.documents(of: ticket).history, ArticleNames(items))
    }

    private func said(_ ticket: Identifier, _ office: AssistantOffice) throws -> [[String]] {
        try verdicts(ticket, office).map { [$0.isRight ? "right" : "wrong", $0.source.rawValue] }
    }

    @Test func `a teammate's verdict counts, and the last one`() throws {
        let office = try AssistantOffice()
        let noor = try office.join()
        let ticket = try office.write(Self.question)
        try office.work()
        #expect(try said(ticket, office).isEmpty)
        try judge(true, ticket, noor, office)
        #expect(try said(ticket, office) == [["right", "teammate"]])
        try judge(false, ticket, noor, office)
        #expect(try said(ticket, office) == [["wrong", "teammate"]])
        // It changes no figure and gives the conversation to nobody.
        #expect(try Lease(after: office.detail(ticket).events) == .assistant)
        #expect(try office.work() == 0)
    }

    @Test(arguments: [("Charging the battery", "right"), ("Returning a bike", "wrong")])
    func `a teammate who answers with an article says whether the assistant had found it`(
        _ title: String, _ verdict: String
    ) throws {
        let office = try AssistantOffice()
        let noor = try office.join()
        let ticket = try office.write(Self.question)
        try office.work()
        try office.reply("That stands in \(title).", in: ticket, from: noor)
        try office.replica.catchUp(now: ServerClock.now)
        #expect(try said(ticket, office) == [[verdict, "article"]])
        // Who looked at the answer itself knows better.
        try judge(verdict == "wrong", ticket, noor, office)
        #expect(try said(ticket, office).map(\.last) == ["teammate"])
    }

    @Test func `a customer's yes or no to an answer counts, and silence does not`() throws {
        let office = try AssistantOffice()
        let (yes, no) = (try office.write(Self.question), try office.write(Self.question, by: "visitor-2"))
        let silent = try office.write(Self.question, by: "visitor-3")
        try office.work()
        try office.write("Yes, that helped", in: yes)
        try office.write("No, that did not help", in: no, by: "visitor-2")
        try office.work()
        #expect(try said(yes, office) == [["right", "customer"]])
        #expect(try said(no, office) == [["wrong", "customer"]])
        #expect(try said(silent, office).isEmpty)
    }

    @Test func `from ten verdicts of each kind on a run says which weights it used, the same in every process`() throws
    {
        let office = try AssistantOffice()
        let noor = try office.join()
        var said: [RunVerdict] = []
        for number in 0..<20 {
            let ticket = try office.write(Self.question, by: "visitor-\(number)")
            try office.work()
            try judge(number.isMultiple(of: 2), ticket, noor, office)
            said += try verdicts(ticket, office)
        }
        let expected = ConfidenceModel.standard.refitted(on: said)
        #expect(expected.version.hasPrefix("refit-20-"))
        for number in 0..<2 {
            let ticket = try office.write(Self.question, by: "another-\(number)")
            try office.work()
            let run = try #require(try office.detail(ticket).ticket.runs.last)
            let confidence = try #require(try Trace(stored: run.trace).confidence)
            #expect(confidence.model == expected.version)
            #expect(confidence.probability == expected.probability(confidence.features))
        }
    }
}
