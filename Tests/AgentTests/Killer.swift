import CRDT
import Glibc
import Replica
import SyncProtocol

/// Kills the server in the middle of requests, and remembers what it had acknowledged.
actor Killer {
    private var generator: SplitMix
    private var victim: Int32?
    private var countdown = 0
    private(set) var killCount = 0
    private(set) var acknowledged: Set<ChangeReference> = []
    private let continuation: AsyncStream<Void>.Continuation
    /// Says when the server was killed; ends when no more is to be.
    nonisolated let kills: AsyncStream<Void>

    init(seed: UInt64) {
        generator = SplitMix(state: seed)
        (kills, continuation) = AsyncStream<Void>.makeStream()
    }

    /// Aims at the server that runs now.
    func aim(at process: Int32) {
        victim = process
        countdown = Int.random(in: 10...60, using: &generator)
    }

    /// Lets the server live from now on.
    func finish() {
        victim = nil
        continuation.finish()
    }

    /// Takes note of a request that is about to be sent; sometimes it is the server's last.
    func note() {
        countdown -= 1
        guard countdown == 0, let process = victim else { return }
        victim = nil
        killCount += 1
        kill(process, SIGKILL)
        continuation.yield()
    }

    /// Takes note of what the server said.
    func note(_ response: Response) {
        guard case .outcomes(let outcomes) = response else { return }
        for outcome in outcomes {
            if case .accepted = outcome.result { acknowledged.insert(outcome.reference) }
        }
    }
}

/// A small generator, so that a run can be repeated from its seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// HTTP under the eyes of the killer.
struct WatchedTransport: SyncTransport {
    let transport: HTTPTransport
    let killer: Killer

    func exchange(_ request: Request, token: [UInt8]?) async throws -> Response {
        // Beside the request, so that it strikes before, during and after the server's work.
        async let noted: Void = killer.note()
        let response = try await transport.exchange(request, token: token)
        await noted
        await killer.note(response)
        return response
    }

    func awaitNews(behind cursor: SyncCursor, token: [UInt8]) async throws {
        try await transport.awaitNews(behind: cursor, token: token)
    }
}
