import Foundation
import Hub

extension ConversationIndex {
    /// Puts a conversation together from its records.
    /// - Returns: The conversation, or nil when none of its records can be read any more; what changed since the first
    ///   pass is told to `skip`.
    mutating func conversation(for plan: Plan, skip: (SkippedRecord) -> Void) -> ImportedConversation? {
        guard var conversation = assembled(plan, skip: skip) else { return nil }
        guard conversation.hasFittingLabels else {
            skip(tooLong(plan, "the conversation"))
            return nil
        }
        for _ in 0..<conversation.shorten() { skip(tooLong(plan, "a message of the conversation")) }
        return conversation
    }

    private mutating func assembled(_ plan: Plan, skip: (SkippedRecord) -> Void) -> ImportedConversation? {
        switch plan.content {
        case .events(let records, let details):
            return conversation(plan, records: records, details: details, skip: skip)
        case .transcript(let record):
            let channel = options.transcriptChannel
            return read(record, skip: skip) { (transcript: TranscriptRecord) throws(RecordProblem) in
                try transcript.imported(line: record.position, channel: channel).conversation
            }
        case .room(let records):
            return conversation(plan, roomRecords: records, skip: skip)
        case .mail(let entries):
            return conversation(plan, entries: entries, skip: skip)
        }
    }

    private mutating func conversation(
        _ plan: Plan, records: [RecordReference], details: RecordReference?, skip: (SkippedRecord) -> Void
    ) -> ImportedConversation? {
        var (messages, subject, channel, solution): ([ImportedMessage], String?, String?, String?) = ([], nil, nil, nil)
        for record in records {
            let message = read(record, skip: skip) { (event: EventRecord) throws(RecordProblem) in
                subject = subject ?? event.subject
                channel = channel ?? event.channel
                if event.isSolution == true { solution = event.message }
                return try event.imported()
            }
            if let message { messages.append(message) }
        }
        let known = details.flatMap { record in
            read(record, skip: skip) { (line: ConversationRecord) throws(RecordProblem) in try line.imported() }
        }
        guard known != nil || !messages.isEmpty else { return nil }
        let asker = messages.first { $0.author.kind == .customer }?.author.person
        var conversation =
            known
            ?? ImportedConversation(
                externalID: plan.externalID, channel: channel ?? "", subject: "", openedAt: plan.openedAt,
                customer: asker ?? ImportedPerson(externalID: plan.externalID + "/customer")
            )
        if conversation.subject.isEmpty { conversation.subject = subject ?? Subject.summary(of: messages) }
        conversation.solutionMessageID = conversation.solutionMessageID ?? solution
        if conversation.solutionMessageID != nil { conversation.solved = conversation.solved ?? true }
        conversation.messages = messages
        return conversation
    }

    private mutating func conversation(
        _ plan: Plan, roomRecords records: [RecordReference], skip: (SkippedRecord) -> Void
    ) -> ImportedConversation? {
        var (messages, room, customer): ([ImportedMessage], String?, String?) = ([], nil, nil)
        for record in records {
            let message = read(record, skip: skip) { (line: RoomRecord) throws(RecordProblem) in
                room = line.channel
                customer = customer ?? line.author
                let author = ImportedAuthor(
                    person: ImportedPerson(externalID: line.author),
                    kind: line.author == customer ? .customer : .observer
                )
                return ImportedMessage(externalID: line.id, at: try line.checked(), author: author, text: line.text)
            }
            if let message { messages.append(message) }
        }
        guard let customer, !messages.isEmpty else { return nil }
        let ordered = messages.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        var conversation = ImportedConversation(
            externalID: plan.externalID, channel: options.roomChannel, subject: Subject.summary(of: messages),
            openedAt: plan.openedAt, customer: ImportedPerson(externalID: customer), messages: ordered.map(\.element)
        )
        conversation.room = room
        return conversation
    }

    private mutating func conversation(
        _ plan: Plan, entries: [MailThreading.Entry], skip: (SkippedRecord) -> Void
    ) -> ImportedConversation? {
        var mails: [Mail] = []
        for entry in entries {
            guard let bytes = store.bytes(of: entry.record), var mail = try? MailDocument(record: bytes).mail() else {
                skip(changed(entry.record))
                continue
            }
            mail.id = entry.id
            mails.append(mail)
        }
        return MailConversation.assemble(
            mails, externalID: plan.externalID, openedAt: plan.openedAt, teamAddresses: options.teamAddresses
        )
    }

    private mutating func read<Record: Decodable, Result>(
        _ record: RecordReference, skip: (SkippedRecord) -> Void,
        as transform: (Record) throws(RecordProblem) -> Result
    ) -> Result? {
        guard let bytes = store.bytes(of: record),
            let decoded = try? JSONLine.decode(Record.self, from: bytes, with: decoder),
            let result = try? transform(decoded)
        else {
            skip(changed(record))
            return nil
        }
        return result
    }

    private func tooLong(_ plan: Plan, _ what: String) -> SkippedRecord {
        let record = plan.content.firstRecord
        return SkippedRecord(
            file: store.paths[record.file], position: record.position, reason: .tooLarge,
            "The names, tags or subject of \(what) that begins here are longer than "
                + "\(ImportedConversation.labelByteCountMax >> 10) KiB."
        )
    }

    private func changed(_ record: RecordReference) -> SkippedRecord {
        SkippedRecord(
            file: store.paths[record.file], position: record.position, reason: .fileChanged,
            "The file changed while it was read: run the import again."
        )
    }
}
