import Assistant
import CRDT
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol
import TerminalCanvas
import TestSupport

@testable import Scenes
@testable import conv_agent

/// A bicycle shop's replica in memory at a fixed moment, and the workspace of Noor, who is on shift there.
final class Shift {
    static let now = Instant(milliseconds: 1_780_000_000_000)
    static let noor = Identifier(high: 1 << 60, low: 8)

    let store: ReplicaStore
    let folder: ReplicaFolder
    let workspace: HeadlessWorkspace
    private var random = SeededGenerator(seed: 17)
    private(set) var tickets: [String: Identifier] = [:]

    init(filled: Bool = true) throws {
        // Times are shown on the machine's clock, which is the same for everybody here.
        setenv("TZ", "UTC", 1)
        tzset()
        let member = ReplicaStore.Member(
            workspace: Identifier(high: 1 << 60, low: 4), user: Self.noor, actor: ActorID(high: 7, low: 9),
            rootFingerprint: "none")
        store = try ReplicaStore.create(in: DatabaseQueue(), member: member)
        folder = ReplicaFolder(path: NSTemporaryDirectory() + "conv-shift-\(UUID().uuidString)")
        try folder.makeFolder()
        workspace = try HeadlessWorkspace(folder: folder, store: store, present: Self.now, place: .tickets)
        if filled { try fill() }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder.path) }

    private func write<Value>(minutesAgo: Int64, _ body: (inout ChangeWriter) throws -> Value) throws -> Value {
        defer { _ = random.next() }
        return try store.write(at: Self.now.advanced(bySeconds: -60 * minutesAgo), randomness: random, body)
    }

    /// Opens a ticket with what the customer wrote.
    func open(
        _ key: String, _ subject: String?, _ words: String, minutesAgo: Int64, name: String? = nil,
        channel: String = "email", priority: Priority = .normal, queue: String = "front-desk"
    ) throws {
        let person = try name.map { name in
            try write(minutesAgo: minutesAgo + 5) { writer in
                let id = writer.newIdentifier()
                try writer.place(id, in: .workspace)
                try writer.edit(.person, id, root: id) { transaction in
                    Person.write(
                        PersonDraft(name: name, emails: ["\(key)@example.com"], locale: "en-GB"), in: &transaction)
                }
                return id
            }
        }
        tickets[key] = try write(minutesAgo: minutesAgo) { writer in
            let id = writer.newIdentifier()
            try writer.place(id, in: .queue(queue))
            var draft = TicketDraft(channel: channel, subject: subject)
            draft.priority = priority
            draft.assistance = .init(isOn: true)
            if let person {
                draft.customer = .known(person: person, company: nil)
                draft.assurance = .vouched
            }
            draft.claimed = ["plan": .string("gold")]
            try writer.edit(.ticket, id, root: id) { try Ticket.open(draft, in: &$0) }
            let author = Author(kind: .customer, id: person?.description ?? "visitor")
            try Self.post(words, by: author, .public, id, &writer)
            return id
        }
    }

    private static func post(
        _ words: String, by author: Author, role: Event.MessageRole = .message, _ visibility: Visibility,
        _ ticket: Identifier, _ writer: inout ChangeWriter
    ) throws {
        let id = visibility == .public ? ticket.publicDiscussion : ticket.internalDiscussion
        try writer.edit(.discussion, id, root: ticket) { transaction in
            try Discussion.begin(visibility: visibility, in: &transaction)
            Discussion.post(MessageDraft(author: author, role: role, body: words), in: &transaction)
        }
    }

    /// Lets somebody write in a ticket.
    func say(
        _ words: String, in key: String, by kind: Author.Kind, role: Event.MessageRole = .message,
        isNote: Bool = false, minutesAgo: Int64
    ) throws {
        guard let ticket = tickets[key] else { preconditionFailure("the ticket was opened") }
        let id = kind == .teammate ? Self.noor.description : kind == .ai ? "assistant" : "visitor"
        try write(minutesAgo: minutesAgo) { writer in
            try Self.post(
                words, by: Author(kind: kind, id: id), role: role, isNote ? .internal : .public, ticket, &writer)
        }
    }

    /// Edits a ticket's document.
    func edit(_ key: String, minutesAgo: Int64, _ body: (inout Transaction) throws -> Void) throws {
        guard let ticket = tickets[key] else { preconditionFailure("the ticket was opened") }
        _ = try write(minutesAgo: minutesAgo) { try $0.edit(.ticket, ticket, root: ticket, body) }
    }

    /// Lets the assistant run on a ticket with the articles, of which it may use the one about gears, and keeps the
    /// trace.
    func runAssistant(on key: String, _ question: String, minutesAgo: Int64) throws {
        guard let ticket = tickets[key] else { preconditionFailure("the ticket was opened") }
        let items = try store.articles().filter { $0.kind == .article }.map { article in
            let reference = ContentReference(kind: .article, id: article.id.description, version: "1")
            let body = try store.article(article.id.description).article.content.body
            return LibraryItem(
                reference: reference, title: article.title, body: body, isOn: article.title.hasPrefix("Gears"))
        }
        let request = AssistantRequest(
            ticket: ticket, revision: [], channel: "email", asked: question, reader: Reader(traits: AudienceTraits()))
        var policy = AssistantStack.Policy()
        policy.thresholds = OutcomeThresholds(answer: 0, offer: 0)
        let trace = AssistantRun.trace(
            run: Identifier(at: Self.now.advanced(bySeconds: -60 * minutesAgo), using: &random), request,
            stack: AssistantStack(index: LibraryIndex(items)),
            policy: policy)
        let stored = try trace.stored()
        try edit(key, minutesAgo: minutesAgo) { Ticket.recordRun(trace.run, trace: stored, in: &$0) }
    }

    private func fill() throws {
        try write(minutesAgo: 5000) { writer in
            for (section, settings) in [
                (SettingsSection.queues, ["queue.workshop.name": "Workshop", "queue.front-desk.name": "Front desk"]),
                (.serviceLevels, ["policy.all.first_response": "4h", "policy.all.rank": "1"]),
            ] {
                let id = section.document
                try writer.place(id, in: .workspace)
                try writer.edit(.settings, id, root: id) { transaction in
                    for (name, text) in settings.sorted(by: { $0.key < $1.key }) {
                        try Settings.set(name, to: try Settings.value(text, of: name), in: &transaction)
                    }
                }
            }
            for (title, kind, body) in [
                ("Opening hours", ArticleContent.Kind.article, "Opening hours, as always."),
                ("Kind regards", .snippet, "Kind regards, as always."),
                (
                    "Gears that slip", .article,
                    "Tighten the cable at the barrel adjuster beside the lever. A worn cassette slips."
                ),
            ] {
                let id = writer.newIdentifier()
                try writer.place(id, in: .workspace)
                try writer.edit(.article, id, root: id) { transaction in
                    Article.create(kind: kind, title: title, body: body, in: &transaction)
                }
            }
        }
        try open("brakes", "Brakes squeal", "They squeal.", minutesAgo: 500, name: "Jo Park", queue: "workshop")
        try say("We fixed them. Ride well!", in: "brakes", by: .teammate, minutesAgo: 480)
        try edit("brakes", minutesAgo: 479) { transaction in
            try Ticket.setStatus(
                .resolved, resolver: Resolver(kind: .teammate, id: Self.noor.description), in: &transaction)
        }
        try open(
            "gears", "Gears slip on the hill",
            "The chain **slips** in third gear.\n\n- since Monday\n- only uphill", minutesAgo: 260, name: "Mara Lind",
            priority: .high)
        try say(
            "Have you tried tightening the cable? The barrel adjuster is beside the lever.", in: "gears", by: .ai,
            role: .answer, minutesAgo: 259)
        try runAssistant(on: "gears", "The gears slip in third gear", minutesAgo: 259)
        try say(
            "Yes, it still slips in third gear. Can I bring the bike in?", in: "gears", by: .customer, minutesAgo: 200)
        try edit("gears", minutesAgo: 199) { transaction in
            Ticket.handOff(
                Event.HandOff(reason: .lowConfidence, destination: "workshop"), confidence: 0.41, in: &transaction)
        }
        try say(
            "Cassette is worn, I think. @[Noor](user:\(Self.noor)) can you look?", in: "gears", by: .teammate,
            isNote: true, minutesAgo: 100)
        try open("lock", "鍵を失くしました", "自転車の鍵を失くしました。予備の鍵を注文できますか？色は青です。", minutesAgo: 90, name: "山田太郎")
        try say("はい、注文できます。\n三日ほどかかります。", in: "lock", by: .teammate, minutesAgo: 60)
        try open("rtl", "السلام عليكم", "هل يمكنني إرجاع الدراجة؟ \u{202E}abc", minutesAgo: 50, name: "ليلى")
        try open(
            "hostile", Workplace.hostileWords,
            Workplace.hostileWords + "\nz\u{0335}\u{0321}\u{0340}\u{0342}a\u{0337}\u{0328}\u{034C}lgo",
            minutesAgo: 40, name: String(repeating: "Long", count: 2500))
        try open("key", nil, "Lost my key, what now?", minutesAgo: 30, channel: "widget")
    }

    /// Presses keys by their names, as a replay has them.
    func press(_ keys: String) throws {
        for step in try KeyScript(keys).steps {
            switch step {
            case .key(let key): workspace.send(.key(key))
            case .pause(let seconds): workspace.pass(seconds: seconds)
            }
        }
    }

    /// The screen as the terminal shows it, without colours.
    func screen(_ columns: Int, _ rows: Int) throws -> String {
        try workspace.text(
            .canvas(Size(columns: columns, rows: rows), Theme(background: .dark, depth: .none), hasColours: false))
    }
}
