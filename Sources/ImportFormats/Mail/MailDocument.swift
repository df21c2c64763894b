import CGMime
import Hub

/// A mail in GMime's hands.
final class MailDocument {
    private let record: MailRecord
    private let message: UnsafeMutablePointer<GMimeMessage>
    private let headers: UnsafeMutablePointer<GMimeObject>
    private let options: OpaquePointer

    /// GMime's tables are made once, before the first mail.
    private static let isInitialized: Bool = {
        g_mime_init()
        return true
    }()

    /// Parses a mail as it stands in a file, with the separator line of an mbox or without.
    /// - Throws: `RecordProblem` when it is no mail, or could not be parsed safely.
    init(record bytes: [UInt8]) throws(RecordProblem) {
        precondition(Self.isInitialized)
        let record = MailRecord(bytes)
        guard !MailComplexity.isExcessive(record.bytes) else {
            throw RecordProblem(.tooComplex, "An address header of the mail is nested too deeply to be read safely.")
        }
        guard let options = g_mime_parser_options_new() else { throw .unreadableMail }
        g_mime_parser_options_set_allow_addresses_without_domain(options, 1)
        let parsed = EncodedWordRuns.joined(record.bytes).withUnsafeBytes { buffer in
            let stream = g_mime_stream_mem_new_with_buffer(
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count
            )
            let parser = g_mime_parser_new_with_stream(stream)
            defer {
                cgmime_unref(parser)
                cgmime_unref(stream)
            }
            return g_mime_parser_construct_message(parser, options)
        }
        guard let parsed else {
            g_mime_parser_options_free(options)
            throw .unreadableMail
        }
        self.record = record
        self.options = options
        message = parsed
        headers = cgmime_message_object(parsed)
    }

    deinit {
        cgmime_unref(message)
        g_mime_parser_options_free(options)
    }

    /// The whole mail.
    func mail() -> Mail {
        let sender = sender
        let content = MailContent(of: g_mime_message_get_mime_part(message))
        return Mail(
            id: id, references: references, subject: subject, from: sender,
            to: addresses(GMIME_ADDRESS_TYPE_TO), copies: addresses(GMIME_ADDRESS_TYPE_CC), sentAt: sentAt,
            isAutomatic: isAutomatic(from: sender), userAgent: header("User-Agent") ?? header("X-Mailer"),
            text: content.text, html: content.html, attachments: content.attachments
        )
    }

    /// What is needed to find the mail's thread.
    func summary(of reference: RecordReference) throws(RecordProblem) -> MailSummary {
        let known = ["From", "To", "Cc", "Subject", "Date", "Message-ID", "Received", "Return-Path", "Sender"]
        guard known.contains(where: { header($0) != nil }) else { throw .unreadableMail }
        let recipients = addresses(GMIME_ADDRESS_TYPE_TO) + addresses(GMIME_ADDRESS_TYPE_CC)
        return MailSummary(
            record: reference, id: id, references: references, subject: MailSubject(subject),
            sender: sender?.address, recipients: recipients.map(\.address), sentAt: sentAt
        )
    }

    private var id: String {
        header("Message-ID").flatMap(MessageIDs.first) ?? contentHash
    }

