import CRDT
import Hub
import Testing

@Suite struct DiscussionTests {
    private let id = Identifier(high: 0x0123, low: 0x40)
    private let customer = Author(kind: .customer, id: "person 7")

    /// A public discussion with one message of a customer.
    private func begun(by device: inout Device) throws -> (document: Document, message: OperationID) {
        var document = Document()
        var message: OperationID?
        try device.edit(&document) { transaction throws(HubError) in
            try Discussion.begin(visibility: .public, owner: "anna", title: "Review", in: &transaction)
            message = Discussion.post(MessageDraft(author: customer, body: "It does not print"), in: &transaction)
        }
        return (document, try #require(message))
    }

    @Test func `a message reads as its draft`() throws {
        var device = Device(1)
        var (document, first) = try begun(by: &device)
        let draft = MessageDraft(
            author: device.author, role: .message, body: "Hello @[Ben B.](user:ben)", replyTo: first,
            sent: Instant(milliseconds: 99), draftedBy: Author(kind: .ai, id: "assistant"), external: "ts 1.2",
            isAutomatic: false,
            attachments: [
                AttachmentReference(blob: "ab12", name: "log file.txt", mediaType: "text/plain", byteCount: 12)
            ]
        )
        device.edit(&document) { Discussion.post(draft, in: &$0) }
        let message = try #require(Discussion(id: id, document: document).messages.last)
        #expect(message.author == device.author)
        #expect(message.role == .message)
        #expect(message.body == draft.body)
        #expect(message.replyTo == first)
        #expect(message.sent == draft.sent)
        #expect(message.draftedBy == draft.draftedBy)
        #expect(message.external == "ts 1.2")
        #expect(message.attachments == draft.attachments)
        #expect(message.mentions == ["ben"])
        #expect(!message.isAutomatic && !message.isEdited && !message.isDeleted && !message.isErased)
        #expect(Discussion.message(message.id, in: document) == message)
    }

    @Test func `every role and kind of author reads back`() throws {
        var device = Device(1)
        for role in Event.MessageRole.allCases {
            for kind in Author.Kind.allCases {
                var document = Document()
                let author = Author(kind: kind, id: "x y")
                device.edit(&document) {
                    Discussion.post(
                        MessageDraft(author: author, role: role, body: "b", isAutomatic: true), in: &$0)
                }
                let message = try #require(Discussion(id: id, document: document).messages.first)
                #expect(message.author == author)
                #expect(message.role == role)
                #expect(message.isAutomatic)
            }
        }
    }

    @Test func `who writes takes part, and keeps a role that somebody gave`() throws {
        var device = Device(1)
        var (document, _) = try begun(by: &device)
        let observer = Author(kind: .customer, id: "colleague")
        device.edit(&document) { Discussion.setParticipant(Participant(observer, role: .cc), in: &$0) }
        device.edit(&document) { Discussion.post(MessageDraft(author: observer, body: "me too"), in: &$0) }
        device.edit(&document) {
            Discussion.post(MessageDraft(author: Author(kind: .system, id: "hub"), body: "noted"), in: &$0)
        }
        let participants = Discussion(id: id, document: document).participants
        #expect(Set(participants) == [Participant(customer, role: .requester), Participant(observer, role: .cc)])
    }

    @Test func `a private discussion is refused with what to do instead`() {
        var device = Device(1)
        var document = Document()
        let error = #expect(throws: HubError.self) {
            try device.edit(&document) { transaction throws(HubError) in
                try Discussion.begin(visibility: .private, in: &transaction)
            }
        }
        #expect(error?.code == .privateNotAvailable)
        #expect(error?.description.contains("not available yet") == true)
        #expect(document.isEmpty)
    }

