import Foundation
import Hub

/// The first pass over the files: checks every record, finds out which conversation it is of, and keeps only where it
/// stands. The second pass (`ConversationIndex+Assembly`) reads the records of one conversation at a time.
struct ConversationIndex {
    /// What one conversation is made of.
    enum Content {
        case events([RecordReference], details: RecordReference?)
        case transcript(RecordReference)
        case room([RecordReference])
        case mail([MailThreading.Entry])

        /// The first of the records that it is made of.
        var firstRecord: RecordReference {
            let first: RecordReference? =
                switch self {
                case .events(let records, let details): records.first ?? details
                case .transcript(let record): record
                case .room(let records): records.first
                case .mail(let entries): entries.first?.record
                }
            guard let first else { preconditionFailure("a conversation is planned for the records that it has") }
            return first
        }
    }

    /// A conversation that can be put together.
    struct Plan {
        var externalID: String
        var openedAt: Instant
        var content: Content
    }

    struct EventThread {
        var openedAt: Instant?
        var messages: [(at: Instant, record: RecordReference)] = []
        var details: RecordReference?
    }

    let options: ImportOptions
    var store: RecordStore
    let decoder = JSONDecoder()
    var skipped: [SkippedRecord] = []
    var messageIDs: Set<String> = []
    var eventThreads: [String: EventThread] = [:]
    var transcripts: [String: Plan] = [:]
    var rooms: [Plan] = []
    var roomThreading = RoomThreading()
    var mail: [MailSummary] = []
    var mailKeys: [String: MailKey] = [:]
    private(set) var messageCount = 0

    init(paths: [String], options: ImportOptions) {
        self.options = options
        store = RecordStore(paths: paths)
    }

    /// Reads every file.
    /// - Complexity: O(bytes); memory grows with the number of records, not with their size.
    mutating func readAll() {
        for index in store.paths.indices {
            guard let file = store.file(index), let prefix = file.read(at: 0, count: FileFormat.prefixBytes) else {
                skip(index, nil, RecordProblem(.unreadableFile, "The file cannot be read: check its permissions."))
                continue
            }
            switch FileFormat(prefix: prefix, path: store.paths[index]) {
            case .jsonLines: readJSONLines(of: file, index: index)
            case .mailbox: readMailbox(file, index: index)
            case .mail: readMail(file, index: index)
            case .empty: skip(index, nil, RecordProblem(.unknownFormat, "The file is empty."))
            case .unknown: skip(index, nil, .unknownFormat)
            }
        }
        messageCount = messageIDs.count
    }

    /// The conversations by the time of their opening, those of one time by external id.
    mutating func plans() -> [Plan] {
        var plans = Array(transcripts.values) + rooms
        for (id, thread) in eventThreads {
            let messages = thread.messages.enumerated().sorted {
                ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
            }
            guard let openedAt = thread.openedAt ?? messages.first?.element.at else { continue }
            let content = Content.events(messages.map(\.element.record), details: thread.details)
            plans.append(Plan(externalID: id, openedAt: openedAt, content: content))
        }
        for thread in MailThreading.threads(of: mail) {
            plans.append(
                Plan(externalID: thread.externalID, openedAt: thread.openedAt, content: .mail(thread.entries))
            )
        }
        mail = []
        mailKeys = [:]
        eventThreads = [:]
        messageIDs = []
        return plans.sorted { ($0.openedAt, $0.externalID) < ($1.openedAt, $1.externalID) }
    }

    /// Lists a record that is left out.
    mutating func skip(_ file: Int, _ position: Int?, _ problem: RecordProblem) {
        skipped.append(
            SkippedRecord(file: store.paths[file], position: position, reason: problem.reason, problem.explanation)
        )
    }

    /// Takes a message's id.
    /// - Throws: `RecordProblem` when another message has it.
    mutating func claim(message id: String) throws(RecordProblem) {
        guard messageIDs.insert(id).inserted else {
            throw RecordProblem(.duplicateMessage, "Another message with the same id came earlier; that one is kept.")
        }
    }
}

extension RecordProblem {
    static let unknownFormat = RecordProblem(
        .unknownFormat, "The file is neither JSON lines of conversations nor mail (mbox or .eml)."
    )

    static func tooLarge(limit: Int) -> RecordProblem {
        RecordProblem(.tooLarge, "The record is larger than \(limit >> 20) MiB.")
    }
}
