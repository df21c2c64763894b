import Channels
import Hub
import Widget

/// The widget's end of the hub: what visitors write goes through the inlet as of any channel; what the team writes is
/// read from the ticket by the visitor's own stream.
struct WidgetAdapter: ChannelAdapter {
    /// The channel's name.
    static let channel = "widget"

    var channel: String { Self.channel }
    var departure: ChannelDeparture { .pulled }
    var capabilities: ChannelCapabilities {
        ChannelCapabilities(
            edit: true, delete: true, react: true, typing: true, fileByteCountMax: 25_000_000, format: .markdown,
            deduplicates: true)
    }

    /// Who writes in a session, as the inlet takes authors.
    static func author(of session: WidgetSession) -> InboundMessage.Author {
        let (name, email) = (session.claims["name"], session.claims["email"])
        guard let user = session.user else {
            let assurance = name == nil && email == nil ? Assurance.anonymous : .claimed
            return InboundMessage.Author(id: session.subject.thread, assurance: assurance, name: name, email: email)
        }
        return InboundMessage.Author(id: user, assurance: .verifiedByToken, name: name, email: email)
    }

    /// A visitor as one who writes just now.
    static func typist(_ session: WidgetSession) -> Author { Author(kind: .customer, id: session.subject.thread) }
}
