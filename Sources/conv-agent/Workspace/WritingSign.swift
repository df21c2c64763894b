import Hub
import Replica
import Scenes

/// Shows a customer that somebody writes to them, for as long as a reply is typed; notes are nobody else's concern.
@MainActor
final class WritingSign {
    private let teller: PresenceTeller
    /// The sign that is on its way; while one is, no other is given.
    private var telling: Task<Void, Never>?

    init(_ teller: PresenceTeller) { self.teller = teller }

    /// Notes what an event made of the composer.
    func note(_ before: Composer?, _ after: Composer?) {
        let (earlier, ticket) = (Self.customersTicket(before), Self.customersTicket(after))
        if let ticket {
            if before?.field.text != after?.field.text { tell(ticket) }
        } else if let earlier {
            let last = telling
            Task { [teller] in
                await last?.value
                await teller.stops(in: earlier)
            }
        }
    }

    private func tell(_ ticket: Identifier) {
        guard telling == nil else { return }
        telling = Task { [weak self, teller] in
            await teller.writes(in: ticket)
            self?.telling = nil
        }
    }

    private static func customersTicket(_ composer: Composer?) -> Identifier? {
        guard let composer, composer.kind == .reply, !composer.field.text.isEmpty else { return nil }
        return composer.ticket
    }
}
