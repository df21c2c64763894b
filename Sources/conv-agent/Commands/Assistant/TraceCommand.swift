import ArgumentParser
import Assistant
import CRDT
import Foundation
import Hub
import Replica

/// `conv-agent trace`: how the assistant came to what it did in a ticket.
struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace", abstract: "Show how the assistant came to its decisions in a ticket.",
        discussion: """
            Traces are kept in the ticket: they are there without a network, and go when the customer's words are \
            erased or the queue is closed.
            """
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @Flag(help: "Show every run, not only the last.")
    var all = false

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        struct Run: Encodable {
            let run: String
            let at: String
            /// Nil when a newer build wrote it.
            let trace: Trace?
        }

        let ticket: String
        let name: String
        let lease: Lease
        /// What keeps the assistant out of the conversation as this replica has it; nil when nothing does.
        let gate: Decision.Gate?
        /// How many traces of its decisions were erased.
        let erased: Int
        let runs: [Run]
    }

    func run() throws {
        let store = try common.open()
        let id = try store.ticketIdentifier(ticket)
        let documents = try store.documents(of: id)
        let state = Ticket(id: id, document: documents.document(id))
        let kept = state.runs
        let decisions = state.log.count { if case .decided = $0.entry { true } else { false } }
        let erased = max(0, decisions - kept.count)
        let records = all ? kept : kept.suffix(1)
        let traces = records.map { (record: $0, trace: try? Trace(stored: $0.trace)) }
        let lease = Lease(after: Hub.events(of: documents.history))
        let gate = try gate(before: documents, store)
        func at(_ record: AssistantRunRecord) -> Instant {
            documents.metadata[record.id.change]?.occurred ?? Instant(milliseconds: 0)
        }
        let name = try store.ticketName(of: id)
        if common.isJSON {
            let runs = traces.map { entry in
                Report.Run(run: entry.record.run.description, at: at(entry.record).iso, trace: entry.trace)
            }
            return try Output.json(
                Report(
                    ticket: id.description, name: name, lease: lease, gate: gate, erased: erased, runs: runs))
        }
        let holder = Self.sentence(lease, gate)
        if erased > 0 {
            Output.line("Traces of \(erased) decisions were erased, with the customer's words or by their age.")
        }
        guard !traces.isEmpty else {
            return Output.line(erased > 0 ? holder : "There is no run of the assistant in \(name). \(holder)")
        }
        let titles = Dictionary(try store.articles().map { ($0.id.description, $0.title) }) { first, _ in first }
        for (record, trace) in traces {
            Output.line("Run \(record.run) at \(at(record).shown)")
            guard let trace else {
                Output.line("It was written by a newer version; upgrade to read it.")
                continue
            }
            Output.write(Plain.block(trace.text { titles[$0.id].map { "“\($0)”" } }))
        }
        Output.line(holder)
    }

    /// What keeps the assistant out of a conversation; that nobody waits just now does not.
    private func gate(before documents: RootDocuments, _ store: ReplicaStore) throws -> Decision.Gate? {
        let (assistant, channels) = (try store.settings(.assistant).settings, try store.settings(.channels).settings)
        let rules = MetricRules(assistant: assistant, channels: channels)
        let request = AssistantRequest(documents.history, rules: rules, at: .now)
        let policy = AssistantStack.Policy(
            assistant, channels: channels, channel: request.channel, customer: request.customer)
        let hasContent = try store.articles().contains { $0.isOn && $0.isPublished }
        let gate = AssistantRun.gate(before: request, policy: policy, hasContent: hasContent)
        return gate == .nothingAsked ? nil : gate
    }

    private static func sentence(_ lease: Lease, _ gate: Decision.Gate?) -> String {
        if lease == .person { return "People hold the conversation." }
        guard let gate else { return "The assistant holds the conversation." }
        return "The assistant stays out of the conversation: \(gate.explanation) (\(gate.rawValue))."
    }
}
