import Hub
import Testing

struct FilterTests {
    private let context = SearchContext(now: Instant(milliseconds: 1_704_103_200_000), me: "u1")

    private func row(_ change: (inout TicketSummary) -> Void = { _ in }) -> TicketSummary {
        var row = TicketSummary(
            id: Identifier(high: 1, low: 4), number: 7, handle: "~k3f", subject: "Printer", channel: "email",
            created: Instant(milliseconds: 1_704_067_200_000), updated: Instant(milliseconds: 1_704_099_600_000)
        )
        change(&row)
        return row
    }

    private func matches(_ search: String, _ row: TicketSummary) throws -> Bool {
        try Query(search).filter.matches(row, in: context)
    }

    @Test func `conditions are joined by and, values by or, and a minus turns both round`() throws {
        let row = row { $0.tags = ["a", "b"] }
        #expect(try matches("status:open channel:email", row))
        #expect(try !matches("status:open channel:slack", row))
        #expect(try matches("channel:slack,email", row))
        #expect(try !matches("-channel:slack,email", row))
        #expect(try matches("tag:a tag:b -tag:c,d", row))
        #expect(try !matches("-tag:c,b", row))
    }

    @Test func `each field reads its own part of the row`() throws {
        let full = row {
            $0.customer = .init(id: "p1", name: "Ana María Müller", addresses: ["Ana@Example.com"])
            $0.source = "#help-acme"
            $0.queue = "Billing"
            $0.priority = .urgent
            $0.owner = .init(id: "u1", name: "Tomáš")
            $0.tags = ["VIP"]
            $0.segment = "smb"
            $0.locale = "pt-BR"
            $0.sla = .breached
            $0.resolution = .aiAssumed
            $0.reasons = [.lowConfidence, .policyRule("r7")]
        }
        let matching = [
            "customer:muller", "customer:\"maria müller\"", "customer:ana@example.com", "customer:P1", "source:email",
            "source:#help-acme", "queue:billing", "priority:urgent", "owner:me", "owner:tomas", "tag:vip",
            "segment:SMB",
            "locale:pt", "locale:pt-br", "sla:breached", "is:breached", "outcome:ai", "outcome:ai_assumed", "is:ai",
            "reason:low_confidence", "reason:policy_rule", "reason:policy_rule(r7)", "-is:unassigned", "-tag:none",
        ]
        for search in matching { #expect(try matches(search, full), "\(search)") }
        let other = [
            "customer:mull", "customer:\"ana müller\"", "queue:bill", "owner:none", "locale:p", "locale:en", "sla:met",
            "outcome:mixed", "outcome:human", "reason:policy_rule(r8)", "priority:high", "is:unread", "segment:none",
        ]
        for search in other { #expect(try !matches(search, full), "\(search)") }
    }

    @Test func `an empty field answers to none and to nothing else`() throws {
        let bare = row()
        for field in ["customer", "source", "owner", "queue", "tag", "segment", "reason", "locale", "sla"] {
            #expect(try matches("\(field):none", bare), "\(field)")
            #expect(try !matches("\(field):x", bare), "\(field)")
            #expect(try matches("-\(field):x", bare), "\(field)")
        }
        #expect(try matches("is:unassigned", bare))
    }

    @Test func `properties follow the row and the time of the search`() throws {
        #expect(try matches("is:snoozed", row { $0.snoozedUntil = Instant(milliseconds: 1_704_103_200_001) }))
        #expect(try !matches("is:snoozed", row { $0.snoozedUntil = Instant(milliseconds: 1_704_103_200_000) }))
        #expect(try matches("is:waiting", row { $0.waitingSince = $0.created }))
        #expect(try matches("is:escalated", row { $0.escalatedAt = $0.created }))
        #expect(try matches("is:unread", row { $0.isUnread = true }))
        #expect(try matches("is:spam", row { $0.isSpam = true }))
        #expect(try matches("is:mixed,human", row { $0.resolution = .mixed }))
        #expect(try !matches("is:flying", row()))
    }

    @Test func `nobody is me where nobody is signed in`() throws {
        let anonymous = SearchContext(now: context.now)
        #expect(try !Query("owner:me").filter.matches(row(), in: anonymous))
    }

    @Test func `words are found whole, in any text, quoted with their diacritics`() throws {
        let texts = ["Nastavení účtu", "Please reply to all\nof them"]
        for search in [
            "ucet or uctu", "účtu", "\"účtu\"", "\"reply to all\"", "reply -forward", "nastaveni reply", "all-of",
        ] {
            #expect(try Query(search).matches(texts: texts), "\(search)")
        }
        for search in [
            "\"uctu\"", "rep", "\"all reply\"", "-reply", "\"účtu please\"", "reply missing", "missing or gone",
        ] {
            #expect(try !Query(search).matches(texts: texts), "\(search)")
        }
        #expect(try Query("").matches(texts: []))
        #expect(try Query("-x").matches(texts: []))
    }

    @Test func `a list is ordered by its key, tickets without it last, ties by identifier`() throws {
        let waiting: [Int64?] = [3, nil, 1, nil, 3]
        let rows = waiting.enumerated().map { index, waiting in
            row {
                $0.id = Identifier(high: 0, low: UInt64(index) * 4)
                $0.waitingSince = waiting.map { Instant(milliseconds: $0) }
            }
        }
        func order(_ sort: TicketSort) -> [UInt64] { rows.sorted(by: sort.places).map { $0.id.low / 4 } }
        #expect(order(TicketSort(.waiting)) == [2, 0, 4, 1, 3])
        #expect(order(TicketSort(.waiting, isDescending: true)) == [0, 4, 2, 1, 3])
    }
}
