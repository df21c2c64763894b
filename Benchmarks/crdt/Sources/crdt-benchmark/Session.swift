import CRDT

/// A writer of a document.
struct Session {
    var document: Document
    let actor: ActorID
    private var number: UInt64 = 0
    private var clock: UInt64 = 0

    /// A writer whose identifier is its place among the agents of a trace, so that ties break as the trace's do.
    init(agent: Int, document: Document = Document()) {
        actor = ActorID(high: 0, low: UInt64(agent) + 1)
        self.document = document
    }

    /// The time of the next change.
    private mutating func tick() -> Stamp {
        clock += 1
        number += 1
        return Stamp(rawValue: clock)
    }

    /// Makes one change.
    @discardableResult
    mutating func edit(_ body: (inout Transaction) -> Void) -> Change? {
        let time = tick()
        return document.edit(actor: actor, number: number, time: time, stamp: time, body)
    }

    /// Makes one change of the patches of a transaction.
    @discardableResult
    mutating func edit(_ patches: [TracePatch]) -> Change? {
        edit { transaction in
            let text = transaction.text("t")
            for patch in patches { Self.perform(patch, text) }
        }
    }

    /// Makes one change of one patch.
    @discardableResult
    mutating func edit(_ patch: TracePatch) -> Change? { edit { Self.perform(patch, $0.text("t")) } }

    /// Makes one change of one patch that nobody is told of now.
    mutating func record(_ patch: TracePatch) { record { Self.perform(patch, $0.text("t")) } }

    /// Makes one change that nobody is told of now.
    mutating func record(_ body: (inout Transaction) -> Void) {
        let time = tick()
        document.record(actor: actor, number: number, time: time, stamp: time, body)
    }

    private static func perform(_ patch: TracePatch, _ text: TextEditor) {
        if patch.deleted > 0 { text.delete(patch.position..<patch.position + patch.deleted) }
        if !patch.inserted.isEmpty { text.insert(patch.inserted, at: patch.position) }
    }
}
