extension Hub {
    /// Decides, once and at push, whether a change enters the log; nil lets it in.
    ///
    /// What has entered stays, so the decision rests on what cannot be otherwise later: who proposes it, what the change
    /// says, and, for approvals only, the history that it names. Whether a ticket's status follows from another is the
    /// author's matter, for two lawful changes can meet. Linear in the number of operations.
    public static func admit(_ proposal: Proposal, by principal: Principal, state: AdmissionState) -> Refusal? {
        if principal.isRevoked { return .revoked }
        if proposal.hasOccurred, principal.special.isEmpty { return .occurredNeedsGrant }
        if proposal.onBehalfOf != nil, !principal.speaksForOthers { return .onBehalfNeedsGrant }
        if let refusal = place(proposal, by: principal) { return refusal }
        // What the assistant decides holds for what it has read, and for nothing that was written meanwhile.
        if proposal.speaksFor == .assistant, state.hasMovedOn() { return .ticketMovedOn }
        switch proposal.kind {
        case .ticket: return admitTicket(proposal, by: principal)
        case .discussion: return admitDiscussion(proposal, by: principal, state: state)
        case .person: return admitPerson(proposal, by: principal)
        case .company: return principal.writesDirectory ? nil : .roleForbids
        case .article: return admitArticle(proposal, by: principal, state: state)
        case .guidance:
            return principal.role.isAdministrative || principal.special.contains(.import) ? nil : .roleForbids
        case .settings: return admitSettings(proposal, by: principal)
        case .preset: return admitPreset(proposal, by: principal)
        }
    }

    /// Whether `principal` may write this root in this scope at all.
    private static func place(_ proposal: Proposal, by principal: Principal) -> Refusal? {
        let expected = proposal.kind == .discussion ? proposal.document.root : proposal.document
        guard proposal.root == expected else { return .rootMismatch }
        guard proposal.root.low & 3 == 0, proposal.document.low & 3 != 3 else { return .unknownDocument }
        if proposal.scope.hasPrefix("user:") {
            let isOwn = principal.user.map(Principal.personalScope(of:)) == proposal.scope
            return isOwn && proposal.kind == .preset ? nil : .scopeNotGranted
        }
        if principal.role == .viewer { return .roleForbids }
        if principal.role.isAdministrative || principal.grants.contains(proposal.scope) { return nil }
        return .scopeNotGranted
    }

    private static func admitPreset(_ proposal: Proposal, by principal: Principal) -> Refusal? {
        // `place` has let personal presets through only to their owner; the rest are shared ones.
        guard proposal.scope.hasPrefix("user:") || principal.role != .bot else { return .roleForbids }
        return nil
    }
}

extension Principal {
    /// Whether it may speak for others: a channel or an import.
    var speaksForOthers: Bool { !special.isEmpty }
    /// Whether it may write people and companies.
    var writesDirectory: Bool { role == .agent || role.isAdministrative || speaksForOthers }
    /// The kind of author that it is when it speaks for itself.
    func isSelf(_ author: Author) -> Bool {
        switch role {
        case .bot: author.kind == .ai || author.kind == .system || author.kind == .automation
        case .owner, .administrator, .agent, .viewer:
            // The server's own actor has no user; it is the hub itself.
            user.map { author.kind == .teammate && author.id == $0.description }
                ?? (author.kind == .system || author.kind == .automation || author.kind == .ai)
        }
    }
}
