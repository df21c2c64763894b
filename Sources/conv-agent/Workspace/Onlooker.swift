import Hub
import Replica
import Scenes
import Synchronization

/// Tells the workspace when the customer of the open ticket writes, by a question that the server answers once that
/// changes. While no ticket is open nothing is asked.
final class Onlooker: Sendable {
    private let teller: PresenceTeller
    private let changes = AsyncStream<Identifier?>.makeStream(bufferingPolicy: .bufferingNewest(1))
    private let ticket = Mutex<Identifier?>(nil)

    /// How long it waits before it asks again, in milliseconds.
    private static let pauseMilliseconds = 1000

    init(_ teller: PresenceTeller) { self.teller = teller }

    /// Looks at another ticket, or at none.
    func look(at open: Identifier?) {
        let isOther = ticket.withLock { ticket in
            defer { ticket = open }
            return ticket != open
        }
        if isOther { changes.continuation.yield(open) }
    }

    /// Runs until it is cancelled.
    func run(_ emit: @escaping @Sendable (SceneEvent) -> Void) async {
        var asking: Task<Void, Never>?
        for await ticket in changes.stream {
            asking?.cancel()
            asking = ticket.map { ticket in Task { [teller] in await Self.ask(teller, ticket, emit) } }
        }
        asking?.cancel()
    }

    private static func ask(
        _ teller: PresenceTeller, _ ticket: Identifier, _ emit: @Sendable (SceneEvent) -> Void
    ) async {
        var known: [String] = []
        while !Task.isCancelled {
            let customers = await teller.customers(in: ticket, behind: !known.isEmpty) ?? []
            guard !Task.isCancelled else { return }
            if customers != known { emit(.writing(customers, ticket)) }
            known = customers
            try? await Task.sleep(for: .milliseconds(pauseMilliseconds))
        }
    }
}
