import CRDT
import Foundation
import Hub
import TestSupport
import Testing

/// Documents as they are written against `schemas/documents`.
@Suite struct SchemaTests {
    private static func schema(_ kind: DocumentKind) throws -> SchemaFile {
        try SchemaFile("documents/\(kind.rawValue).json")
    }

    private static func findings(_ kind: DocumentKind, _ document: Document) throws -> [String] {
        let tree = try JSONSerialization.jsonObject(with: Data(DocumentTree(document).json.utf8))
        return try schema(kind).findings(tree)
    }

    /// A document of a kind with everything that editors write, and the changes that made it.
    private static func full(_ kind: DocumentKind) throws -> (Document, [ChangeReference]) {
        var (device, document) = (Device(1), Document())
        let (other, person) = (Identifier(high: 9, low: 4), Identifier(high: 7, low: 8))
        func edit(_ body: (inout Transaction) throws(HubError) -> Void) throws {
            try device.edit(&document, body)
        }
        switch kind {
        case .ticket:
            var draft = TicketDraft(
                channel: "email", subject: "S",
                source: TicketSource(conversation: "c", locale: "de", product: "p", url: "u")
            )
            draft.priority = .urgent
            draft.tags = ["t"]
            draft.claimed = ["a": 1, "b": "x", "c": true, "d": 0.5]
            draft.verified = ["a": 2]
            draft.recording = RecordingLink(provider: "r", url: "https://r.example", startOffsetMilliseconds: 5)
            draft.followUpOf = other
            try edit { transaction throws(HubError) in try Ticket.open(draft, in: &transaction) }
            try edit { transaction throws(HubError) in
                for linked in [person, other] {
                    try Ticket.setCustomer(
                        .known(person: linked, company: other), assurance: .vouched, in: &transaction)
                }
                Ticket.assign(to: "anna", in: &transaction)
                Ticket.setSegment("gold", in: &transaction)
                Ticket.setSpam(false, in: &transaction)
                Ticket.setLocked(true, in: &transaction)
                Ticket.setAssistant(
                    AssistantMetadata(
                        confidence: 0.5, fallbackReason: .policyRule("r 1"),
                        references: [ContentReference(kind: .article, id: other.description, version: "v")]
                    ), in: &transaction)
                try Ticket.setStatus(.resolved, resolver: Resolver(kind: .ai, id: "a"), in: &transaction)
                Ticket.snooze(until: Instant(milliseconds: 5), in: &transaction)
                try Ticket.merge(person, into: other, in: &transaction)
            }
            let message = OperationID(change: try #require(document.heads.first), index: 1)
            try edit { transaction throws(HubError) in
                Ticket.handOff(
                    .init(
                        reason: .timeout, secondaryReasons: [.frustration], destination: "queue:a", rule: "p/r@1"),
                    confidence: 0.1, in: &transaction)
                Ticket.judge(.init(message: message, finding: .thanks, classifier: "c 1"), in: &transaction)
                Ticket.rate(3, in: &transaction)
                Ticket.record(.draftApproved(message: message), in: &transaction)
                Ticket.record(.assistance(isOn: false, reason: "r"), in: &transaction)
                Ticket.record(.assistantFailed(.toolFailure), in: &transaction)
                Ticket.linkSameIssue(other, in: &transaction)
                Ticket.returnLease(in: &transaction)
                Ticket.record(
                    .decided(AssistantDecision(run: other, kind: .answer, messages: [message])), in: &transaction)
                Ticket.recordRun(other, trace: "{}", in: &transaction)
            }
        case .discussion:
            try edit { transaction throws(HubError) in
                try Discussion.begin(visibility: .internal, owner: "anna", title: "T", in: &transaction)
                Discussion.link(DiscussionLink(scope: .insight, id: "i", role: "a thread"), in: &transaction)
                for role in Event.MessageRole.allCases {
                    let file = AttachmentReference(blob: "ab", name: "a b", mediaType: "t/t", byteCount: 1)
                    let first = Discussion.post(
                        MessageDraft(
                            author: Author(kind: .ai, id: "a"), role: role, body: "b", sent: Instant(milliseconds: 1),
                            draftedBy: Author(kind: .teammate, id: "x"), external: "e", isAutomatic: true,
                            attachments: [file]
                        ), in: &transaction)
                    Discussion.post(
                        MessageDraft(author: Author(kind: .customer, id: "c"), body: "r", replyTo: first),
                        in: &transaction)
                    try Discussion.edit(first, body: "new", in: &transaction)
                    try Discussion.setDeleted(true, first, in: &transaction)
                    let reaction = Reaction(emoji: "+1", author: Author(kind: .observer, id: "o"))
                    try Discussion.react(reaction, to: first, in: &transaction)
                }
            }
        case .person:
            try edit { transaction throws(HubError) in
                Person.write(
                    PersonDraft(
                        name: "n", emails: ["e"], verifiedEmails: ["v"], phones: ["p"],
                        externals: [ExternalAccount(system: "s", id: "i")], company: other, locale: "de",
                        claimed: ["a": 1], verified: ["b": true]
                    ), in: &transaction)
                Person.setNote("n", in: &transaction)
                try Person.merge(person, into: other, in: &transaction)
            }
        case .company:
            try edit { transaction throws(HubError) in
                Company.setName("n", in: &transaction)
                Company.addDomain("d", in: &transaction)
                Company.add(ExternalAccount(system: "s", id: "i"), in: &transaction)
                Company.setSegment("s", in: &transaction)
                Company.setNote("n", in: &transaction)
                Company.setTraits(["a": 1], in: &transaction)
            }
        case .article:
            try edit { transaction throws(HubError) in
                Article.create(
                    kind: .snippet, title: "t", body: "b", language: "de", audience: "a", in: &transaction)
                Article.setRequiresVerified(true, in: &transaction)
                Article.setOn(false, in: &transaction)
            }
            try edit { transaction throws(HubError) in try Article.submitForReview(in: &transaction) }
            try edit { transaction throws(HubError) in
                try Article.approve(by: other, author: { _ in nil }, in: &transaction)
            }
            try edit { transaction throws(HubError) in
                try Article.publish(at: Instant(milliseconds: 9), needsApproval: true, in: &transaction)
            }
            try edit { transaction throws(HubError) in try Article.publishScheduled(in: &transaction) }
        case .guidance:
            try edit { transaction throws(HubError) in
                GuidancePack.create(name: "n", priority: 2, in: &transaction)
                GuidancePack.setAudience("a", in: &transaction)
                GuidancePack.setChannels(["email"], in: &transaction)
                for kind in GuidanceRule.Kind.allCases {
                    GuidancePack.addRule(
                        kind, text: "t", matcher: "m", destination: "d", note: "n",
                        examples: [.init("e", shouldFire: true), .init("f", shouldFire: false)], in: &transaction)
                }
            }
        case .settings:
            try edit { transaction throws(HubError) in
                for definition in SettingDefinition.all where definition.standard != .null {
                    let name = definition.pattern.split(separator: ".").map { $0 == "*" ? "a-b" : String($0) }
                    try Settings.set(name.joined(separator: "."), to: definition.standard, in: &transaction)
                }
            }
        case .preset:
            try edit { transaction throws(HubError) in
                Preset.create(name: "n", query: "status:open", owner: "anna", in: &transaction)
                Preset.setRank(1.5, in: &transaction)
                Preset.setArchived(true, in: &transaction)
            }
        }
        return (document, document.changes().map(\.reference))
    }

    @Test(arguments: DocumentKind.allCases)
    func `what the editors write is what the schema describes`(_ kind: DocumentKind) throws {
        let (document, _) = try Self.full(kind)
        #expect(try Self.findings(kind, document) == [])
    }

    @Test(arguments: DocumentKind.allCases)
    func `every key that a schema names is one that the editors write`(_ kind: DocumentKind) throws {
        guard kind != .settings else { return }
        let schema = try #require(try Self.schema(kind).tree as? [String: Any])
        let (document, _) = try Self.full(kind)
        guard case .object(let members) = DocumentTree(document) else { return }
        #expect(Set(members.keys) == Set((schema["properties"] as? [String: Any] ?? [:]).keys))
    }

    @Test(arguments: DocumentKind.allCases)
    func `a document whose words were erased is still what the schema describes`(_ kind: DocumentKind) throws {
        var (document, changes) = try Self.full(kind)
        document.erase(Set(changes))
        #expect(try Self.findings(kind, document) == [])
    }

    @Test(arguments: DocumentKind.allCases)
    func `a schema refuses an unknown key and a wrong type`(_ kind: DocumentKind) throws {
        var device = Device(1)
        for (key, value) in [("no such key", 1), ("name", 1), ("channel", 1), ("title", 1)] as [(String, Value)] {
            var document = Document()
            device.edit(&document) { transaction in transaction.root.set(key, value) }
            #expect(try !Self.findings(kind, document).isEmpty, "\(key)")
        }
    }

    @Test func `the schema of the settings lists every definition`() throws {
        let schema = try #require(try Self.schema(.settings).tree as? [String: Any])
        let patterns = try #require(schema["patternProperties"] as? [String: Any])
        let expected = SettingDefinition.all.map { definition in
            "^"
                + definition.pattern.split(separator: ".").map { $0 == "*" ? "[^.]+" : String($0) }
                .joined(separator: "\\.") + "$"
        }
        #expect(Set(patterns.keys) == Set(expected))
        for (pattern, definition) in zip(expected, SettingDefinition.all) {
            let described = patterns[pattern] as? [String: Any]
            #expect(described?["description"] as? String == definition.summary, "\(pattern)")
        }
    }
}
