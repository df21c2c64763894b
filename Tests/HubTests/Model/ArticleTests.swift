import CRDT
import Hub
import Testing

@Suite struct ArticleTests {
    private let id = Identifier(high: 5, low: 4)
    private var author = Device(1)
    private var reviewer = Device(2)
    private var document = Document()

    init() {
        author.edit(&document) {
            Article.create(title: "Reset", body: "Press the button.", language: "en", audience: "plan = free", in: &$0)
        }
    }

    private var article: Article { Article(id: id, document: document) }

    private func user(of actor: ActorID) -> Identifier? {
        [author, reviewer].first { $0.actor == actor }?.user
    }

    private mutating func submit() throws {
        try author.edit(&document) { transaction throws(HubError) in
            try Article.submitForReview(in: &transaction)
        }
    }

    private mutating func approve(as device: WritableKeyPath<Self, Device>) throws {
        var (writer, copy) = (self[keyPath: device], document)
        let user = writer.user
        try writer.edit(&copy) { transaction throws(HubError) in
            try Article.approve(by: user, author: self.user(of:), in: &transaction)
        }
        (self[keyPath: device], document) = (writer, copy)
    }

    private mutating func publish(at instant: Instant? = nil, needsApproval: Bool = true) throws {
        try reviewer.edit(&document) { transaction throws(HubError) in
            try Article.publish(at: instant, needsApproval: needsApproval, in: &transaction)
        }
    }

    @Test mutating func `an article goes from draft over review and approval to readers`() throws {
        #expect(article.state == .draft)
        #expect(article.published == nil)
        #expect(article.isOn)
        try submit()
        #expect(article.state == .inReview)
        try approve(as: \.reviewer)
        #expect(article.state == .approved)
        #expect(article.approvals.map(\.by) == [reviewer.user.description])
        try publish()
        #expect(article.state == .published)
        #expect(article.published == article.content)
        #expect(article.published?.body == "Press the button.")
        #expect(article.published?.audience == "plan = free")
    }

    @Test func `the author cannot approve, nor publish without approval`() throws {
        var test = self
        let early = #expect(throws: HubError.self) { try test.publish() }
        #expect(early?.code == .unlawfulTransition)
        try test.submit()
        let own = #expect(throws: HubError.self) { try test.approve(as: \.author) }
        #expect(own?.code == .approvalNeedsAnotherPerson)
        let unapproved = #expect(throws: HubError.self) { try test.publish() }
        #expect(unapproved?.code == .unlawfulTransition)
        #expect(test.article.state == .inReview)
    }

    @Test mutating func `whoever wrote what is published may approve what another wrote since`() throws {
        try submit()
        try approve(as: \.reviewer)
        try publish()
        reviewer.edit(&document) { Article.setTitle("Reset it", in: &$0) }
        try submit()
        try approve(as: \.author)
        #expect(article.state == .approved)
    }

    @Test func `without a review there is nothing to approve`() throws {
        var test = self
        let error = #expect(throws: HubError.self) { try test.approve(as: \.reviewer) }
        #expect(error?.code == .unlawfulTransition)
    }

    @Test mutating func `a workspace without approvals publishes from draft`() throws {
        try publish(needsApproval: false)
        #expect(article.state == .published)
    }

    @Test mutating func `an edit voids the approval, and the live version keeps serving`() throws {
        try submit()
        try approve(as: \.reviewer)
        author.edit(&document) { Article.setTitle("Reset it", in: &$0) }
        #expect(article.state == .draft)
        author.edit(&document) { Article.setTitle("Reset", in: &$0) }
        #expect(article.state == .approved, "the very content that was approved needs no new approval")
        try publish()
        author.edit(&document) { Article.setBody("Press the red button.", in: &$0) }
        #expect(article.state == .draft)
        #expect(article.published?.body == "Press the button.")
        #expect(article.content.body == "Press the red button.")
    }

    @Test mutating func `an edit that nobody saw when approving voids the approval once they meet`() throws {
        try submit()
        var other = document
        try approve(as: \.reviewer)
        author.edit(&other) { Article.setBody("Never press the button.", in: &$0) }
        exchange(&document, &other)
        #expect(article.state == .draft)
        #expect(Article(id: id, document: other) == article)
    }

    @Test mutating func `the switch voids nothing and is a version`() throws {
        try submit()
        try approve(as: \.reviewer)
        try publish()
        reviewer.edit(&document) { Article.setOn(false, in: &$0) }
        #expect(article.state == .published)
        #expect(!article.isOn)
        #expect(Article.versions(of: document).map(\.isContent) == [true, false])
    }

