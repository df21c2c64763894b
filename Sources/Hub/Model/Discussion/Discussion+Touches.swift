public import CRDT

extension Discussion {
    /// Which changes made each message what it is: the one that posted it, and those that edited, deleted, attached to
    /// or reacted to it, in causal order.
    ///
    /// - Complexity: O(operations of the discussion's history).
    public static func touches(in document: Document) -> [OperationID: [ChangeReference]] {
        let messages = ContainerID.root.child(DiscussionKey.messages, .records)
        var touches: [OperationID: [ChangeReference]] = [:]
        for change in document.changes() {
            for operation in document.operations(of: change.reference) {
                let message: OperationID
                if case .append(messages, let posted, _) = operation {
                    message = posted
                } else {
                    let steps = operation.container.steps
                    guard steps.count > 1, steps[0].name == .key(DiscussionKey.messages),
                        case .element(let edited) = steps[1].name
                    else { continue }
                    message = edited
                }
                if touches[message]?.last != change.reference { touches[message, default: []].append(change.reference) }
            }
        }
        return touches
    }
}
