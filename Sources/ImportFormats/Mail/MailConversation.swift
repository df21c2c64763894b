import Hub

/// Makes a conversation of the mails of a thread.
enum MailConversation {
    /// The conversation; nil when there are no mails.
    /// - Parameters:
    ///   - mails: In the order of the thread.
    ///   - teamAddresses: See `ImportOptions.teamAddresses`.
    static func assemble(
        _ mails: [Mail], externalID: String, openedAt: Instant, teamAddresses: [String]
    ) -> ImportedConversation? {
        guard let opening = mails.first else { return nil }
        let roles = MailRoles(mails: mails, teamAddresses: teamAddresses)
        var messages: [ImportedMessage] = []
        for mail in mails {
            let unknown = MailAddress(address: "unknown-sender/" + mail.id)
            let person = ImportedPerson(mail.from ?? unknown)
            let at = mail.sentAt ?? messages.last?.at ?? openedAt
            var message = ImportedMessage(
                externalID: mail.id, at: at,
                author: ImportedAuthor(person: person, kind: roles.kind(of: mail.from?.address)), text: mail.text
            )
            message.isTimeAssumed = mail.sentAt == nil
            message.visibleText = VisibleReply.visiblePart(of: mail.text)
            message.html = mail.html
            message.attachments = mail.attachments
            message.isAutomatic = mail.isAutomatic
            message.recipients = mail.to.map(\.address)
            message.copyRecipients = mail.copies.map(\.address)
            messages.append(message)
        }
        let customer = roles.customer.map { ImportedPerson($0) } ?? messages[0].author.person
        var conversation = ImportedConversation(
            externalID: externalID, channel: "email",
            subject: opening.subject.isEmpty ? Subject.summary(of: messages) : opening.subject,
            openedAt: openedAt, customer: customer, messages: messages
        )
        conversation.userAgent = mails.first { $0.from == roles.customer && $0.userAgent != nil }?.userAgent
        return conversation
    }
}

extension ImportedPerson {
    fileprivate init(_ address: MailAddress) {
        let isAddress = address.domain != nil
        self.init(externalID: address.address, name: address.name, email: isAddress ? address.address : nil)
    }
}

/// Who is who among the writers of a thread.
struct MailRoles {
    /// The first writer who is not of the team; when the team wrote first and alone, whom it wrote to.
    let customer: MailAddress?
    private let teamAddresses: Set<String>
    private let teamDomains: Set<Substring>

    init(mails: [Mail], teamAddresses named: [String]) {
        var addresses: Set<String> = []
        var domains: Set<Substring> = []
        for name in named.map({ $0.lowercased() }) {
            if name.hasPrefix("@") { domains.insert(name.dropFirst()) } else { addresses.insert(name) }
        }
        func isNamed(_ address: MailAddress) -> Bool {
            addresses.contains(address.address) || address.domain.map(domains.contains) == true
        }
        let writers = mails.compactMap(\.from)
        let asked = writers.first { !isNamed($0) }
        let customer = asked ?? mails.first?.to.first { !isNamed($0) } ?? writers.first
        if named.isEmpty, let opening = mails.first {
            // Nobody said who the team is: whom the customer wrote to, and their colleagues.
            addresses.formUnion(opening.to.map(\.address))
            domains.formUnion(opening.to.compactMap(\.domain).filter { $0 != customer?.domain })
        }
        addresses.remove(customer?.address ?? "")
        self.customer = customer
        teamAddresses = addresses
        teamDomains = domains
    }

    /// The part that an address takes in the thread.
    func kind(of address: String?) -> Author.Kind {
        guard let address else { return customer == nil ? .customer : .observer }
        if address == customer?.address { return .customer }
        let domain = MailAddress(address: address).domain
        let isTeam = teamAddresses.contains(address) || domain.map(teamDomains.contains) == true
        return isTeam ? .teammate : .observer
    }
}
