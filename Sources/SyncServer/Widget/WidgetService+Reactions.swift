import CRDT
import Channels
import Hub
import Widget

extension WidgetService {
    /// What a browser puts on a message of others, or takes back.
    struct Reacting: Decodable, Sendable {
        let message: String
        let emoji: String
        let on: Bool
    }

    /// Takes a reaction, and shows its message as the visitor sees it.
    func react(_ reacting: Reacting, in session: WidgetSession) async throws -> MessageView {
        let outcome = try await take(reacting, in: session)
        return try await core.readers.run { [self] in
            guard let ticket = outcome.ticket, let message = outcome.message,
                let view = try conversations.message(message, in: ticket, for: session, names: settings())
            else { throw WidgetError.notFound }
            return view
        }
    }

    /// Takes a reaction; when this returns it is on disk in the log. Of the two that are offered a visitor has one at
    /// most on a message.
    func take(_ reacting: Reacting, in session: WidgetSession) async throws -> InboundOutcome {
        let settings = try settings()
        guard settings.takesReactions, MessageView.Reaction.offered.contains(reacting.emoji) else {
            throw WidgetError.malformed
        }
        let target = try await core.readers.run { [self] in
            try conversations.target(reacting.message, for: session, names: settings)
        }
        func take(_ emoji: String, isOn: Bool) async throws -> InboundOutcome {
            let message = InboundMessage(
                thread: target.thread, message: target.message.description,
                operation: .react(emoji, isOn: isOn), author: WidgetAdapter.author(of: session),
                body: RichText(plainText: ""))
            return try await core.channels.queue.take(message, on: WidgetAdapter.channel)
        }
        if reacting.on {
            for other in target.own.intersection(MessageView.Reaction.offered) where other != reacting.emoji {
                _ = try await take(other, isOn: false)
            }
        }
        let outcome = try await take(reacting.emoji, isOn: reacting.on)
        core.applied.wake()
        return outcome
    }
}
