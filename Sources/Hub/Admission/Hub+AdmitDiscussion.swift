internal import CRDT

extension Hub {
    static func admitDiscussion(
        _ proposal: Proposal, by principal: Principal, state: AdmissionState
    ) -> Refusal? {
        var saysVisibility = false
        for operation in proposal.operations {
            let steps = operation.container.steps
            switch operation {
            case .set(_, DiscussionKey.visibility, let value, _) where steps.isEmpty:
                if let refusal = admitVisibility(value, proposal, state) { return refusal }
                saysVisibility = true
            case .append(_, _, let fields):
                guard steps.count == 1, steps[0].name == .key(DiscussionKey.messages) else { continue }
                if let refusal = admitMessage(fields, by: principal) { return refusal }
            default:
                guard steps.count > 1, steps[0].name == .key(DiscussionKey.messages) else { continue }
                if let refusal = admitEdit(operation, steps, by: principal, state) { return refusal }
            }
        }
        if proposal.isFirstChange, !saysVisibility, proposal.document.ownVisibility == nil {
            return .visibilityIsMissing
        }
        return nil
    }

    /// A ticket's own discussion may be begun twice, concurrently, and always means the same; any other is begun once.
    private static func admitVisibility(
        _ value: Value, _ proposal: Proposal, _ state: AdmissionState
    ) -> Refusal? {
        guard let visibility = value.string.flatMap(Visibility.init) else { return .visibilityIsFixed }
        guard visibility != .private else { return .privateNotAvailable }
        if let own = proposal.document.ownVisibility { return own == visibility ? nil : .visibilityIsFixed }
        // A change that claims to be the first may still meet a discussion that exists: it has only not seen it.
        let current = state.document()?.root.value(DiscussionKey.visibility) ?? .null
        return current == .null || current == value ? nil : .visibilityIsFixed
    }

    private static func admitMessage(_ fields: [String: Value], by principal: Principal) -> Refusal? {
        guard !principal.speaksForOthers else { return nil }
        let facts = MessageFields(fields)
        if facts.sent != nil { return .occurredNeedsGrant }
        guard let author = facts.author, principal.isSelf(author) else { return .attributionIsForeign }
        // What only the AI or the hub does in a conversation is not said by a person.
        let isPlain = facts.role == .message && !facts.isAutomatic
        return isPlain || author.kind != .teammate ? nil : .attributionIsForeign
    }

    private static func admitEdit(
        _ operation: Operation, _ steps: [ContainerID.Step], by principal: Principal, _ state: AdmissionState
    ) -> Refusal? {
        if steps.last?.name == .key(DiscussionKey.reactions) {
            guard !principal.speaksForOthers else { return nil }
            let value: Value
            switch operation {
            case .setInsert(_, let inserted, _): value = inserted
            case .setRemove(_, let removed, _, _): value = removed
            default: return nil
            }
            guard let reaction = value.string.flatMap(Reaction.init(stored:)) else { return .attributionIsForeign }
            return principal.isSelf(reaction.author) ? nil : .attributionIsForeign
        }
        guard case .element(let message) = steps[1].name else { return nil }
        if principal.role.isAdministrative || principal.special.contains(.import) { return nil }
        guard let author = state.user(message.change.actor), author == principal.user else { return .notAuthor }
        return nil
    }
}
