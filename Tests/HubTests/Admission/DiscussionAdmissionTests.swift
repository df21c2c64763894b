import CRDT
import Hub
import Testing

@Suite struct DiscussionAdmissionTests {
    private typealias Base = AdmissionTests
    private let own = Device(1)

    private func message(_ draft: MessageDraft) throws -> Proposal {
        try Base.proposal(.discussion, document: Base.root.publicDiscussion, isFirst: false) {
            Discussion.post(draft, in: &$0)
        }
    }

    private func visibility(
        _ value: Value, document: Identifier, isFirst: Bool, current: Document? = nil, by role: Role = .agent
    ) throws -> Refusal? {
        let proposal = try Base.proposal(
            .discussion, document: document, root: document.root, isFirst: isFirst
        ) { transaction throws(HubError) in transaction.root.set("visibility", value) }
        var state = Base.state
        state.document = { current }
        return Hub.admit(proposal, by: Base.principal(role), state: state)
    }

    @Test(arguments: [Role.owner, .administrator, .agent, .bot])
    func `a private discussion is refused to everybody`(_ role: Role) throws {
        let documents = [Identifier(high: 9, low: 4), Base.root.publicDiscussion, Base.root.internalDiscussion]
        for document in documents {
            let refusal = try visibility("private", document: document, isFirst: true, by: role)
            #expect(refusal == .privateNotAvailable)
        }
    }

    @Test func `a ticket's discussions have the visibility of their identifier, however often they begin`() throws {
        for isFirst in [true, false] {
            #expect(try visibility("public", document: Base.root.publicDiscussion, isFirst: isFirst) == nil)
            #expect(try visibility("internal", document: Base.root.internalDiscussion, isFirst: isFirst) == nil)
            let swapped = try visibility("public", document: Base.root.internalDiscussion, isFirst: isFirst)
            #expect(swapped == .visibilityIsFixed)
        }
    }

