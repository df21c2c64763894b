import CRDT
import Glibc
import Replica
import SyncProtocol
import TestSupport

/// Kills the server in the middle of requests, and remembers what it had acknowledged.
actor Killer {
    private var generator: SeededGenerator
    private var victim: Int32?
    private var countdown = 0
    private(set) var killCount = 0
    private(set) var acknowledged: Set<ChangeReference> = []
    private let continuation: AsyncStream<Void>.Continuation
    /// Says when the server was killed; ends when no more is to be.
    nonisolated let kills: AsyncStream<Void>

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
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
