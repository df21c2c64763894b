import CRDT
import Channels
import Foundation
import Hub
import Replica
import Widget

extension WidgetConversations {
    /// Everything that a subject may see, as one conversation.
    struct Whole {
        /// The messages in the order of reading: by their time, then by their name.
        var lines: [PublicConversation.Line] = []
        /// The ticket that the conversation goes on in; nil while there is none.
        var current: Ticket?
        /// The names under which the subject's own words and reactions stand.
        var names: Set<String> = []
        /// The thread by which each message is reached.
        var threads: [OperationID: String] = [:]
    }

    /// A ticket that was merged leads to another one; a ring of them ends here.
    private static let mergeCountMax = 16

    /// The conversation of a subject: that of their own tickets and, of a ticket into which one of theirs was merged,
    /// what was said since then. What another customer wrote in any of them is nobody else's to read.
    ///
    /// - Parameter settings: What visitors are shown; all that is public when not given.
    func conversation(of subject: Subject, settings: WidgetSettings? = nil) throws -> Whole {
        let own = try ownTickets(of: subject)
        var seen = Set(own.map(\.ticket.id))
        let names = ownNames(of: subject, own.map(\.ticket))
        var whole = Whole(lines: own.flatMap(\.lines), current: own.last?.ticket, names: names)
        for first in own {
            var ticket = first.ticket
            let thread = ticket.source.conversation ?? subject.thread
            for line in first.lines { whole.threads[line.message.id] = thread }
            var since: Instant?
            for _ in 0..<Self.mergeCountMax {
                guard let target = ticket.mergedInto, let merged = try replica.store.publicConversation(of: target)
                else { break }
                since = try mergedAt(ticket.id) ?? since
                if seen.insert(target).inserted, let since {
                    let later = merged.lines.filter { $0.sent >= since }
                    whole.lines += later
                    for line in later { whole.threads[line.message.id] = thread }
                }
                ticket = merged.ticket
            }
            if first.ticket.id == own.last?.ticket.id { whole.current = ticket }
        }
        whole.lines.removeAll { line in
            guard let author = line.message.author, author.kind == .customer else { return false }
            return !names.contains(author.id)
        }
        if let settings { whole.lines.removeAll { !settings.shows($0.message.author) } }
        whole.lines.sort { ($0.sent, $0.message.id) < ($1.sent, $1.message.id) }
        return whole
    }

    /// The tickets that are a subject's own, oldest first.
    func ownTickets(of subject: Subject) throws -> [PublicConversation] {
        try tickets(of: subject).compactMap(replica.store.publicConversation(of:)).filter { conversation in
            let ticket = conversation.ticket
            guard ticket.channel == WidgetAdapter.channel else { return false }
            if case .person = subject { return ticket.assurance == .verifiedByToken }
            return true
        }
    }

    /// The names under which a subject's messages stand: as a person, and as the visitors that they were before.
    func ownNames(of subject: Subject, _ tickets: [Ticket]) -> Set<String> {
        let visitors = [subject.thread] + tickets.compactMap(\.source.conversation)
        var names = Set(
            visitors.map { visitor in
                let author = InboundMessage.Author(id: visitor, assurance: .anonymous)
                return inlet.author(author, on: WidgetAdapter.channel).id
            })
        if case .person(let person) = subject { names.insert(person.description) }
        return names
    }

    private func mergedAt(_ ticket: Identifier) throws -> Instant? {
        Hub.events(of: try replica.store.documents(of: ticket).history).last { event in
            if case .merged(.some) = event.kind { !event.isSuperseded } else { false }
        }?.occurred
    }
}
