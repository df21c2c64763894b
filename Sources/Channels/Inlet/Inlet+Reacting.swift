import CRDT
import Hub
import Replica
import SyncProtocol

extension Inlet {
    /// Puts somebody's emoji on a message, of theirs or of ours, or takes it back: each person has each emoji once.
    ///
    /// A message that is not there yet may come; that of the channel's own is waited for.
    func react(
        _ emoji: String, _ isOn: Bool, _ message: InboundMessage, _ thread: InboundThread, on channel: String,
        _ policy: ChannelPolicy, at now: Instant
    ) throws -> InboundOutcome {
        guard policy.takesReactions else { return InboundOutcome(.stale) }
        guard let (root, target) = try target(of: message, thread, on: channel) else {
            try records.keep(waiting: message, on: channel, at: now)
            return InboundOutcome(.waiting)
        }
        func outcome(_ result: InboundOutcome.Result) -> InboundOutcome {
            InboundOutcome(result, ticket: root, message: target.id)
        }
        guard !target.isDeleted, !target.isErased else { return outcome(.stale) }
        let reaction = Reaction(emoji: emoji, author: author(message.author, on: channel))
        guard target.reactions.contains(reaction) != isOn else { return outcome(.duplicate) }
        guard !isOn || target.reactions.count < InboundLimits.reactionCountMax else {
            throw InboundRefusal(
                .tooMany, "a message takes at most \(InboundLimits.reactionCountMax) reactions; take some back first")
        }
        let origin = ChangeWriter.Origin(
            occurred: message.sent, onBehalfOf: onBehalf(of: message.author, on: channel))
        try store.write(at: now) { writer in
            try writer.edit(.discussion, root.publicDiscussion, root: root, origin: origin) { transaction in
                if isOn {
                    try Discussion.react(reaction, to: target.id, in: &transaction)
                } else {
                    try Discussion.unreact(reaction, from: target.id, in: &transaction)
                }
            }
        }
        return outcome(.reacted)
    }

    /// The message that is meant: the channel's by its id, or ours by the id that we or the channel gave it.
    private func target(
        of message: InboundMessage, _ thread: InboundThread, on channel: String
    ) throws -> (root: Identifier, message: Message)? {
        let external = naming.external(channel, "message", message.thread, message.message)
        let ours =
            try OperationID(reference: message.message)
            ?? records.message(ofExternal: message.message, on: channel)
        let roots = [thread.known[external]?.root, thread.current?.root].compactMap(\.self) + thread.reached.reversed()
        for root in roots {
            let id = root.publicDiscussion
            let messages = Discussion(id: id, document: try store.documents(of: root).document(id)).messages
            let found = messages.first { candidate in
                candidate.id == ours || candidate.id.change == thread.known[external]?.reference
            }
            if let found { return (root, found) }
        }
        return nil
    }
}
