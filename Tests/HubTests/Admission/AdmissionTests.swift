import CRDT
import Hub
import Testing

/// Changes of every kind against every role, and each rule at its edge.
@Suite struct AdmissionTests {
    static let queue = "queue:billing"
    static let root = Identifier(high: 3, low: 4)

    /// What `body` writes into a copy of `document`, as operations.
    static func operations(
        on document: Document = Document(), by device: Device = Device(1),
        _ body: (inout Transaction) throws -> Void
    ) throws -> [CRDT.Operation] {
        var (device, copy) = (device, document)
        let change = try #require(try device.edit(&copy, body))
        return copy.operations(of: change.reference)
    }

    static func proposal(
        _ kind: DocumentKind, document: Identifier = root, root: Identifier = root, scope: String = queue,
        isFirst: Bool = true, on current: Document = Document(), by device: Device = Device(1),
        _ body: (inout Transaction) throws -> Void
    ) throws -> Proposal {
        Proposal(
            kind: kind, document: document, root: root, scope: scope,
            operations: try operations(on: current, by: device, body), isFirstChange: isFirst
        )
    }

    static func principal(
        _ role: Role, grants: Set<String> = [queue, "ws", "directory"], special: Set<SpecialGrant> = [],
        isRevoked: Bool = false
    ) -> Principal {
        Principal(user: Device(1).user, role: role, grants: grants, special: special, isRevoked: isRevoked)
    }

    static var state: AdmissionState {
        AdmissionState(user: { actor in (1...3).map { Device($0) }.first { $0.actor == actor }?.user })
    }

    static func decide(_ proposal: Proposal, _ principal: Principal) -> Refusal? {
        Hub.admit(proposal, by: principal, state: state)
    }

    /// One ordinary change of each kind, where such documents are placed.
    static func ordinary(_ kind: DocumentKind) throws -> Proposal {
        switch kind {
        case .ticket: try proposal(.ticket) { try Ticket.open(TicketDraft(channel: "email"), in: &$0) }
        case .discussion:
            try proposal(.discussion, document: root.internalDiscussion) { transaction throws(HubError) in
                try Discussion.begin(visibility: .internal, in: &transaction)
            }
        case .person:
            try proposal(.person, scope: "directory") { Person.write(PersonDraft(name: "Ida"), in: &$0) }
        case .company: try proposal(.company, scope: "directory") { Company.setName("Press", in: &$0) }
        case .article: try proposal(.article, scope: "ws") { Article.create(title: "T", body: "B", in: &$0) }
        case .guidance: try proposal(.guidance, scope: "ws") { GuidancePack.create(name: "P", in: &$0) }
        case .settings:
            try proposal(.settings, scope: "ws") { try Settings.set("assistant.on", to: false, in: &$0) }
        case .preset: try proposal(.preset, scope: "ws") { Preset.create(name: "P", query: "", owner: "a", in: &$0) }
        }
    }

    @Test(arguments: DocumentKind.allCases, Role.allCases)
    func `a role writes the kinds of its table row and no others`(_ kind: DocumentKind, _ role: Role) throws {
        let allowed: [Role: Set<DocumentKind>] = [
            .owner: Set(DocumentKind.allCases), .administrator: Set(DocumentKind.allCases),
            .agent: [.ticket, .discussion, .person, .company, .article, .preset],
            .viewer: [], .bot: [.ticket, .discussion],
        ]
        let refusal = Self.decide(try Self.ordinary(kind), Self.principal(role))
        #expect(refusal == (allowed[role, default: []].contains(kind) ? nil : .roleForbids))
    }

    @Test(arguments: [
        (SpecialGrant.ingest, Set<DocumentKind>([.ticket, .discussion, .person, .company])),
        (.import, Set<DocumentKind>([.ticket, .discussion, .person, .company, .article, .guidance])),
    ])
    func `a bot's grants widen what it writes`(_ grant: SpecialGrant, _ kinds: Set<DocumentKind>) throws {
        for kind in DocumentKind.allCases {
            let refusal = Self.decide(try Self.ordinary(kind), Self.principal(.bot, special: [grant]))
            #expect(refusal == (kinds.contains(kind) ? nil : .roleForbids), "\(kind)")
        }
    }

