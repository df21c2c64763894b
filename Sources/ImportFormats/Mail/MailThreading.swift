import Hub

/// Finds which mails are one conversation.
///
/// Mails that name each other in References or In-Reply-To belong together, also over a mail that is not there. A reply
/// without such headers joins the latest mail of the same subject within 30 days, when its sender and one of its
/// recipients take part there; strangers who use the same words do not.
enum MailThreading {
    struct Thread {
        var externalID: String
        var openedAt: Instant
        var entries: [Entry]
    }

    /// A mail in its thread.
    struct Entry {
        /// The id under which it is imported.
        var id: String
        var record: RecordReference
    }

    /// Where mails stand that no header and no neighbour dates: 2000-01-01T00:00:00Z.
    static let assumedTime = TranscriptRecord.timeBase
    private static let pauseMilliseconds: Int64 = 30 * 24 * 60 * 60_000
    /// Mails of one subject that are looked at for each reply, the latest first.
    private static let candidatesMax = 200

    /// The threads; the mails in each by time, undated ones after the mail that they answer.
    static func threads(of mail: [MailSummary]) -> [Thread] {
        var groups = DisjointSets()
        for message in mail {
            let own = groups.element(for: message.id)
            for reference in message.references { groups.join(own, groups.element(for: reference)) }
        }
        let order = mail.indices.sorted { left, right in
            (mail[left].sentAt ?? assumedTime, left) < (mail[right].sentAt ?? assumedTime, right)
        }
        joinBySubject(mail, order: order, groups: &groups)
        var members: [Int: [Int]] = [:]
        for index in order { members[groups.root(of: groups.element(for: mail[index].id)), default: []].append(index) }
        return members.values.map { thread(of: $0.map { mail[$0] }) }
    }

    private static func thread(of mail: [MailSummary]) -> Thread {
        let dated = mail.filter { $0.sentAt != nil }
        let undated = mail.filter { $0.sentAt == nil }
        let first = dated.first ?? mail[0]
        return Thread(
            externalID: first.references.first ?? first.id, openedAt: first.sentAt ?? assumedTime,
            entries: (dated + undated).map { Entry(id: $0.id, record: $0.record) }
        )
    }

    private static func joinBySubject(_ mail: [MailSummary], order: [Int], groups: inout DisjointSets) {
        var bySubject: [String: [Int]] = [:]
        for index in order {
            let message = mail[index]
            guard let sentAt = message.sentAt, !message.subject.words.isEmpty else { continue }
            if message.subject.isReply, message.references.isEmpty, let sender = message.sender {
                let earlier = bySubject[message.subject.words, default: []].suffix(candidatesMax)
                let joined = earlier.last { candidate in
                    let other = mail[candidate]
                    guard let otherAt = other.sentAt,
                        sentAt.milliseconds.subtractingReportingOverflow(otherAt.milliseconds).partialValue
                            <= pauseMilliseconds
                    else { return false }
                    let there = other.recipients + [other.sender].compactMap(\.self)
                    return there.contains(sender) && message.recipients.contains { there.contains($0) }
                }
                if let joined {
                    groups.join(groups.element(for: message.id), groups.element(for: mail[joined].id))
                }
            }
            bySubject[message.subject.words, default: []].append(index)
        }
    }
}

/// Sets of names that can be joined, with path halving and union by size: nearly constant time for each step.
private struct DisjointSets {
    private var elements: [String: Int] = [:]
    private var parents: [Int] = []
    private var sizes: [Int] = []

    mutating func element(for name: String) -> Int {
        if let known = elements[name] { return known }
        elements[name] = parents.count
        parents.append(parents.count)
        sizes.append(1)
        return parents.count - 1
    }

    mutating func root(of element: Int) -> Int {
        var element = element
        while parents[element] != element {
            parents[element] = parents[parents[element]]
            element = parents[element]
        }
        return element
    }

    mutating func join(_ left: Int, _ right: Int) {
        var (left, right) = (root(of: left), root(of: right))
        guard left != right else { return }
        if sizes[left] < sizes[right] { swap(&left, &right) }
        parents[right] = left
        sizes[left] += sizes[right]
    }
}
