import ArgumentParser
import Hub
import Replica
import Scenes

/// What the commands that change one ticket have in common: they write to the replica, and say what is unsent.
struct TicketWriting {
    let store: ReplicaStore
    let ticket: Identifier
    let common: CommonOptions

    /// Tickets that one command enters into the full-text index at most.
    private static let indexCountMax = 20

    /// Finds the ticket that a person named.
    init(_ name: String, _ common: CommonOptions) throws {
        store = try common.open()
        ticket = try store.ticketIdentifier(name)
        self.common = common
    }

    /// Writes to the ticket in one action, and reports.
    ///
    /// - Parameter done: What people are told, such as `Replied to`; the ticket's name follows.
    func write(_ done: String, _ action: TicketAction) throws {
        try TicketActions(store: store, attached: AttachedFiles(common.folder), ticket: ticket).write(
            [action], at: .now)
        // What is written in months without a network is found as well; the newest is entered first.
        try store.indexSearch(limit: Self.indexCountMax)
        try report(done)
    }

    /// Keeps copies of files for a message to the ticket.
    ///
    /// - Throws: `ReplicaError.invalidInput` when one cannot be attached, or there are too many.
    func attach(_ paths: [String]) throws -> [AttachmentReference] {
        let attached = AttachedFiles(common.folder)
        let files = try paths.map { try attached.attach($0, to: ticket) }
        try attached.check(files, of: ticket)
        return files
    }

    /// Refuses what the ticket's channel would not take, before anything is written.
    ///
    /// - Throws: `ReplicaError.invalidInput` with what the channel's record excludes.
    func obey(_ words: String, _ files: [AttachmentReference], isEdit: Bool) throws {
        if let problem = try capabilities()?.problem(withReply: words, files: files, isEdit: isEdit) {
            throw ReplicaError.invalidInput(problem.description)
        }
    }

    /// Refuses a reaction that the ticket's channel would not show.
    ///
    /// - Throws: `ReplicaError.invalidInput`.
    func obeyReactions() throws {
        if let problem = try capabilities()?.problemWithReactions {
            throw ReplicaError.invalidInput(problem.description)
        }
    }

    private func capabilities() throws -> ChannelCapabilities? {
        let channel = Ticket(id: ticket, document: try store.documents(of: ticket).document(ticket)).channel
        return ChannelCapabilities.now(
            of: channel, channels: try store.settings(.channels).settings,
            assistant: try store.settings(.assistant).settings)
    }

    private func report(_ done: String) throws {
        let unsent = try store.unsentSummary()
        let name = try store.ticketName(of: ticket)
        if common.isJSON {
            return try Output.json(
                TicketWriteReport(
                    ticket: ticket.description, name: name, unsent: unsent.pendingCount, parked: unsent.parkedCount
                )
            )
        }
        Output.line("\(done) \(name). \(Unsent.sentence(unsent))")
    }
}

/// What a command that changed a ticket prints as JSON.
struct TicketWriteReport: Encodable {
    let ticket: String
    let name: String
    let unsent: Int
    let parked: Int
}

/// How people are told what is still to be sent.
enum Unsent {
    /// One sentence, or two.
    static func sentence(_ unsent: ReplicaStore.UnsentSummary) -> String {
        let waiting = unsent.pendingCount == 1 ? "1 change waits" : "\(unsent.pendingCount) changes wait"
        let refused =
            unsent.parkedCount == 0
            ? "" : " \(unsent.parkedCount) were refused before; `conv-agent sync why` says why."
        return unsent.pendingCount == 0
            ? "Nothing waits to be sent.\(refused)" : "\(waiting) to be sent by `conv-agent sync`.\(refused)"
    }
}
