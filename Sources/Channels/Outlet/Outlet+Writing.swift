import CRDT
public import Hub
import Replica

extension Outlet {
    /// Shows on a ticket's channel that somebody writes there; does nothing where the channel shows no such thing.
    ///
    /// - Throws: What the database throws.
    public func show(_ author: Author, writesIn ticket: Identifier) async throws {
        let document = try store.documents(of: ticket).document(ticket)
        let known = Ticket(id: ticket, document: document)
        let adapter = try adapters().first { $0.channel == known.channel && $0.departure == .pushed }
        guard let adapter, adapter.capabilities.typing, let thread = known.source.conversation,
            known.mergedInto == nil
        else { return }
        let policy = ChannelPolicy(
            of: known.channel, channels: try store.settings(.channels).settings,
            assistant: try store.settings(.assistant).settings
        )
        guard author.kind == .ai ? policy.sendsAssistant : policy.sendsPeople else { return }
        await adapter.show(WritingSign(thread: thread, author: author, authorName: try name(of: author)))
    }
}
