import Hub

extension ConversationIndex {
    /// Reads an mbox file.
    mutating func readMailbox(_ file: InputFile, index: Int) {
        var scanner = MailboxScanner(file: file, fileIndex: index)
        var isFound = false
        while let record = scanner.next() {
            isFound = true
            add(record)
        }
        if scanner.hasFailed {
            skip(index, nil, RecordProblem(.unreadableFile, "Reading the file failed before its end."))
        } else if !isFound {
            skip(index, nil, .unknownFormat)
        }
    }

    /// Reads a file that is one mail.
    mutating func readMail(_ file: InputFile, index: Int) {
        guard let bytes = file.read(at: 0, count: options.recordBytesMax + 1) else {
            skip(index, nil, RecordProblem(.unreadableFile, "The file cannot be read."))
            return
        }
        add(RecordReference(file: index, position: 1, offset: 0, length: bytes.count))
    }

    private mutating func add(_ record: RecordReference) {
        do throws(RecordProblem) {
            guard record.length <= options.recordBytesMax else {
                throw RecordProblem.tooLarge(limit: options.recordBytesMax)
            }
            guard let bytes = store.bytes(of: record) else {
                throw RecordProblem(.unreadableFile, "The mail cannot be read.")
            }
            let document = try MailDocument(record: bytes)
            var summary = try document.summary(of: record)
            let key = MailKey(sender: summary.sender, sentAt: summary.sentAt, subject: summary.subject)
            if let known = mailKeys[summary.id], known != key {
                // Broken programs give different mails one id; none of them may be lost.
                summary.id = document.contentHash
            }
            try claim(message: summary.id)
            mailKeys[summary.id] = key
            mail.append(summary)
        } catch {
            skip(record.file, record.position, error)
        }
    }
}

/// What two copies of one mail have in common, whichever way each was delivered.
struct MailKey: Hashable {
    var sender: String?
    var sentAt: Instant?
    var subject: MailSubject
}
