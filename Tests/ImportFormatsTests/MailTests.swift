import Foundation
import Hub
import ImportFormats
import Testing

struct MailTests {
    private let question = """
        From: Ada Kite <Ada@Home.example>
        To: help@shop.example
        Subject: =?UTF-8?B?VG9ybiB0YWls?= =?UTF-8?B?4oCm?=
        Date: Mon, 2 Mar 2026 09:15:00 +0100
        Message-ID: <q1@home.example>
        X-Mailer: Pigeon 2

        The tail is torn.
        From here it looks bad.
        >From what I see.\n
        """
    private let answer = """
        From: Tom <tom@shop.example>
        To: ada@home.example
        Cc: Bea <bea@shop.example>
        Subject: Re: Torn tail
        Date: Mon, 2 Mar 2026 10:00:00 +0100
        Message-ID: <a1@shop.example>
        In-Reply-To: <q1@home.example>

        Sew it.

        On Mon, 2 Mar 2026 at 09:15, Ada Kite wrote:
        > The tail is torn.\n
        """

    private func mailbox(_ mails: [String]) -> String {
        mails.map { mail in
            let quoted = mail.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                line.drop { $0 == ">" }.hasPrefix("From ") ? ">" + line : String(line)
            }
            return "From sender@example Mon Mar  2 08:15:00 2026\n" + quoted.joined(separator: "\n") + "\n"
        }.joined()
    }

    @Test func `a mail begins without a date only where a header follows`() throws {
        let text =
            mailbox([question]) + "From shop@shop.example\nFrom: B <b@shop.example>\nSubject: Sewn\n\n"
            + "It is done.\n\nFrom ada@home.example\nwe heard nothing more.\n"
        let reading = try Reading(text, name: "inbox")
        #expect(reading.skipped.isEmpty)
        #expect(reading.conversations.map(\.subject).sorted() == ["Sewn", "Torn tail…"])
        let sewn = try #require(reading.conversations.first { $0.subject == "Sewn" })
        #expect(sewn.messages.map(\.text) == ["It is done.\n\nFrom ada@home.example\nwe heard nothing more."])
    }

    @Test func `a mailbox gives threads with people, times and texts`() throws {
        let reading = try Reading(mailbox([question, answer]), name: "inbox")
        let conversation = try #require(reading.conversations.first)
        #expect(reading.skipped.isEmpty && reading.conversations.count == 1)
        #expect(conversation.externalID == "q1@home.example")
        #expect(conversation.channel == "email")
        #expect(conversation.subject == "Torn tail…")
        #expect(conversation.openedAt == Instant(milliseconds: 1_772_439_300_000))
        #expect(conversation.userAgent == "Pigeon 2")
        #expect(
            conversation.customer
                == ImportedPerson(externalID: "ada@home.example", name: "Ada Kite", email: "ada@home.example")
        )
        #expect(conversation.messages.map(\.externalID) == ["q1@home.example", "a1@shop.example"])
        #expect(conversation.messages.map(\.author.kind) == [.customer, .teammate])
        #expect(
            conversation.messages[0].text == "The tail is torn.\nFrom here it looks bad.\n>From what I see."
        )
        #expect(conversation.messages[1].visibleText == "Sew it.")
        #expect(conversation.messages[1].text.contains("> The tail is torn."))
        #expect(conversation.messages[1].recipients == ["ada@home.example"])
        #expect(conversation.messages[1].copyRecipients == ["bea@shop.example"])
        #expect(conversation.messages.map(\.isAutomatic) == [false, false])
    }

    @Test func `single mails in a folder give the same as a mailbox, and twice the same mail counts once`() throws {
        let folder = try SampleFolder()
        try folder.write(question, to: "a.eml")
        try folder.write(answer.replacingOccurrences(of: "\n", with: "\r\n"), to: "b.eml")
        try folder.write(answer, to: "c.eml")
        let reading = try Reading([folder.path])
        let other = try Reading(mailbox([question, answer]), name: "inbox")
        #expect(reading.conversations.map(\.externalID) == other.conversations.map(\.externalID))
        #expect(reading.messages.map(\.visibleText) == other.messages.map(\.visibleText))
        #expect(reading.reasons == [.duplicateMessage])
    }

    @Test func `different mails that bear one id are both kept`() throws {
        let other = question.replacingOccurrences(of: "Ada@Home", with: "bob@hill")
        let reading = try Reading(mailbox([question, other]), name: "inbox")
        #expect(reading.skipped.isEmpty)
        #expect(reading.messages.map(\.externalID).sorted()[0] == "q1@home.example")
        #expect(reading.messages.map(\.externalID).sorted()[1].hasPrefix("sha256:"))
    }

    @Test func `a reply without references joins by subject and people, a stranger's does not`() throws {
        func reply(from sender: String, at day: Int) -> String {
            """
            From: \(sender)
            To: help@shop.example
            Subject: AW: Re[2]: torn  tail
            Date: \(day) Apr 2026 10:00:00 +0000

            More.\n
            """
        }
        let plain = question.replacingOccurrences(of: "=?UTF-8?B?4oCm?=", with: "")
        let near = plain.replacingOccurrences(of: "2 Mar", with: "31 Mar")
        let reading = try Reading(
            mailbox([near, reply(from: "ada@home.example", at: 2), reply(from: "eve@else.example", at: 3)]),
            name: "inbox"
        )
        #expect(reading.conversations.map(\.messages.count) == [2, 1])
        let late = try Reading(mailbox([plain, reply(from: "ada@home.example", at: 2)]), name: "inbox")
        #expect(late.conversations.map(\.messages.count) == [1, 1])
    }

    @Test func `named team addresses decide who is who`() throws {
        let reading = try Reading(
            mailbox([answer, question]), name: "inbox", options: ImportOptions(teamAddresses: ["@HOME.example"])
        )
        #expect(reading.conversations.first?.customer.externalID == "tom@shop.example")
        #expect(reading.messages.map(\.author.kind) == [.teammate, .customer])
    }

    @Test(
        arguments: [
            "Auto-Submitted: auto-replied", "Precedence: list", "List-Id: <kites.example>", "Return-Path: <>",
            "From: MAILER-DAEMON@home.example",
        ]
    )
    func `mail that no person wrote is automatic`(header: String) throws {
        #expect(try Reading(header + "\n" + question, name: "a.eml").messages.map(\.isAutomatic) == [true])
        #expect(try Reading("Auto-Submitted: no\n" + question, name: "a.eml").messages.map(\.isAutomatic) == [false])
    }

    @Test func `a report of a mail server is automatic`() throws {
        let mail = """
            From: server@home.example
            Date: Mon, 2 Mar 2026 09:15:00 +0100
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b

            It could not be delivered.
            --b
            Content-Type: message/delivery-status

            Status: 5.1.1
            --b--\n
            """
        let message = try #require(try Reading(mail, name: "a.eml").messages.first)
        #expect(message.isAutomatic)
        #expect(message.text == "It could not be delivered.")
        #expect(message.attachments.map(\.mediaType) == ["message/delivery-status"])
    }

    @Test func `HTML becomes text, files become attachments with safe names`() throws {
        let mail = """
            From: ada@home.example
            Date: Mon, 2 Mar 2026 09:15:00 +0100
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/html; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            <style>p{}</style><p>Gr=FC=DFe &amp; <b>wind</b></p><ul><li>one<li>two</ul>
            --b
            Content-Type: image/png
            Content-Disposition: attachment; filename="../../etc/kite.png"
            Content-Transfer-Encoding: base64

            AAEC
            --b--\n
            """
        let message = try #require(try Reading(mail, name: "a.eml").messages.first)
        #expect(message.text == "Grüße & wind\n\n- one\n- two")
        #expect(message.html?.contains("<b>wind</b>") == true)
        #expect(
            message.attachments == [ImportedAttachment(name: "kite.png", mediaType: "image/png", bytes: [0, 1, 2])]
        )
        #expect(message.externalID.hasPrefix("sha256:"))
    }

    @Test func `a mail without date stands by its neighbours and is marked`() throws {
        let undated = answer.replacingOccurrences(of: "Date: Mon, 2 Mar 2026 10:00:00 +0100\n", with: "Date: soon\n")
        let folder = try SampleFolder()
        try folder.write(undated, to: "a.eml")
        try folder.write(question, to: "b.eml")
        let reading = try Reading([folder.path])
        #expect(reading.messages.map(\.externalID) == ["q1@home.example", "a1@shop.example"])
        #expect(reading.messages.map(\.isTimeAssumed) == [false, true])
        #expect(Set(reading.messages.map(\.at)).count == 1)
    }

    @Test func `hostile mails are survived`() throws {
        let groups = "To: " + String(repeating: "a:", count: 500_000) + "x@y.example\n" + question
        #expect(try Reading(groups, name: "a.eml").reasons == [.tooComplex])
        var nested = "From: a@b.example\nMIME-Version: 1.0\n"
        for level in 0..<5000 { nested += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
        #expect(try Reading(nested + "\nhi\n", name: "a.eml").messages.count == 1)
        let html =
            "From: a@b.example\nContent-Type: text/html\n\n" + String(repeating: "<div><blockquote>", count: 100_000)
        #expect(try Reading(html + "hi", name: "a.eml").messages.count == 1)
        #expect(try Reading("\u{1}\u{2}\n\n\n", name: "a.eml").reasons == [.unreadableMail])
        #expect(
            try Reading(question, name: "a.eml", options: ImportOptions(recordBytesMax: 100)).reasons == [.tooLarge]
        )
    }

    @Test func `every cut and every flipped byte of a mailbox is survived`() throws {
        let bytes = Array(mailbox([question, answer]).utf8)
        let folder = try SampleFolder()
        let seed = UInt64(ProcessInfo.processInfo.environment["IMPORT_SEED"] ?? "") ?? .random(in: 0 ... .max)
        var state = seed
        for round in 0..<400 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            var damaged = bytes
            damaged[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 24)
            if round % 2 == 0 { damaged.removeLast(Int(state >> 40) % bytes.count) }
            let reading = try Reading([folder.write(damaged, to: "inbox")])
            #expect(reading.messages.count + reading.skipped.count >= 1, "seed \(seed), round \(round)")
        }
    }
}
