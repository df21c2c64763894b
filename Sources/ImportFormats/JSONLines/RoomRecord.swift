import Hub

/// A line of a shared room's log: several customers may talk at once, and no line says which conversation it is of.
struct RoomRecord: Decodable {
    var id: String
    var at: String
    var author: String
    var text: String
    var mentions: [String]?
    var channel: String

    /// When it was written.
    /// - Throws: `RecordProblem` when a field holds what it should not.
    func checked() throws(RecordProblem) -> Instant {
        for (field, value) in [("id", id), ("author", author), ("channel", channel)] {
            if value.isEmpty { throw .missing(field) }
            if value.hasNUL { throw .nul(field) }
        }
        if text.hasNUL { throw .nul("text") }
        guard let instant = Instant(text: at) else { throw .date("at") }
        return instant
    }
}
