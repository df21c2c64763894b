import CRDT
import Hub
import Testing

@Suite struct ArticleAdmissionTests {
    private typealias Base = AdmissionTests
    private var author = Device(1)
    private var reviewer = Device(2)
    private var document = Document()

    init() throws {
        author.edit(&document) { Article.create(title: "T", body: "B", in: &$0) }
        try author.edit(&document) { transaction throws(HubError) in
            try Article.submitForReview(in: &transaction)
        }
    }

    private func admit(
        _ role: Role, as device: Device, needsApproval: Bool = true, special: Set<SpecialGrant> = [],
        _ body: (inout Transaction) throws -> Void
    ) throws -> Refusal? {
        let proposal = try Base.proposal(
            .article, scope: "ws", isFirst: false, on: document, by: device, body
        )
        var state = Base.state
        state.document = { document }
        state.needsApproval = needsApproval
        let principal = Principal(user: device.user, role: role, grants: ["ws"], special: special)
        return Hub.admit(proposal, by: principal, state: state)
    }

    /// Writes as the reviewer what a well-behaved program would not: no check of its own stands before the hub's.
    private mutating func approveAsReviewer() {
        let heads = stored(document.heads)
        reviewer.edit(&document) { [user = reviewer.user] transaction in
            transaction.root.set("state", "approved")
            transaction.records("approvals").append(["by": .string(user.description), "heads": heads])
        }
    }

    private func stored(_ heads: [ChangeReference]) -> Value {
        .string(heads.map(\.description).joined(separator: " "))
    }

    private func approval(by user: Identifier) -> (inout Transaction) throws -> Void {
        let heads = stored(document.heads)
        return { transaction throws(HubError) in
            transaction.records("approvals").append(["by": .string(user.description), "heads": heads])
        }
    }

    @Test func `agents write drafts and switch off, and nothing that readers see`() throws {
        for (key, value, expected) in [
            ("title", "New", nil), ("audience", "plan = gold", nil), ("state", "in_review", nil),
            ("state", "draft", nil), ("on", false, nil), ("on", true, .roleForbids),
            ("state", "approved", .roleForbids),
            ("state", "published", .roleForbids), ("state", "archived", .roleForbids),
            ("published", stored(document.heads), .roleForbids), ("scheduled", "9 x", .roleForbids),
        ] as [(String, Value, Refusal?)] {
            let refusal = try admit(.agent, as: author) { transaction throws(HubError) in
                transaction.root.set(key, value)
            }
            #expect(refusal == expected, "\(key)")
        }
        #expect(try admit(.agent, as: author) { Article.setBody("New", in: &$0) } == nil)
        #expect(try admit(.agent, as: reviewer, approval(by: reviewer.user)) == .roleForbids)
    }

    @Test func `whoever wrote cannot approve, whatever their role or device`() throws {
        for role in [Role.administrator, .owner] {
            let refusal = try admit(role, as: author, approval(by: author.user))
            #expect(refusal == .approvalNeedsAnotherPerson)
            #expect(try admit(role, as: reviewer, approval(by: reviewer.user)) == nil)
            #expect(try admit(role, as: reviewer, approval(by: author.user)) == .attributionIsForeign)
        }
    }

    @Test func `an approval names a version that the log holds`() throws {
        let user = reviewer.user
        for heads in ["", "nonsense", "\(String(repeating: "0", count: 32))@7"] {
            let refusal = try admit(.administrator, as: reviewer) { transaction throws(HubError) in
                transaction.records("approvals").append([
                    "by": .string(user.description), "heads": .string(heads),
                ])
            }
            #expect(refusal == .approvalMissing)
        }
    }

    @Test mutating func `only an approved version is published or scheduled`() throws {
        let unapproved = stored(document.heads)
        func publish(_ heads: Value) throws -> Refusal? {
            try admit(.administrator, as: author) { transaction throws(HubError) in
                transaction.root.set("published", heads)
            }
        }
        #expect(try publish(unapproved) == .approvalMissing)
        #expect(try publish("nonsense") == .approvalMissing)
        let free = try admit(.administrator, as: author, needsApproval: false) { transaction throws(HubError) in
            transaction.root.set("published", unapproved)
        }
        #expect(free == nil)
        approveAsReviewer()
        #expect(try publish(stored(document.heads)) == nil)
        let scheduled = "99 " + document.heads.map(\.description).joined(separator: " ")
        let later = try admit(.administrator, as: author) { transaction throws(HubError) in
            transaction.root.set("scheduled", .string(scheduled))
        }
        #expect(later == nil)
        author.edit(&document) { Article.setTitle("Edited", in: &$0) }
        #expect(try publish(stored(document.heads)) == .approvalMissing)
    }

    @Test func `an import publishes what was published elsewhere`() throws {
        let heads = stored(document.heads)
        let refusal = try admit(.bot, as: author, special: [.import]) { transaction throws(HubError) in
            transaction.root.set("published", heads)
        }
        #expect(refusal == nil)
    }
}
