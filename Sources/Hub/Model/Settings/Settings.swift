public import CRDT

/// One section of a workspace's settings: a read view of its document.
public struct Settings: Hashable, Sendable {
    /// The section.
    public let section: SettingsSection
    /// What somebody set, by name: valid values of known settings only.
    public let values: [String: Value]

    /// Reads a section's document. Values that this build does not accept count as not set.
    public init(section: SettingsSection, document: Document) {
        self.section = section
        values = document.root.readable.filter { name, value in
            SettingDefinition.definition(of: name).map { $0.section == section && $0.type.accepts(value) } ?? false
        }
    }

    /// The value in force: what was set, else the standard; null when there is neither, or no such setting.
    public subscript(name: String) -> Value {
        values[name] ?? SettingDefinition.definition(of: name)?.standard ?? .null
    }

    /// The made-up names that stand for the first `*` of a setting: `names(of: "queue.*.name")` gives the queues.
    public func names(of pattern: String) -> [String] {
        guard let position = pattern.split(separator: ".").firstIndex(of: "*") else { return [] }
        let head = pattern.split(separator: ".")[..<position]
        let names = values.keys.compactMap { name -> String? in
            let words = name.split(separator: ".")
            return words.count > position && words[..<position] == head ? String(words[position]) : nil
        }
        return Set(names).sorted()
    }

    /// The section as text, one `name = value` a line, ascending; what is not set is left out.
    public var text: String {
        values.sorted { $0.key < $1.key }.map { "\($0) = \(Self.printed($1))\n" }.joined()
    }

    /// A value as `text` prints it and `Settings.value(_:of:)` reads it.
    public static func printed(_ value: Value) -> String {
        switch value {
        case .null, .erased: ""
        case .bool(let bool): String(bool)
        case .integer(let integer): String(integer)
        case .double(let double): String(double)
        case .string(let string): string
        case .bytes(let bytes): "\(bytes.count) bytes"
        }
    }
}
