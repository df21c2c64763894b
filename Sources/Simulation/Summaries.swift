import CRDT
import SyncProtocol

extension Response {
    /// The answer in a few words, for a replay.
    var summary: String {
        switch self {
        case .outcomes(let outcomes): "outcomes \(outcomes.map { "\($0.reference.number) \($0.result)" })"
        case .frames(let frames): "frames \(frames.map(\.summary).joined(separator: ", "))"
        case .failure(let error): "failure \(error)"
        case .repaired(let response): "repaired, \(response.taken) taken"
        case .hello, .authenticated, .joined, .enrolled, .noted, .held, .piece, .writing: "ok"
        }
    }
}

extension Frame {
    fileprivate var summary: String {
        switch self {
        case .batch: "batch"
        case .scopeOpen(let scope, let grant, _, let target): "open \(scope) by \(grant) to \(target)"
        case .scopeClose(let scope): "close \(scope)"
        case .carried(let change, _): "carried \(change.sequence)"
        case .row(let row): "row \(row.body.sequence) of \(row.scope)"
        case .checkpoint(let checkpoint): "checkpoint \(checkpoint.cursor.sequence) more \(checkpoint.hasMore)"
        case .keepalive: "keepalive"
        }
    }
}
