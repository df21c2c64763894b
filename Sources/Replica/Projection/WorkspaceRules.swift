import CRDT
import GRDB
import Hub

/// The settings that rows and figures depend on.
struct WorkspaceRules {
    /// Quiet periods, retraction and reopening.
    let metrics: MetricRules
    /// Service-level policies and opening hours through time.
    let serviceLevels: ServiceLevelConfiguration
    /// The workspace's zone.
    let zone: LocalZone

    init(authors: Authors, _ db: Database) throws {
        func load(_ section: SettingsSection) throws -> RootDocuments {
            try RootDocuments.load(section.document, authors: authors, db)
        }
        func settings(_ section: SettingsSection, _ documents: RootDocuments) -> Settings {
            Settings(section: section, document: documents.document(section.document))
        }
        let workspace = settings(.workspace, try load(.workspace))
        let levels = try load(.serviceLevels), hours = try load(.businessHours)
        metrics = MetricRules(
            assistant: settings(.assistant, try load(.assistant)), channels: settings(.channels, try load(.channels))
        )
        serviceLevels = ServiceLevelConfiguration(
            serviceLevels: levels.document(SettingsSection.serviceLevels.document),
            businessHours: hours.document(SettingsSection.businessHours.document),
            workspaceHours: workspace["workspace.hours"].text
        ) { reference in
            (levels.metadata[reference] ?? hours.metadata[reference])?.occurred
        }
        zone = workspace["workspace.zone"].text.flatMap(LocalZone.init(identifier:)) ?? .utc
    }

    /// The sections whose settings change the rows of tickets.
    static let sections: Set<SettingsSection> = [.workspace, .channels, .assistant, .businessHours, .serviceLevels]
}

extension Value {
    /// The text of a register; nil when it holds something else.
    var text: String? { if case .string(let text) = self { text } else { nil } }
}
