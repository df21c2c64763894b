import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent settings get`.
struct SettingsGetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "get", abstract: "Show one setting.")

    @Argument(help: "The setting, such as channel.email.queue.", completion: .settings)
    var name: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        guard let definition = SettingDefinition.definition(of: name) else {
            throw ReplicaError.notFound(
                "no setting has this name; `conv-agent settings list --all` shows what there is")
        }
        let entry = SettingEntry(name, definition, try common.open().settings(definition.section).settings)
        if common.isJSON { return try Output.json(entry) }
        Output.line(Plain.line(entry.value ?? ""))
    }
}
