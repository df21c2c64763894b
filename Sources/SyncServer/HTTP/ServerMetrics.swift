import Channels
import SyncProtocol
import Synchronization

/// What the server counts since it was started.
final class ServerMetrics: Sendable {
    /// A reading of all counters.
    struct Reading: Sendable {
        /// Requests that were answered, by endpoint.
        var requests: [String: UInt64] = [:]
        /// Requests that were refused, by the error's code.
        var refused: [String: UInt64] = [:]
        /// Outcomes of pushed changes, by kind.
        var outcomes: [String: UInt64] = [:]
        /// Streams that are open.
        var streams = 0
        /// Catch-ups of the server's own replica that failed.
        var replicaFailures: UInt64 = 0
    }

    private let state = Mutex(Reading())

    /// The counters now.
    var reading: Reading { state.withLock { $0 } }

    /// Counts an answer to an endpoint.
    func count(_ response: Response, to endpoint: String) {
        state.withLock { state in
            state.requests[endpoint, default: 0] += 1
            switch response {
            case .failure(let error): state.refused[error.code.rawValue, default: 0] += 1
            case .outcomes(let outcomes):
                for outcome in outcomes { state.outcomes[Self.name(of: outcome.result), default: 0] += 1 }
            default: break
            }
        }
    }

    /// Counts what a channel's endpoint answered.
    func count(_ refusal: InboundRefusal?, toChannel endpoint: String) {
        state.withLock { state in
            state.requests[endpoint, default: 0] += 1
            if let refusal { state.refused[refusal.code.rawValue, default: 0] += 1 }
        }
    }

    /// Counts a stream that opened (1) or ended (-1).
    func countStream(_ delta: Int) { state.withLock { $0.streams += delta } }

    /// Counts a failed catch-up.
    func countReplicaFailure() { state.withLock { $0.replicaFailures += 1 } }

    private static func name(of result: PushOutcome.Result) -> String {
        switch result {
        case .accepted: "accepted"
        case .duplicate: "duplicate"
        case .parked: "parked"
        case .equivocation: "equivocation"
        case .gap: "gap"
        }
    }
}