    /// The name of a mail without Message-ID, or of one whose Message-ID another mail bears.
    var contentHash: String {
        record.bytes.withUnsafeBytes { buffer in
            let bytes = buffer.baseAddress?.assumingMemoryBound(to: guchar.self)
            guard let digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, bytes, gsize(buffer.count)) else {
                preconditionFailure("GLib always has SHA-256")
            }
            defer { g_free(digest) }
            return "sha256:" + String(cString: digest)
        }
    }

    private var references: [String] {
        let answered = header("In-Reply-To").map(MessageIDs.all) ?? []
        var references = header("References").map(MessageIDs.all) ?? []
        // The mail that is answered stands last in References; mail programs that leave one of both out are many. Old
        // ones write "Message from Ann <ann@example.com> of … <id>" into In-Reply-To, so that the last one is the id.
        if let parent = answered.last, !references.contains(parent) { references.append(parent) }
        return references
    }

    private var subject: String {
        (header("Subject") ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private var sender: MailAddress? {
        let parsed = addresses(GMIME_ADDRESS_TYPE_FROM).first ?? addresses(GMIME_ADDRESS_TYPE_SENDER).first
        return parsed ?? header("From").flatMap(MailAddress.init(unparsed:))
    }

    private func addresses(_ type: GMimeAddressType) -> [MailAddress] {
        guard let list = g_mime_message_get_addresses(message, type) else { return [] }
        return MailAddress.all(in: list)
    }

    /// Date, else the newest Received, else the mbox separator.
    private var sentAt: Instant? {
        let received = header("Received").flatMap { field in
            field.lastIndex(of: ";").map { String(field[field.index(after: $0)...]) }
        }
        return [header("Date"), received, record.separatorDate].lazy.compactMap(\.self).compactMap(Self.instant).first
    }

    /// Times outside 1971 to 2099 are errors of clocks and tricks of senders.
    private static func instant(_ text: String) -> Instant? {
        guard let date = g_mime_utils_header_decode_date(text) else { return nil }
        defer { g_date_time_unref(date) }
        guard (1971...2099).contains(g_date_time_get_year(date)) else { return nil }
        return Instant(milliseconds: 0).advanced(bySeconds: Int64(g_date_time_to_unix(date)))
    }

    /// Mail that no person wrote to this address: RFC 3834 with what mail programs do beside it.
    private func isAutomatic(from sender: MailAddress?) -> Bool {
        if let value = header("Auto-Submitted")?.trimmingBlanks.lowercased(), !value.hasPrefix("no") { return true }
        if let value = header("Precedence")?.trimmingBlanks.lowercased(),
            ["bulk", "junk", "list", "auto_reply"].contains(value)
        {
            return true
        }
        if ["List-Id", "List-Post", "List-Unsubscribe", "X-Autoreply", "X-Autorespond"].contains(where: {
            header($0) != nil
        }) {
            return true
        }
        if header("Return-Path")?.trimmingBlanks == "<>" { return true }
        if let part = g_mime_message_get_mime_part(message), MailContent.mediaType(of: part) == "multipart/report" {
            return true
        }
        let name = sender?.address.prefix { $0 != "@" } ?? ""
        return ["mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply"].contains(name)
    }

    /// A header's text, decoded; nil when it is absent or blank.
    private func header(_ name: String) -> String? {
        guard let value = g_mime_object_get_header(headers, name) else { return nil }
        let text = String(cString: value)
        return text.allSatisfy(\.isWhitespace) ? nil : text
    }
}

extension RecordProblem {
    static let unreadableMail = RecordProblem(.unreadableMail, "The record has none of the headers of a mail.")
}

extension MailAddress {
    /// What stands in a header that breaks the rules: the part between angle brackets, else all of it.
    fileprivate init?(unparsed header: String) {
        let start = header.lastIndex(of: "<").map { header.index(after: $0) } ?? header.startIndex
        let address = header[start...].prefix { $0 != ">" }.trimmingBlanks.lowercased()
        guard !address.isEmpty, address.utf8.count <= 320 else { return nil }
        self.init(address: address)
    }

    /// The mailboxes of a list, those of groups among them.
    fileprivate static func all(in list: UnsafeMutablePointer<InternetAddressList>) -> [MailAddress] {
        var found: [MailAddress] = []
        for index in 0..<internet_address_list_length(list) {
            guard let entry = internet_address_list_get_address(list, index) else { continue }
            if let mailbox = cgmime_mailbox(entry), let address = internet_address_mailbox_get_addr(mailbox) {
                let name = internet_address_get_name(entry).map { String(cString: $0).trimmingBlanks } ?? ""
                found.append(
                    MailAddress(address: String(cString: address).lowercased(), name: name.isEmpty ? nil : name)
                )
            } else if let group = cgmime_group(entry), let members = internet_address_group_get_members(group) {
                found += all(in: members)
            }
        }
        return found
    }
}
