public import CRDT

/// What one operation does to a message, as its reader sees it.
public enum MessageEffect: Hashable, Sendable {
    /// It was posted.
    case posted(OperationID)
    /// Its words were replaced, or it was restored; the operation is the second.
    case edited(OperationID, by: OperationID)
    /// It was deleted; the operation is the second.
    case deleted(OperationID, by: OperationID)
    /// A reaction was put on it, or taken back; the operation is the last.
    case reacted(OperationID, Reaction, isOn: Bool, by: OperationID)
}

extension Discussion {
    /// What an operation on a discussion's document does to a message; nil for files and everything else.
    public static func effect(of operation: Operation) -> MessageEffect? {
        let messages = ContainerID.root.child(DiscussionKey.messages, .records)
        switch operation {
        case .append(messages, let message, _): return .posted(message)
        case .set(let container, let key, let value, let id):
            let steps = container.steps
            guard steps.count == 2, case .element(let message) = steps[1].name,
                container == messages.child(message, .map)
            else { return nil }
            if key == DiscussionKey.body { return .edited(message, by: id) }
            guard key == DiscussionKey.deleted else { return nil }
            return value == .bool(true) ? .deleted(message, by: id) : .edited(message, by: id)
        case .setInsert(let container, let value, let id): return reaction(value, isOn: true, in: container, by: id)
        case .setRemove(let container, let value, _, let id): return reaction(value, isOn: false, in: container, by: id)
        default: return nil
        }
    }

    private static func reaction(
        _ value: Value, isOn: Bool, in container: ContainerID, by id: OperationID
    ) -> MessageEffect? {
        let messages = ContainerID.root.child(DiscussionKey.messages, .records)
        let steps = container.steps
        guard steps.count == 3, case .element(let message) = steps[1].name,
            container == messages.child(message, .map).child(DiscussionKey.reactions, .set),
            let reaction = value.string.flatMap(Reaction.init(stored:))
        else { return nil }
        return .reacted(message, reaction, isOn: isOn, by: id)
    }
}
