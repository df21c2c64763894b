import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent settings`: the workspace's settings.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Read and change the workspace's settings.",
        subcommands: [
            SettingsListCommand.self, SettingsGetCommand.self, SettingsSetCommand.self, SettingsHistoryCommand.self,
            SettingsDiffCommand.self, SettingsRevertCommand.self,
        ],
        defaultSubcommand: SettingsListCommand.self
    )
}

/// One setting as it is told.
struct SettingEntry: Encodable {
    let name: String
    let section: String
    /// The value in force as text; nil when there is none.
    let value: String?
    /// Whether somebody set it, rather than its standard being in force.
    let isSet: Bool
    let takes: String
    let summary: String

    init(_ name: String, _ definition: SettingDefinition, _ settings: Settings) {
        let value = settings[name]
        self.name = name
        section = definition.section.rawValue
        self.value = value == .null ? nil : Settings.printed(value)
        isSet = settings.values[name] != nil
        takes = definition.type.explanation
        summary = definition.summary
    }
}
