/// The sections of a workspace's settings, each a document of its own.
public enum SettingsSection: String, Hashable, Sendable, Codable, CaseIterable {
    case workspace, channels, assistant, widget, content
    case businessHours = "business_hours"
    case serviceLevels = "service_levels"
    case queues, retention

    /// The document's identifier, the same in every workspace: the last bits number the section.
    public var document: Identifier {
        let number: UInt64 =
            switch self {
            case .workspace: 1
            case .channels: 2
            case .assistant: 3
            case .widget: 4
            case .content: 5
            case .businessHours: 6
            case .serviceLevels: 7
            case .queues: 8
            case .retention: 9
            }
        return Identifier(high: 0, low: number << 2)
    }

    /// The section whose document this is; nil for any other document.
    public init?(document: Identifier) {
        guard let section = Self.allCases.first(where: { $0.document == document }) else { return nil }
        self = section
    }
}
