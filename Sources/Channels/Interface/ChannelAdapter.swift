public import Hub

/// One channel's end of the hub: turns what the channel says into `InboundMessage`s and `DeliveryReceipt`s, and brings
/// `OutboundMessage`s to the channel.
///
/// An adapter holds no state that matters. What comes in, it gives to the `Inlet` and tells the other side «taken» only
/// after that has returned: then it is durable. What goes out is kept, tried again and accounted for by the outlet. An
/// adapter joins by passing the conformance kit.
public protocol ChannelAdapter: Sendable {
    /// The channel's name, as tickets carry it: `widget`, or what the workspace calls a custom channel.
    var channel: String { get }
    /// What the channel can do; the composer obeys it.
    var capabilities: ChannelCapabilities { get }
    /// How messages leave.
    var departure: ChannelDeparture { get }
    /// Brings one message to the channel, once.
    ///
    /// Called for channels whose messages are pushed, one message of a conversation at a time and in order. The same
    /// message comes again after anything but `accepted` and `rejected`.
    func send(_ message: OutboundMessage) async -> SendOutcome
    /// Shows for a few seconds that somebody writes. It is said once: what is lost is not said again.
    ///
    /// Called for channels whose record says that they show it.
    func show(_ sign: WritingSign) async
}

/// That somebody writes to a customer just now.
public struct WritingSign: Hashable, Sendable {
    /// The conversation's id on the channel.
    public let thread: String
    /// Who writes.
    public let author: Author
    /// The author's name as the customer may read it; nil: the adapter's usual name for the kind.
    public let authorName: String?

    /// Names who writes where.
    public init(thread: String, author: Author, authorName: String?) {
        self.thread = thread
        self.author = author
        self.authorName = authorName
    }
}

/// How messages leave on a channel.
public enum ChannelDeparture: Hashable, Sendable {
    /// The outlet gives them to `send`, and tries again for a day.
    case pushed
    /// The customer's own stream reads them from the ticket whenever it is there; nothing can fail, and the adapter
    /// reports receipts only.
    case pulled
}

/// What came of one attempt to send.
public enum SendOutcome: Hashable, Sendable {
    /// The channel has it, and calls it by this id; nil when it told none.
    case accepted(external: String?)
    /// The channel will never take it, such as for a 4xx; the reason is a code or a short phrase without anybody's
    /// words.
    case rejected(reason: String)
    /// The channel did not take it now: refused connection, 429, 5xx. `retrySeconds` is what the channel asked for.
    case postponed(reason: String, retrySeconds: Int?)
    /// Nobody knows whether the channel has it: the answer was lost.
    case uncertain(reason: String)
}

extension ChannelAdapter {
    /// Channels whose messages are pulled have nothing to send.
    public func send(_ message: OutboundMessage) async -> SendOutcome {
        preconditionFailure("messages of a channel that is pulled are not sent")
    }

    /// Channels whose messages are pulled show it by the same stream.
    public func show(_ sign: WritingSign) async {}
}
