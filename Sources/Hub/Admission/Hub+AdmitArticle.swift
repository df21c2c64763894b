internal import CRDT

extension Hub {
    static func admitArticle(_ proposal: Proposal, by principal: Principal, state: AdmissionState) -> Refusal? {
        guard principal.role != .bot || principal.special.contains(.import) else { return .roleForbids }
        let answers = principal.role.isAdministrative || principal.special.contains(.import)
        for operation in proposal.operations {
            switch operation {
            case .set(let container, let key, let value, _) where container.steps.isEmpty:
                if !answers, !isDraftWork(key, value) { return .roleForbids }
            case .append(let container, _, let fields):
                guard container.steps.first?.name == .key(ArticleKey.approvals) else { continue }
                guard answers else { return .roleForbids }
                if let refusal = admitApproval(fields, by: principal, state) { return refusal }
            default: continue
            }
        }
        return admitPublication(proposal, by: principal, state)
    }

    /// What an agent may write: content, the steps between draft and review, and the emergency switch, off only.
    private static func isDraftWork(_ key: String, _ value: Value) -> Bool {
        switch key {
        case ArticleKey.isOn: value == .bool(false)
        case ArticleKey.state:
            value == .string(ArticleState.draft.rawValue) || value == .string(ArticleState.inReview.rawValue)
        case ArticleKey.published, ArticleKey.scheduled: false
        default: true
        }
    }

    /// An approval is given in one's own name, by a person who wrote nothing of what is new in the version it names.
    private static func admitApproval(
        _ fields: [String: Value], by principal: Principal, _ state: AdmissionState
    ) -> Refusal? {
        guard
            let by = fields[ArticleKey.by]?.string.flatMap(Identifier.init),
            let heads = fields[ArticleKey.heads]?.string.flatMap(ChangeReference.references(stored:))
        else { return .approvalMissing }
        if principal.special.contains(.import) { return nil }
        guard by == principal.user else { return .attributionIsForeign }
        guard let document = state.document(), heads.allSatisfy(document.contains) else { return .approvalMissing }
        let authors = Article.authors(of: document, upTo: heads, author: state.user)
        return authors.contains(by) ? .approvalNeedsAnotherPerson : nil
    }

    /// A version is published or scheduled when the log holds an approval of the same content.
    private static func admitPublication(
        _ proposal: Proposal, by principal: Principal, _ state: AdmissionState
    ) -> Refusal? {
        guard state.needsApproval, !principal.special.contains(.import) else { return nil }
        for case .set(let container, let key, let value, _) in proposal.operations where container.steps.isEmpty {
            let heads: [ChangeReference]?
            switch key {
            case ArticleKey.published: heads = value.string.flatMap(ChangeReference.references(stored:))
            case ArticleKey.scheduled: heads = value.string.flatMap(ScheduledVersion.init(stored:))?.heads
            default: continue
            }
            guard value != .null else { continue }
            guard
                let heads, let document = state.document(), let content = document.content(at: heads),
                document.records(ArticleKey.approvals).records.contains(where: { record in
                    ArticleApproval(record).flatMap { document.content(at: $0.heads) } == content
                })
            else { return .approvalMissing }
        }
        return nil
    }

    static func admitSettings(_ proposal: Proposal, by principal: Principal) -> Refusal? {
        guard principal.role.isAdministrative else { return .roleForbids }
        for case .set(let container, let key, let value, _) in proposal.operations where container.steps.isEmpty {
            // Keys of newer versions are let through: the log outlives the program.
            guard let definition = SettingDefinition.definition(of: key), value != .null else { continue }
            guard definition.type.accepts(value) else { return .invalidSetting }
        }
        return nil
    }
}
