internal import CRDT

extension Hub {
    static func admitTicket(_ proposal: Proposal, by principal: Principal) -> Refusal? {
        for operation in proposal.operations {
            switch operation {
            case .set(let container, let key, let value, _) where container.steps.isEmpty:
                if let refusal = admitTicketRegister(key, value, proposal, by: principal) { return refusal }
            case .set(let container, _, _, _):
                guard container.steps[0].name == .key(TicketKey.verified) else { continue }
                guard principal.proves else { return .proofNeedsChannel }
            case .append(let container, _, let fields):
                guard container.steps.first?.name == .key(TicketKey.log) else { continue }
                if let refusal = admitEntry(TicketLogEntry(fields: fields), proposal, by: principal) { return refusal }
            default: continue
            }
        }
        return nil
    }

    private static func admitEntry(
        _ entry: TicketLogEntry?, _ proposal: Proposal, by principal: Principal
    ) -> Refusal? {
        switch entry {
        // A rating is the customer's, a receipt the channel's; whoever brings one in speaks for them.
        case .rating, .delivery: principal.speaksForOthers ? nil : .attributionIsForeign
        case .leaseReturned: principal.role == .bot || proposal.speaksFor != nil ? .leaseIsPeoples : nil
        default: nil
        }
    }

    private static func admitTicketRegister(
        _ key: String, _ value: Value, _ proposal: Proposal, by principal: Principal
    ) -> Refusal? {
        switch key {
        case TicketKey.channel:
            return proposal.isFirstChange ? nil : .channelIsFixed
        case TicketKey.resolver:
            guard !principal.speaksForOthers, let resolver = value.string.flatMap(Resolver.init(stored:)) else {
                return nil
            }
            let isSelf = principal.isSelf(Author(kind: resolver.kind, id: resolver.id))
            return isSelf ? nil : .attributionIsForeign
        case TicketKey.assurance:
            guard let assurance = value.string.flatMap(Assurance.init), assurance.isVerified else { return nil }
            return principal.proves ? nil : .proofNeedsChannel
        default:
            return nil
        }
    }

    static func admitPerson(_ proposal: Proposal, by principal: Principal) -> Refusal? {
        guard principal.writesDirectory else { return .roleForbids }
        guard !principal.proves else { return nil }
        for operation in proposal.operations {
            switch operation {
            case .set(let container, _, _, _):
                if container.steps.first?.name == .key(DirectoryKey.verified) { return .proofNeedsChannel }
            case .setInsert(let container, _, _):
                if container.steps.first?.name == .key(DirectoryKey.verifiedEmails) { return .proofNeedsChannel }
            default: continue
            }
        }
        return nil
    }
}

extension Principal {
    /// Whether it may state a proof of identity: channels, imports, and administrators who answer for it.
    var proves: Bool { speaksForOthers || role.isAdministrative }
}
