public import CRDT

/// A run of the assistant as its ticket keeps it: the way to the decision, readable wherever the ticket is.
///
/// It may quote the customer. As content of the ticket it goes where the ticket goes, and is erased and purged with it.
public struct AssistantRunRecord: Hashable, Sendable {
    /// The record.
    public let id: OperationID
    /// The run.
    public let run: Identifier
    /// The trace, as JSON.
    public let trace: String

    /// Reads a record; nil when it was erased or is none.
    init?(_ record: Record) {
        guard let run = record.fields["run"]?.string.flatMap(Identifier.init),
            let trace = record.fields["trace"]?.string
        else { return nil }
        id = record.id
        self.run = run
        self.trace = trace
    }
}

extension Ticket {
    /// Writes a run down: its trace as JSON.
    @discardableResult
    public static func recordRun(_ run: Identifier, trace: String, in transaction: inout Transaction) -> OperationID {
        transaction.root.records(TicketKey.runs).append(["run": .string(run.description), "trace": .string(trace)])
    }

    /// Gives the conversation back to the assistant.
    @discardableResult
    public static func returnLease(in transaction: inout Transaction) -> OperationID {
        record(.leaseReturned, in: &transaction)
    }
}

extension Hub {
    /// Whether an operation wrote down what the assistant made of a customer's words: a trace of a run in a ticket, or a
    /// note in a discussion. Whoever erases a message erases these with it.
    public static func isAssistantsNote(_ operation: Operation, in kind: DocumentKind) -> Bool {
        guard case .append(let container, _, let fields) = operation, container.steps.count == 1 else { return false }
        switch kind {
        case .ticket: return container.steps[0].name == .key(TicketKey.runs)
        case .discussion: return MessageFields(fields).author?.kind == .ai
        default: return false
        }
    }
}
