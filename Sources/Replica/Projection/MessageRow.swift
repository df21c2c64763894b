import CRDT
import GRDB
import Hub

/// Messages as rows of the table `message`.
enum MessageRow {
    /// The row of a message.
    static func values(
        of line: TicketContent.Line, root: Int64, ordinal: Int, _ context: ProjectionContext
    ) throws -> [DatabaseValue] {
        let message = line.message
        return [
            root.stored, ordinal.stored, line.visibility.rawValue.stored,
            try context.row(of: message.id.change.actor).stored, Int64(clamping: message.id.change.number).stored,
            Int64(message.id.index).stored, (message.author?.kind.rawValue).stored, (message.author?.id).stored,
            message.role.rawValue.stored, message.isAutomatic.stored, line.sent.milliseconds.stored,
            message.body.stored, message.isDeleted.stored, message.isEdited.stored,
            (message.replyTo?.description).stored, message.draftedBy.map { "\($0.kind.rawValue) \($0.id)" }.stored,
            message.external.stored,
            joined(message.reactions) { "\($0.emoji) \($0.author.kind.rawValue) \($0.author.id)" },
            joined(message.attachments) { "\($0.blob) \($0.byteCount) \($0.mediaType) \($0.name)" },
        ]
    }

    private static func joined<Element>(_ list: [Element], _ line: (Element) -> String) -> DatabaseValue {
        list.isEmpty ? .null : list.map { line($0).replacing("\n", with: " ") }.joined(separator: "\n").stored
    }
}
