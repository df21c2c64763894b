public import CRDT

/// One setting: its name, what it takes, and what it is when nobody set it.
///
/// A name is words joined by dots; `*` stands for the name of a thing that the workspace makes up itself, such as a
/// channel, a queue or a policy.
public struct SettingDefinition: Hashable, Sendable {
    /// The section.
    public let section: SettingsSection
    /// The name, with `*` for made-up parts.
    public let pattern: String
    /// What it takes.
    public let type: SettingType
    /// What it is when nobody set it; null: nothing.
    public let standard: Value
    /// What it does.
    public let summary: String

    init(_ section: SettingsSection, _ pattern: String, _ type: SettingType, _ standard: Value, _ summary: String) {
        self.section = section
        self.pattern = pattern
        self.type = type
        self.standard = standard
        self.summary = summary
    }

    /// Whether the definition is of the setting `name`.
    public func names(_ name: String) -> Bool {
        let (wanted, given) = (
            pattern.split(separator: "."), name.split(separator: ".", omittingEmptySubsequences: false)
        )
        return wanted.count == given.count
            && zip(wanted, given).allSatisfy { $0 == "*" ? !$1.isEmpty : $0 == $1 }
    }

    /// The definition of a setting; nil when there is none of this name.
    public static func definition(of name: String) -> SettingDefinition? {
        let first = name.prefix { $0 != "." }
        return (byFirstWord[first] ?? []).first { $0.names(name) }
    }

    private static let byFirstWord = Dictionary(grouping: all) { $0.pattern.prefix { $0 != "." } }
}