    @Test(arguments: Role.allCases) func `whoever was revoked writes nothing`(_ role: Role) throws {
        for kind in DocumentKind.allCases {
            let refusal = Self.decide(try Self.ordinary(kind), Self.principal(role, isRevoked: true))
            #expect(refusal == .revoked)
        }
    }

    @Test(arguments: Role.allCases) func `without a grant only those who administer write`(_ role: Role) throws {
        let expected: Refusal? =
            switch role {
            case .owner, .administrator: nil
            case .viewer: .roleForbids
            case .agent, .bot: .scopeNotGranted
            }
        #expect(Self.decide(try Self.ordinary(.ticket), Self.principal(role, grants: ["queue:other"])) == expected)
    }

    @Test(arguments: Role.allCases)
    func `everybody keeps presets of their own, and nobody anything else in a personal scope`(_ role: Role) throws {
        let principal = Self.principal(role, grants: [])
        let own = Principal.personalScope(of: Device(1).user)
        let other = Principal.personalScope(of: Device(2).user)
        for (kind, scope, expected) in [
            (DocumentKind.preset, own, nil), (.preset, other, .scopeNotGranted), (.ticket, own, .scopeNotGranted),
        ] as [(DocumentKind, String, Refusal?)] {
            var proposal = try Self.ordinary(kind)
            proposal.scope = scope
            #expect(Self.decide(proposal, principal) == expected, "\(kind) in \(scope)")
        }
    }

    @Test(arguments: Role.allCases) func `a time of its own needs a grant`(_ role: Role) throws {
        var proposal = try Self.ordinary(.ticket)
        proposal.hasOccurred = true
        #expect(Self.decide(proposal, Self.principal(role)) == .occurredNeedsGrant)
        guard role != .viewer else { return }
        for grant in SpecialGrant.allCases {
            #expect(Self.decide(proposal, Self.principal(role, special: [grant])) == nil)
        }
    }

    @Test(arguments: Role.allCases) func `writing on behalf of somebody needs a grant`(_ role: Role) throws {
        var proposal = try Self.ordinary(.ticket)
        proposal.onBehalfOf = .claimed
        #expect(Self.decide(proposal, Self.principal(role)) == .onBehalfNeedsGrant)
        guard role != .viewer else { return }
        for grant in SpecialGrant.allCases {
            #expect(Self.decide(proposal, Self.principal(role, special: [grant])) == nil)
        }
    }

    @Test func `a document belongs to its root`() throws {
        let administrator = Self.principal(.administrator)
        var proposal = try Self.ordinary(.ticket)
        proposal.root = Identifier(high: 9, low: 4)
        #expect(Self.decide(proposal, administrator) == .rootMismatch)
        proposal = try Self.ordinary(.discussion)
        proposal.root = proposal.document
        #expect(Self.decide(proposal, administrator) == .rootMismatch)
        proposal = try Self.ordinary(.discussion)
        proposal.document = Identifier(high: Self.root.high, low: Self.root.low | 3)
        #expect(Self.decide(proposal, administrator) == .unknownDocument)
        proposal = try Self.ordinary(.ticket)
        proposal.document = Self.root.publicDiscussion
        proposal.root = Self.root.publicDiscussion
        #expect(Self.decide(proposal, administrator) == .unknownDocument)
    }

    @Test func `a ticket keeps its channel`() throws {
        var proposal = try Self.ordinary(.ticket)
        proposal.isFirstChange = false
        #expect(Self.decide(proposal, Self.principal(.administrator)) == .channelIsFixed)
    }

    @Test(arguments: Role.allCases) func `a ticket is resolved in one's own name`(_ role: Role) throws {
        guard role != .viewer else { return }
        let own = Resolver(kind: role == .bot ? .ai : .teammate, id: Device(1).user.description)
        let other = Resolver(kind: .teammate, id: Device(2).user.description)
        for (resolver, expected) in [(own, nil), (other, .attributionIsForeign)] as [(Resolver, Refusal?)] {
            let proposal = try Self.proposal(.ticket, isFirst: false) { transaction throws(HubError) in
                try Ticket.setStatus(.resolved, resolver: resolver, in: &transaction)
            }
            #expect(Self.decide(proposal, Self.principal(role)) == expected)
            #expect(Self.decide(proposal, Self.principal(role, special: [.import])) == nil)
        }
    }

