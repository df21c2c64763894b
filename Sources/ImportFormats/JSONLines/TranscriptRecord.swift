import Hub

/// A line with a whole transcript of an AI agent: who said what, without times.
struct TranscriptRecord: Decodable {
    struct Turn: Decodable {
        var role: String
        var text: String
    }

    /// A turn, or what is wrong with it, so that one bad turn does not cost the whole transcript.
    struct CheckedTurn: Decodable {
        var turn: Result<Turn, RecordProblem>

        init(from decoder: any Decoder) throws {
            do {
                turn = .success(try Turn(from: decoder))
            } catch {
                turn = .failure(RecordProblem(error))
            }
        }
    }

    var id: String
    var messages: [CheckedTurn]
    var escalated: Bool?
    var subject: String?
    var locale: String?

    /// Where made-up times begin: 2000-01-01T00:00:00Z. The transcript of line n begins n − 1 hours later and its turns
    /// follow each other by a minute, so that reading a file again gives the same times.
    static let timeBase = Instant(milliseconds: 946_684_800_000)

    /// The conversation as the hub takes it, and the turns that had to be left out.
    ///
    /// A turn of the AI without text is its call of the tool whose result follows, not a message: it is no record of
    /// its own and is not listed.
    /// - Throws: `RecordProblem` when nothing of the transcript can be taken.
    func imported(
        line: Int, channel: String
    ) throws(RecordProblem) -> (conversation: ImportedConversation, problems: [RecordProblem]) {
        if id.isEmpty { throw .missing("id") }
        if id.hasNUL { throw .nul("id") }
        var problems: [RecordProblem] = []
        var imported: [ImportedMessage] = []
        let start = Self.timeBase.advanced(bySeconds: Int64(clamping: line - 1) * 3600)
        let customer = ImportedPerson(externalID: id + "/customer")
        for (index, message) in messages.enumerated() {
            do throws(RecordProblem) {
                let turn = try message.turn.get()
                if turn.text.hasNUL { throw RecordProblem.nul("text") }
                let kind = try Author.Kind(role: turn.role, field: "role")
                if kind == .ai && turn.text.isEmpty { continue }
                let person = kind == .customer ? customer : ImportedPerson(externalID: turn.role)
                var next = ImportedMessage(
                    externalID: "\(id)/\(index)", at: start.advanced(bySeconds: Int64(index) * 60),
                    author: ImportedAuthor(person: person, kind: kind), text: turn.text
                )
                next.isTimeAssumed = true
                imported.append(next)
            } catch {
                problems.append(
                    RecordProblem(error.reason, "Message \(index + 1) of the transcript: \(error.explanation)"))
            }
        }
        guard !imported.isEmpty else { throw .missing("messages") }
        var conversation = ImportedConversation(
            externalID: id, channel: channel, subject: subject ?? Subject.summary(of: imported),
            openedAt: imported[0].at,
            customer: customer, messages: imported
        )
        conversation.locale = locale
        conversation.isEscalated = escalated
        return (conversation, problems)
    }
}
