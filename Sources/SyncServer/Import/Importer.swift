import Foundation
public import Hub
import ImportFormats
import Replica
import SyncProtocol

/// Pours a team's history into a workspace: conversations, articles, guidance. Doing it again changes nothing.
///
/// Works through the server's own replica, in batches of conversations; each batch is one transaction there and then
/// goes into the log like any member's work, while the next one is read and written. An import that was broken off is
/// taken up by running it again.
public struct Importer {
    /// How far an import has come.
    public struct Progress: Hashable, Sendable {
        /// Conversations done.
        public let conversationCount: Int
        /// Conversations in all.
        public let conversationTotal: Int
        /// Messages written so far.
        public let messageCount: Int
        /// Seconds since the start.
        public let seconds: Double
    }

    private let replica: ServerReplica
    private let naming: KeyedNaming
    private let blobs: BlobFolder
    private let settings: ImportSettings
    private let sender: ImportSender

    /// Prepares an import into a folder, whether it is being served or not.
    public init(_ folder: WorkspaceFolder, settings: ImportSettings) throws {
        if let queue = settings.queue, !Scope.isQueue(queue) {
            throw ServerError.invalidInput("a queue's name has 1 to 64 of a-z, 0-9, - and _")
        }
        replica = try folder.openReplicaOfServer()
        naming = KeyedNaming(key: folder.keys.externalKey, realm: "import")
        blobs = BlobFolder(folder.blobsPath)
        self.settings = settings
        sender = ImportSender(replica)
    }

    /// Imports files and folders.
    ///
    /// - Throws: `ImportError` when a path does not exist; what the database throws. What was written stays.
    public func run(_ paths: [String], progress: (Progress) -> Void = { _ in }) throws -> ImportReport {
        let start = ContinuousClock.now
        var report = ImportReport()
        let files = try ImportFormats.files(at: paths)
        let contents = files.filter { $0.hasSuffix(".md") }
        let records = files.filter { !$0.hasSuffix(".md") }
        // Sends what an earlier import that was broken off has left, and learns all that the log holds: only then is it
        // known what is new.
        try sender.send()
        _ = try sender.finish()
        report.take(try ContentImport(replica.store, at: settings.now).run(contents))
        try sender.send()
        if !records.isEmpty { try importConversations(records, &report, start, progress) }
        (report.changes, report.refused) = try sender.finish()
        report.seconds = Self.seconds(since: start)
        return report
    }

    private func importConversations(
        _ files: [String], _ report: inout ImportReport, _ start: ContinuousClock.Instant,
        _ progress: (Progress) -> Void
    ) throws {
        let options = ImportOptions(teamAddresses: settings.teamAddresses)
        let reader = try ImportFormats.read(paths: files, options: options)
        var batch: [ImportedConversation] = []
        var people: Set<Identifier> = []
        func tell() {
            let count = report.conversations
            progress(
                Progress(
                    conversationCount: count.new + count.known, conversationTotal: reader.conversationCount,
                    messageCount: report.messages.new, seconds: Self.seconds(since: start)
                )
            )
        }
        for item in reader {
            switch item {
            case .skipped(let record):
                report.skip(record.file, record.position, record.reason.rawValue, record.explanation)
            case .conversation(let conversation):
                batch.append(conversation)
                guard batch.count == ImportSettings.batchCount else { continue }
                try write(batch, &people, &report)
                batch = []
                tell()
            }
        }
        if !batch.isEmpty { try write(batch, &people, &report) }
        tell()
    }

    private func write(
        _ batch: [ImportedConversation], _ people: inout Set<Identifier>, _ report: inout ImportReport
    ) throws {
        let holdings = ImportHoldings(replica.store)
        let roots = batch.map { naming.identifier("conversation", $0.externalID) }
        let customers = batch.map { naming.identifier("person", $0.customer.externalID) }
        let known = try replica.store.known(of: roots)
        let knownPeople = try replica.store.known(of: Array(Set(customers).subtracting(people)))
        report.people.known += knownPeople.count
        people.formUnion(knownPeople)
        var (next, met) = (report, people)
        var works: [ConversationImport] = []
        for (index, conversation) in batch.enumerated() {
            works.append(
                ConversationImport(
                    conversation: conversation, root: roots[index], person: customers[index],
                    queue: settings.queue ?? ImportSettings.standardQueue, naming: naming, blobs: blobs,
                    now: settings.now,
                    held: known.contains(roots[index]) ? try holdings.externals(of: roots[index]) : nil
                )
            )
        }
        try replica.store.write(at: settings.now, isAction: false, projects: .whenAccepted) { writer in
            for work in works {
                if met.insert(work.person).inserted {
                    let person = PersonImport(
                        person: work.conversation.customer, locale: work.conversation.locale, root: work.person,
                        naming: naming
                    )
                    try person.write(&writer)
                    next.people.new += 1
                }
                try work.write(&writer, &next)
            }
        }
        (report, people) = (next, met)
        try sender.send()
    }

    private static func seconds(since start: ContinuousClock.Instant) -> Double {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
