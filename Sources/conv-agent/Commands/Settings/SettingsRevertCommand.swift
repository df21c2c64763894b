import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent settings revert`.
struct SettingsRevertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revert", abstract: "Make a section equal to an older version; nothing of the history is lost."
    )

    @Argument(help: "The section, such as channels.")
    var section: SettingsSection

    @Argument(help: "The version: a number of the history; 0 is the empty beginning.")
    var version: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        let writing = try SettingsWriting(section, common)
        let heads = try SettingsVersions(section, writing.store).heads(named: version)
        try writing.write("Reverted \(section.rawValue).") { try Settings.revert(to: heads, in: &$0) }
    }
}
