public import CRDT

extension GuidancePack {
    /// Starts a pack, switched off and without rules.
    public static func create(name: String, priority: Int64 = 0, in transaction: inout Transaction) {
        setName(name, in: &transaction)
        setPriority(priority, in: &transaction)
        setOn(false, in: &transaction)
    }

    /// Renames it.
    public static func setName(_ name: String, in transaction: inout Transaction) {
        transaction.root.set(GuidanceKey.name, .string(name))
    }

    /// Sets its priority.
    public static func setPriority(_ priority: Int64, in transaction: inout Transaction) {
        transaction.root.set(GuidanceKey.priority, .integer(priority))
    }

    /// Sets for whom it holds; nil: everybody.
    public static func setAudience(_ audience: String?, in transaction: inout Transaction) {
        transaction.root.set(GuidanceKey.audience, Value(audience))
    }

    /// Sets on which channels it holds; none: on all.
    public static func setChannels(_ channels: Set<String>, in transaction: inout Transaction) {
        let editor = transaction.set(GuidanceKey.channels)
        let current = Set(editor.view.values.compactMap(\.string))
        for channel in current.subtracting(channels).sorted() { editor.remove(.string(channel)) }
        for channel in channels.subtracting(current).sorted() { editor.insert(.string(channel)) }
    }

    /// Switches it on or off.
    public static func setOn(_ isOn: Bool, in transaction: inout Transaction) {
        transaction.root.set(GuidanceKey.isOn, .bool(isOn))
    }

    /// Adds a rule at a position; nil: at the end.
    @discardableResult
    public static func addRule(
        _ kind: GuidanceRule.Kind, text: String, matcher: String = "", destination: String? = nil, note: String = "",
        examples: [GuidanceRule.Example] = [], at position: Int? = nil, in transaction: inout Transaction
    ) -> OperationID {
        let list = transaction.list(GuidanceKey.rules)
        let count = list.elements.count
        let rule = list.insert(.string(kind.rawValue), at: min(count, max(0, position ?? count)))
        let fields = list.map(rule)
        if !text.isEmpty { fields.text(GuidanceKey.text).insert(text, at: 0) }
        if !matcher.isEmpty { fields.set(GuidanceKey.matcher, .string(matcher)) }
        if let destination { fields.set(GuidanceKey.destination, .string(destination)) }
        if !note.isEmpty { fields.set(GuidanceKey.note, .string(note)) }
        for example in examples { fields.set(GuidanceKey.examples).insert(.string(example.stored)) }
        return rule
    }

    /// Moves a rule to a position among the others.
    ///
    /// - Throws: `not_found` when the rule is not here.
    public static func moveRule(
        _ rule: OperationID, to position: Int, in transaction: inout Transaction
    ) throws(HubError) {
        let list = transaction.list(GuidanceKey.rules)
        let current = try index(of: rule, in: list)
        list.move(from: current, to: min(list.elements.count - 1, max(0, position)))
    }

    /// Removes a rule.
    ///
    /// - Throws: `not_found` when the rule is not here.
    public static func removeRule(_ rule: OperationID, in transaction: inout Transaction) throws(HubError) {
        let list = transaction.list(GuidanceKey.rules)
        list.delete(at: try index(of: rule, in: list))
    }

    /// Changes what is given of a rule.
    ///
    /// - Throws: `not_found` when the rule is not here.
    public static func editRule(
        _ rule: OperationID, kind: GuidanceRule.Kind? = nil, text: String? = nil, matcher: String? = nil,
        destination: String? = nil, note: String? = nil, in transaction: inout Transaction
    ) throws(HubError) {
        let list = transaction.list(GuidanceKey.rules)
        let position = try index(of: rule, in: list)
        if let kind { list.set(at: position, .string(kind.rawValue)) }
        let fields = list.map(rule)
        if let text { fields.text(GuidanceKey.text).rewrite(as: text) }
        if let matcher { fields.set(GuidanceKey.matcher, .string(matcher)) }
        if let destination { fields.set(GuidanceKey.destination, .string(destination)) }
        if let note { fields.set(GuidanceKey.note, .string(note)) }
    }

    /// Adds an example to a rule, or removes it.
    ///
    /// - Throws: `not_found` when the rule is not here.
    public static func setExample(
        _ example: GuidanceRule.Example, isPresent: Bool, of rule: OperationID, in transaction: inout Transaction
    ) throws(HubError) {
        let list = transaction.list(GuidanceKey.rules)
        _ = try index(of: rule, in: list)
        let examples = list.map(rule).set(GuidanceKey.examples)
        if isPresent { examples.insert(.string(example.stored)) } else { examples.remove(.string(example.stored)) }
    }

    private static func index(of rule: OperationID, in list: ListEditor) throws(HubError) -> Int {
        guard let position = list.elements.firstIndex(where: { $0.id == rule }) else {
            throw HubError(.notFound, "the pack has no such rule; sync first, or look at its rules again")
        }
        return position
    }
}
