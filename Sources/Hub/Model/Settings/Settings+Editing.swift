public import CRDT

extension Settings {
    /// Sets a setting; null takes it back to its standard.
    ///
    /// - Throws: `unknown_setting`; `invalid_value` with what the setting takes.
    public static func set(
        _ name: String, to value: Value, in transaction: inout Transaction
    ) throws(HubError) {
        let definition = try definition(of: name)
        guard value == .null || definition.type.accepts(value) else { throw invalid(definition) }
        transaction.root.set(name, value)
    }

    /// Reads a value that a person typed for a setting.
    ///
    /// - Throws: `unknown_setting`; `invalid_value` with what the setting takes.
    public static func value(_ text: String, of name: String) throws(HubError) -> Value {
        let definition = try definition(of: name)
        let value: Value? =
            switch definition.type {
            case .bool: Self.switches[text].map(Value.bool)
            case .integer: Int64(text).map(Value.integer)
            case .number: Double(text).map(Value.double)
            case .text, .choice, .duration, .color, .openingTimes: .string(text)
            }
        guard let value, definition.type.accepts(value) else { throw invalid(definition) }
        return value
    }

    /// What differs between two versions of a section's document, by name.
    ///
    /// - Throws: `not_found` when the document does not hold one of them.
    public static func difference(
        from old: [ChangeReference], to new: [ChangeReference], in document: Document
    ) throws(HubError) -> [SettingDifference] {
        guard (old + new).allSatisfy(document.contains) else { throw missing }
        let (before, after) = (document.reading(at: old).root, document.reading(at: new).root)
        return Set(before.keys + after.keys).sorted().compactMap { name in
            let (left, right) = (before.value(name), after.value(name))
            return left == right ? nil : SettingDifference(name: name, before: left, after: right)
        }
    }

    /// Makes the section equal to an older version: a new version, itself revertible.
    ///
    /// - Throws: `not_found` when the document does not hold the version.
    public static func revert(
        to heads: [ChangeReference], in transaction: inout Transaction
    ) throws(HubError) {
        let document = transaction.document
        guard heads.allSatisfy(document.contains) else { throw missing }
        let old = document.reading(at: heads).root
        for name in Set(old.keys + document.root.keys).sorted() {
            let value = old.value(name)
            if transaction.root.value(name) != value { transaction.root.set(name, value) }
        }
    }

    private static let switches = ["true": true, "on": true, "yes": true, "false": false, "off": false, "no": false]

    private static var missing: HubError {
        HubError(.notFound, "the settings have no such version; sync first, or look at their versions again")
    }

    private static func definition(of name: String) throws(HubError) -> SettingDefinition {
        guard let definition = SettingDefinition.definition(of: name) else {
            throw HubError(.unknownSetting, "no setting has this name; look at the list of settings")
        }
        return definition
    }

    private static func invalid(_ definition: SettingDefinition) -> HubError {
        HubError(.invalidValue, "\(definition.pattern) takes \(definition.type.explanation)")
    }
}

/// A setting that differs between two versions.
public struct SettingDifference: Hashable, Sendable {
    /// The setting.
    public let name: String
    /// What was set before; null: nothing.
    public let before: Value
    /// What is set after; null: nothing.
    public let after: Value
}
