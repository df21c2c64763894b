import CRDT

/// Turns a concurrent trace into the changes that its writers would have made.
struct TraceChanges {
    /// One change for every transaction that edits anything, in the trace's order.
    private(set) var changes: [Change] = []
    private let trace: Trace
    private var sessions: [Int: Session] = [:]
    /// The changes that stand for a transaction; those of its parents when it edits nothing.
    private var references: [[ChangeReference]] = []
    private var changeOf: [ChangeReference: Int] = [:]

    init(_ trace: Trace) throws {
        self.trace = trace
        for transaction in trace.transactions { try make(transaction) }
    }

    private mutating func make(_ transaction: TraceTransaction) throws {
        let parents = Set(transaction.parents.flatMap { references[$0] }).sorted()
        guard !transaction.patches.isEmpty else { return references.append(parents) }
        var session = sessions[transaction.agent] ?? Session(agent: transaction.agent)
        sessions[transaction.agent] = nil
        try deliver(parents, to: &session.document)
        if session.document.heads != parents {
            // The writer is ahead of what this transaction builds on, or the trace names more than the newest.
            session.document = session.document.view(at: parents)
        }
        guard let change = session.edit(transaction.patches) else { throw BenchmarkError("an edit made no change") }
        sessions[transaction.agent] = session
        changeOf[change.reference] = changes.count
        changes.append(change)
        references.append([change.reference])
    }

    private func deliver(_ wanted: [ChangeReference], to document: inout Document) throws {
        var missing: Set<Int> = []
        var stack = wanted
        while let next = stack.popLast() {
            guard !document.contains(next), let index = changeOf[next], missing.insert(index).inserted else { continue }
            stack += changes[index].heads
        }
        for index in missing.sorted() { try document.apply(changes[index]) }
    }
}