    @Test mutating func `what is scheduled is published as it was, even when the working copy has gone on`() throws {
        try submit()
        try approve(as: \.reviewer)
        let instant = Instant(milliseconds: 1_800_000_000_000)
        try publish(at: instant)
        #expect(article.state == .scheduled)
        #expect(article.scheduledAt == instant)
        author.edit(&document) { Article.setTitle("Later", in: &$0) }
        try reviewer.edit(&document) { transaction throws(HubError) in
            try Article.publishScheduled(in: &transaction)
        }
        #expect(article.published?.title == "Reset")
        #expect(article.content.title == "Later")
    }

    @Test mutating func `an archived article serves nobody and starts again as a draft`() throws {
        try publish(needsApproval: false)
        try reviewer.edit(&document) { transaction throws(HubError) in try Article.archive(in: &transaction) }
        #expect(article.state == .archived)
        #expect(article.published == nil)
        let error = #expect(throws: HubError.self) { try publish(needsApproval: false) }
        #expect(error?.code == .unlawfulTransition)
        try reviewer.edit(&document) { transaction throws(HubError) in try Article.returnToDraft(in: &transaction) }
        #expect(article.state == .draft)
        #expect(article.published == nil)
    }

    @Test func `an edit and its approval are never one change`() throws {
        var test = self
        try test.submit()
        let (user, lookup) = (test.reviewer.user, test.user(of:))
        let error = #expect(throws: HubError.self) {
            try test.reviewer.edit(&test.document) { transaction throws(HubError) in
                Article.setTitle("Mine", in: &transaction)
                try Article.approve(by: user, author: lookup, in: &transaction)
            }
        }
        #expect(error?.code == .staleBase)
        #expect(test.article.content.title == "Reset")
    }

    @Test mutating func `two who edit different words keep both`() throws {
        var other = document
        author.edit(&document) { Article.setBody("Press the red button.", in: &$0) }
        reviewer.edit(&other) { Article.setBody("Press the button twice.", in: &$0) }
        exchange(&document, &other)
        #expect(article.content.body == "Press the red button twice.")
    }

    @Test mutating func `a revert makes the old version new, marks and switch included, and can be reverted`() throws {
        author.edit(&document) { transaction in
            transaction.text("body").mark(0..<5, "strong", true, expand: .none)
        }
        let old = document.heads
        let before = article
        author.edit(&document) { transaction in
            Article.setTitle("New", in: &transaction)
            Article.setAudience(nil, in: &transaction)
            Article.setOn(false, in: &transaction)
            Article.setBody("Pull the lever, then press the button!", in: &transaction)
            transaction.text("body").mark(0..<4, "emphasis", true, expand: .none)
        }
        let new = document.heads
        let after = article
        let difference = try Article.difference(from: old, to: new, in: document)
        #expect(difference.fields.map(\.name) == ["title", "audience", "on"])
        #expect(!difference.isEmpty)
        try author.edit(&document) { transaction throws(HubError) in
            try Article.revert(to: old, in: &transaction)
        }
        #expect(article.content == before.content)
        #expect(article.isOn)
        #expect(try Article.difference(from: old, to: document.heads, in: document).isEmpty)
        try author.edit(&document) { transaction throws(HubError) in
            try Article.revert(to: new, in: &transaction)
        }
        #expect(article.content == after.content)
        #expect(!article.isOn)
    }

    @Test mutating func `a revert to an approved version needs no new approval`() throws {
        try submit()
        try approve(as: \.reviewer)
        try publish()
        let approved = document.heads
        author.edit(&document) { Article.setBody("Broken.", in: &$0) }
        try publish(needsApproval: false)
        #expect(article.published?.body == "Broken.")
        try reviewer.edit(&document) { transaction throws(HubError) in
            try Article.revert(to: approved, in: &transaction)
        }
        #expect(article.state == .approved)
        try publish()
        #expect(article.published?.body == "Press the button.")
    }

    @Test mutating func `a version that is not here is an error`() throws {
        let missing = [ChangeReference(actor: author.actor, number: 99)]
        #expect(throws: HubError.self) { try Article.difference(from: missing, to: document.heads, in: document) }
        let error = #expect(throws: HubError.self) {
            try author.edit(&document) { transaction throws(HubError) in
                try Article.revert(to: missing, in: &transaction)
            }
        }
        #expect(error?.code == .notFound)
    }
}