    @Test func `ratings and proofs come from channels`() throws {
        let agent = Self.principal(.agent)
        let rating = try Self.proposal(.ticket, isFirst: false) { Ticket.rate(5, in: &$0) }
        #expect(Self.decide(rating, agent) == .attributionIsForeign)
        let trait = try Self.proposal(.ticket, isFirst: false) { Ticket.setTraits(verified: ["plan": "x"], in: &$0) }
        let claim = try Self.proposal(.ticket, isFirst: false) { Ticket.setTraits(claimed: ["plan": "x"], in: &$0) }
        let person = Identifier(high: 7, low: 4)
        func link(_ assurance: Assurance) throws -> Proposal {
            try Self.proposal(.ticket, isFirst: false) { transaction throws(HubError) in
                try Ticket.setCustomer(
                    .known(person: person, company: nil), assurance: assurance, in: &transaction)
            }
        }
        let email = try Self.proposal(.person, scope: "directory") {
            Person.addEmail("a@b.example", isVerified: true, in: &$0)
        }
        let fact = try Self.proposal(.person, scope: "directory") { Person.setTraits(verified: ["a": 1], in: &$0) }
        #expect(Self.decide(claim, agent) == nil)
        #expect(Self.decide(try link(.vouched), agent) == nil)
        for proposal in [trait, try link(.verifiedByToken), email, fact] {
            #expect(Self.decide(proposal, agent) == .proofNeedsChannel)
            #expect(Self.decide(proposal, Self.principal(.agent, special: [.ingest])) == nil)
            #expect(Self.decide(proposal, Self.principal(.administrator)) == nil)
        }
        #expect(Self.decide(rating, Self.principal(.bot, special: [.ingest])) == nil)
    }

    @Test func `settings take what they say`() throws {
        let administrator = Self.principal(.administrator)
        for (key, value, expected) in [
            ("assistant.on", true, nil), ("assistant.on", "yes", .invalidSetting),
            ("assistant.channel.email.threshold", 2, .invalidSetting), ("assistant.on", .null, nil),
            ("of.tomorrow", "x", nil),
        ] as [(String, Value, Refusal?)] {
            let proposal = try Self.proposal(.settings, scope: "ws") { transaction throws(HubError) in
                transaction.root.set(key, value)
            }
            #expect(Self.decide(proposal, administrator) == expected, "\(key)")
        }
    }

    @Test func `the assistant's changes enter only where nobody wrote behind what it had seen`() throws {
        var moved = Self.state
        moved.hasMovedOn = { true }
        for kind in [DocumentKind.ticket, .discussion] {
            var proposal = try Self.ordinary(kind)
            proposal.onBehalfOf = .vouched
            proposal.speaksFor = .assistant
            let server = Self.principal(.owner, special: [.ingest, .import])
            #expect(Hub.admit(proposal, by: server, state: Self.state) == nil)
            #expect(Hub.admit(proposal, by: server, state: moved) == .ticketMovedOn)
            proposal.speaksFor = Author(kind: .customer, id: "assistant")
            #expect(Hub.admit(proposal, by: server, state: moved) == nil)
        }
    }

    @Test func `people alone give a conversation back`() throws {
        var proposal = try Self.proposal(.ticket, isFirst: false) { Ticket.returnLease(in: &$0) }
        #expect(Self.decide(proposal, Self.principal(.agent)) == nil)
        #expect(Self.decide(proposal, Self.principal(.bot)) == .leaseIsPeoples)
        proposal.onBehalfOf = .vouched
        proposal.speaksFor = .assistant
        #expect(Self.decide(proposal, Self.principal(.owner, special: [.import])) == .leaseIsPeoples)
    }

    @Test(arguments: Refusal.allCases) func `a refusal says what to do and has a stable code`(_ refusal: Refusal) {
        #expect(refusal.explanation.contains(";"), "what is wrong; what to do")
        #expect(!refusal.code.isEmpty && refusal.code.allSatisfy { $0.isLowercase || $0 == "_" })
    }
}
