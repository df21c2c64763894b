public import CRDT

/// One version of a message's words.
public struct MessageEdit: Hashable, Sendable {
    /// The write; the first is the message itself.
    public let id: OperationID
    /// The words; nil when they were erased.
    public let body: String?
    /// Whether the write lost to a concurrent one.
    public let isSuperseded: Bool
}

extension Discussion {
    /// Every version of a message's words in causal order, the posted one first; empty when there is no such message.
    ///
    /// Linear in the discussion's history: for a person who looks at one message, not for lists.
    public static func edits(of message: OperationID, in document: Document) -> [MessageEdit] {
        let messages = ContainerID.root.child(DiscussionKey.messages, .records)
        let editable = messages.child(message, .map)
        var edits: [MessageEdit] = []
        for change in document.changes() {
            for operation in document.operations(of: change.reference) {
                switch operation {
                case .append(messages, message, let fields):
                    let body = fields[DiscussionKey.body]?.string
                    edits.append(MessageEdit(id: message, body: body, isSuperseded: false))
                case .set(editable, DiscussionKey.body, let value, let id):
                    let isSuperseded = document.isSuperseded(id)
                    edits.append(MessageEdit(id: id, body: value.string, isSuperseded: isSuperseded))
                default: continue
                }
            }
        }
        return edits
    }
}