    @Test func `visibility is fixed when the discussion is begun`() throws {
        var device = Device(1)
        var (document, _) = try begun(by: &device)
        let error = #expect(throws: HubError.self) {
            try device.edit(&document) { transaction throws(HubError) in
                try Discussion.begin(visibility: .internal, in: &transaction)
            }
        }
        #expect(error?.code == .visibilityIsFixed)
        let again = try device.edit(&document) { transaction throws(HubError) in
            try Discussion.begin(visibility: .public, in: &transaction)
        }
        #expect(again == nil)
    }

    @Test func `a ticket's own discussions have the visibility of their identifier, whatever a register says`() {
        var device = Device(1)
        var document = Document()
        device.edit(&document) { transaction in transaction.root.set("visibility", "public") }
        let ticket = Identifier(high: 3, low: 4)
        #expect(Discussion(id: ticket.publicDiscussion, document: document).visibility == .public)
        #expect(Discussion(id: ticket.internalDiscussion, document: document).visibility == .internal)
    }

    @Test func `two who edit one message at once read the same, and the loser's words stay readable`() throws {
        var (left, right) = (Device(1), Device(2))
        var (one, message) = try begun(by: &left)
        var two = one
        right.milliseconds = left.milliseconds + 500
        try left.edit(&one) { transaction throws(HubError) in
            try Discussion.edit(message, body: "left", in: &transaction)
        }
        try right.edit(&two) { transaction throws(HubError) in
            try Discussion.edit(message, body: "right", in: &transaction)
        }
        exchange(&one, &two)
        for document in [one, two] {
            let read = try #require(Discussion.message(message, in: document))
            #expect(read.body == "right")
            #expect(read.alternatives == ["left"])
            #expect(read.isEdited)
            let edits = Discussion.edits(of: message, in: document)
            #expect(edits.map(\.body) == ["It does not print", "left", "right"])
            #expect(edits.map(\.isSuperseded) == [false, true, false])
        }
    }

    @Test func `a deleted message keeps its place and replies, and can be restored`() throws {
        var device = Device(1)
        var (document, message) = try begun(by: &device)
        let question = MessageDraft(author: device.author, body: "Which one?", replyTo: message)
        device.edit(&document) { Discussion.post(question, in: &$0) }
        try device.edit(&document) { transaction throws(HubError) in
            try Discussion.setDeleted(true, message, in: &transaction)
        }
        let messages = Discussion(id: id, document: document).messages
        #expect(messages.map(\.isDeleted) == [true, false])
        #expect(messages[0].body.isEmpty)
        #expect(messages[1].replyTo == messages[0].id)
        let error = #expect(throws: HubError.self) {
            try device.edit(&document) { transaction throws(HubError) in
                try Discussion.edit(message, body: "x", in: &transaction)
            }
        }
        #expect(error?.code == .messageIsDeleted)
        try device.edit(&document) { transaction throws(HubError) in
            try Discussion.setDeleted(false, message, in: &transaction)
        }
        #expect(Discussion(id: id, document: document).messages[0].body == "It does not print")
    }

    @Test func `an edit of a message that is not here is an error`() throws {
        var device = Device(1)
        var (document, message) = try begun(by: &device)
        let missing = OperationID(change: message.change, index: 900)
        let error = #expect(throws: HubError.self) {
            try device.edit(&document) { transaction throws(HubError) in
                try Discussion.edit(missing, body: "x", in: &transaction)
            }
        }
        #expect(error?.code == .notFound)
    }

    @Test func `reactions are put and taken back one by one`() throws {
        var device = Device(1)
        var (document, message) = try begun(by: &device)
        let mine = Reaction(emoji: "👍", author: device.author)
        let theirs = Reaction(emoji: "👍", author: customer)
        for reaction in [mine, theirs, mine] {
            try device.edit(&document) { transaction throws(HubError) in
                try Discussion.react(reaction, to: message, in: &transaction)
            }
        }
        #expect(Set(Discussion.message(message, in: document)?.reactions ?? []) == [mine, theirs])
        try device.edit(&document) { transaction throws(HubError) in
            try Discussion.unreact(mine, from: message, in: &transaction)
        }
        #expect(Discussion.message(message, in: document)?.reactions == [theirs])
    }

    @Test func `one discussion stands under many things, and unlinking deletes nothing`() throws {
        var device = Device(1)
        var (document, _) = try begun(by: &device)
        let links = DiscussionLink.Scope.allCases.map { DiscussionLink(scope: $0, id: "id 1", role: "a thread") }
        device.edit(&document) { transaction in
            for link in links { Discussion.link(link, in: &transaction) }
        }
        let stored = Discussion(id: id, document: document).links
        #expect(Set(stored.map(\.scope)) == Set(DiscussionLink.Scope.allCases))
        #expect(stored.allSatisfy { $0.role == "a thread" })
        device.edit(&document) { transaction in
            for link in stored { Discussion.unlink(link, in: &transaction) }
        }
        #expect(Discussion(id: id, document: document).links.isEmpty)
        #expect(Discussion(id: id, document: document).messages.count == 1)
    }

    @Test func `an erased message loses its words and keeps who kind of author wrote it in which role`() throws {
        var device = Device(1)
        var (document, _) = try begun(by: &device)
        let draft = MessageDraft(author: Author(kind: .ai, id: "a"), role: .answer, body: "secret", isAutomatic: false)
        let change = device.edit(&document) { Discussion.post(draft, in: &$0) }
        #expect(Discussion(id: id, document: document).messages.last?.body == "secret")
        document.erase([try #require(change).reference])
        let message = try #require(Discussion(id: id, document: document).messages.last)
        #expect(message.isErased)
        #expect(message.body.isEmpty)
        #expect(message.author == Author(kind: .ai, id: ""))
        #expect(message.role == .answer)
    }

    @Test func `replicas that write the same discussion in any order show the same transcript`() throws {
        for seed in HubSeed.seeds(100) {
            var random = HubSeed(seed)
            var devices = (1...3).map { Device(UInt64($0)) }
            var documents = [Document](repeating: Document(), count: 3)
            for step in 0..<20 {
                let index = Int.random(in: 0..<3, using: &random)
                devices[index].milliseconds += UInt64.random(in: 0...3000, using: &random)
                let messages = documents[index].records("messages").records.map(\.id)
                let choice = Int.random(in: 0..<5, using: &random)
                let target = messages.randomElement(using: &random)
                let author = devices[index].author
                try devices[index].edit(&documents[index]) { transaction throws(HubError) in
                    try Discussion.begin(visibility: .internal, in: &transaction)
                    guard let target, choice > 1 else {
                        Discussion.post(
                            MessageDraft(author: author, body: "\(step)", replyTo: target), in: &transaction)
                        return
                    }
                    switch choice {
                    case 2: try Discussion.setDeleted(step % 2 == 0, target, in: &transaction)
                    case 3:
                        try Discussion.react(Reaction(emoji: "+1", author: author), to: target, in: &transaction)
                    default:
                        if transaction.records("messages").view.record(target)?.editable.value("deleted") != true {
                            try Discussion.edit(target, body: "edit \(step)", in: &transaction)
                        }
                    }
                }
                if Int.random(in: 0..<3, using: &random) == 0 {
                    exchange(index, (index + 1) % 3, of: &documents)
                }
            }
            converge(&documents)
            let discussions = documents.map { Discussion(id: id, document: $0) }
            #expect(discussions.allSatisfy { $0 == discussions[0] }, "seed \(seed)")
            #expect(discussions[0].visibility == .internal, "seed \(seed)")
        }
    }
}