    @Test func `a standalone discussion says who reads it at once and for ever`() throws {
        let document = Identifier(high: 9, low: 4)
        #expect(try visibility("public", document: document, isFirst: true) == nil)
        #expect(try visibility("everybody", document: document, isFirst: true) == .visibilityIsFixed)
        var (device, current) = (Device(2), Document())
        try device.edit(&current) { transaction throws(HubError) in
            try Discussion.begin(visibility: .internal, in: &transaction)
        }
        #expect(
            try visibility("public", document: document, isFirst: false, current: current) == .visibilityIsFixed)
        #expect(try visibility("internal", document: document, isFirst: false, current: current) == nil)
        let unseen = try visibility("public", document: document, isFirst: true, current: current)
        #expect(unseen == .visibilityIsFixed, "not having seen the first change makes no second one the first")
        let silent = try Base.proposal(.discussion, document: document, root: document) {
            Discussion.post(MessageDraft(author: own.author, body: "x"), in: &$0)
        }
        #expect(Base.decide(silent, Base.principal(.agent)) == .visibilityIsMissing)
    }

    @Test func `people write in their own name, bots as machines, channels for whom they speak`() throws {
        let cases: [(Author, person: Bool, bot: Bool)] = [
            (own.author, true, false), (Device(2).author, false, false),
            (Author(kind: .customer, id: "ida"), false, false), (Author(kind: .observer, id: "x"), false, false),
            (Author(kind: .ai, id: "assistant"), false, true), (Author(kind: .system, id: "hub"), false, true),
            (Author(kind: .automation, id: "rule"), false, true),
        ]
        for (author, person, bot) in cases {
            let proposal = try message(MessageDraft(author: author, body: "x"))
            for role in [Role.owner, .administrator, .agent] {
                #expect(Base.decide(proposal, Base.principal(role)) == (person ? nil : .attributionIsForeign))
            }
            #expect(Base.decide(proposal, Base.principal(.bot)) == (bot ? nil : .attributionIsForeign))
            for grant in SpecialGrant.allCases {
                #expect(Base.decide(proposal, Base.principal(.bot, special: [grant])) == nil)
            }
        }
    }

    @Test func `a person's message is plain words, with no time of its own`() throws {
        let agent = Base.principal(.agent)
        for role in Event.MessageRole.allCases {
            let proposal = try message(MessageDraft(author: own.author, role: role, body: "x"))
            #expect(Base.decide(proposal, agent) == (role == .message ? nil : .attributionIsForeign))
        }
        let automatic = try message(MessageDraft(author: own.author, body: "x", isAutomatic: true))
        #expect(Base.decide(automatic, agent) == .attributionIsForeign)
        let sent = try message(MessageDraft(author: own.author, body: "x", sent: Instant(milliseconds: 1)))
        #expect(Base.decide(sent, agent) == .occurredNeedsGrant)
        #expect(Base.decide(sent, Base.principal(.agent, special: [.import])) == nil)
        let nobody = try Base.proposal(.discussion, document: Base.root.publicDiscussion, isFirst: false) {
            transaction throws(HubError) in transaction.records("messages").append(["body": "x"])
        }
        #expect(Base.decide(nobody, agent) == .attributionIsForeign)
    }

    @Test func `only its author, an administrator or an import changes a message`() throws {
        var (writer, current) = (Device(2), Document())
        let draft = MessageDraft(author: writer.author, body: "x")
        writer.edit(&current) { Discussion.post(draft, in: &$0) }
        let message = try #require(Discussion(id: Base.root, document: current).messages.first?.id)
        for edit in ["words", "deletion", "attachment"] {
            let proposal = try Base.proposal(
                .discussion, document: Base.root.publicDiscussion, isFirst: false, on: current
            ) { transaction throws(HubError) in
                switch edit {
                case "words": try Discussion.edit(message, body: "y", in: &transaction)
                case "deletion": try Discussion.setDeleted(true, message, in: &transaction)
                default:
                    let file = AttachmentReference(blob: "ab", name: "n", mediaType: "t/t", byteCount: 1)
                    try Discussion.attach(file, to: message, in: &transaction)
                }
            }
            #expect(Base.decide(proposal, Base.principal(.agent)) == .notAuthor)
            #expect(Base.decide(proposal, Base.principal(.bot, special: [.ingest])) == .notAuthor)
            #expect(Base.decide(proposal, Base.principal(.administrator)) == nil)
            #expect(Base.decide(proposal, Base.principal(.bot, special: [.import])) == nil)
            let author = Principal(user: Device(2).user, role: .agent, grants: [Base.queue])
            #expect(Base.decide(proposal, author) == nil)
        }
    }

    @Test func `reactions are put and taken back in one's own name, on anybody's message`() throws {
        var (writer, current) = (Device(2), Document())
        let draft = MessageDraft(author: writer.author, body: "x")
        writer.edit(&current) { Discussion.post(draft, in: &$0) }
        let message = try #require(Discussion(id: Base.root, document: current).messages.first?.id)
        for (author, expected) in [
            (own.author, nil), (writer.author, .attributionIsForeign),
        ] as [(Author, Refusal?)] {
            let reaction = Reaction(emoji: "+1", author: author)
            let put = try Base.proposal(
                .discussion, document: Base.root.publicDiscussion, isFirst: false, on: current
            ) { transaction throws(HubError) in try Discussion.react(reaction, to: message, in: &transaction) }
            #expect(Base.decide(put, Base.principal(.agent)) == expected)
            var reacted = current
            try writer.edit(&reacted) { transaction throws(HubError) in
                try Discussion.react(reaction, to: message, in: &transaction)
            }
            let take = try Base.proposal(
                .discussion, document: Base.root.publicDiscussion, isFirst: false, on: reacted
            ) { transaction throws(HubError) in try Discussion.unreact(reaction, from: message, in: &transaction) }
            #expect(Base.decide(take, Base.principal(.agent)) == expected)
        }
    }
}
