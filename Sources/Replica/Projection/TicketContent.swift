import CRDT
import Hub
import SyncProtocol

/// A ticket as its documents read: what its rows are made of.
struct TicketContent {
    /// A message with its discussion's visibility and the time at which it occurred.
    struct Line {
        let message: Message
        let visibility: Visibility
        let sent: Instant
    }

    let documents: RootDocuments
    let ticket: Ticket
    let publicDiscussion: Discussion
    let internalDiscussion: Discussion
    /// Events by (`occurred`, `id`).
    let events: [Event]
    /// Messages of both discussions by the time at which they were sent, then by identifier.
    let lines: [Line]

    init(_ documents: RootDocuments) {
        let root = documents.root
        self.documents = documents
        ticket = Ticket(id: root, document: documents.document(root))
        publicDiscussion = Discussion(
            id: root.publicDiscussion, document: documents.document(root.publicDiscussion))
        internalDiscussion = Discussion(
            id: root.internalDiscussion, document: documents.document(root.internalDiscussion))
        events = Hub.events(of: documents.history)
        var lines: [Line] = []
        for (discussion, visibility) in [(publicDiscussion, Visibility.public), (internalDiscussion, .internal)] {
            for message in discussion.messages {
                lines.append(Line(message: message, visibility: visibility, sent: documents.sent(message)))
            }
        }
        lines.sort { ($0.sent, $0.message.id) < ($1.sent, $1.message.id) }
        self.lines = lines
    }

    /// The queue that the ticket stands in, unsent moves included; nil when it stands in none.
    var queue: String? {
        if case .queue(let queue) = documents.scope { queue } else { nil }
    }

    /// Where within the channel the ticket came from, as far as the channel says.
    var place: String? {
        for field in ["place", "mailbox", "room", "site", "product"] {
            if let place = ticket.source.fields[field], !place.isEmpty { return place }
        }
        return nil
    }

    /// The first line of the first public message; empty when there is none.
    var firstLine: String {
        let first = lines.first { $0.visibility == .public && !$0.message.body.isEmpty }
        return first.map { FirstLine.of($0.message.body) } ?? ""
    }

    /// What is known of a customer whom the directory does not know; nil when that is no name and no address.
    var anonymousCustomer: TicketSummary.Party? {
        func traits(_ names: String...) -> [String] {
            var texts: [String] = []
            for traits in [ticket.verified, ticket.claimed] {
                for name in names {
                    if let text = traits[name]?.text, !text.isEmpty, !texts.contains(text) { texts.append(text) }
                }
            }
            return texts
        }
        let name = traits("name").first, addresses = traits("email", "phone")
        guard ticket.customer == .anonymous, name != nil || !addresses.isEmpty else { return nil }
        let author = lines.first { $0.message.author?.kind == .customer }?.message.author?.id
        let id = author.flatMap { $0.isEmpty ? nil : $0 } ?? ticket.id.description
        return TicketSummary.Party(id: id, name: name, addresses: addresses)
    }
}

extension RootDocuments {
    /// When a message was sent: as its source says, otherwise when its change occurred.
    func sent(_ message: Message) -> Instant {
        message.sent ?? metadata[message.id.change]?.occurred ?? Instant(milliseconds: 0)
    }
}

/// The first line of a message, without reading all of it.
enum FirstLine {
    /// The longest first line that is kept, in bytes of UTF-8.
    private static let byteCountMax = 400
    /// For each byte whether Markdown may mean something by it.
    private static let isNotation: [Bool] = {
        let notation = Array("\\`*_{}[]<>#+-.!|~=&@:".utf8)
        return (UInt8.min...UInt8.max).map(notation.contains)
    }()

    static func of(_ markdown: String) -> String {
        var start = markdown.utf8.startIndex
        let bytes = markdown.utf8
        while start < bytes.endIndex, bytes[start] <= 0x20 { start = bytes.index(after: start) }
        let isNotation = isNotation
        var end = start
        var count = 0
        var isPlain = true
        while end < bytes.endIndex, bytes[end] != 0x0A, count < byteCountMax {
            if isNotation[Int(bytes[end])] { isPlain = false }
            end = bytes.index(after: end)
            count += 1
        }
        // A cut inside a scalar goes back to its first byte.
        while end < bytes.endIndex, bytes[end] & 0xC0 == 0x80, end > start { end = bytes.index(before: end) }
        let line = markdown[start..<end]
        if isPlain { return String(line.unicodeScalars.trimmed) }
        let read = RichText(markdown: String(line)).firstLine
        // A line of notation alone, such as a fence, says nothing: read on.
        return read.isEmpty ? RichText(markdown: String(markdown.prefix(4 * byteCountMax))).firstLine : read
    }
}

extension BidirectionalCollection<Unicode.Scalar> {
    /// Without the blanks at both ends.
    fileprivate var trimmed: String {
        guard
            let first = firstIndex(where: { !$0.properties.isWhitespace }),
            let last = lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        var scalars = String.UnicodeScalarView()
        for scalar in self[first...last] { scalars.append(scalar) }
        return String(scalars)
    }
}
