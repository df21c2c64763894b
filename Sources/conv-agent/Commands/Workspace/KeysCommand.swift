import ArgumentParser
import Hub
import Scenes

/// `conv-agent keys`: every command of the workspace with its keys.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "List every command of the workspace with its keys."
    )

    @OptionGroup var common: CommonOptions

    /// The map as JSON gives it.
    struct Report: Encodable {
        struct Entry: Encodable {
            let command: String
            let title: String
            let explanation: String
            let keys: [String]
            let scenes: [String]
        }

        let commands: [Entry]

        init() {
            commands = Command.all.map { command in
                Entry(
                    command: command.id.rawValue, title: command.title, explanation: command.explanation,
                    keys: command.keys.map(\.name), scenes: command.scenes.map(\.rawValue))
            }
        }
    }

    func run() throws {
        if common.isJSON { return try Output.json(Report()) }
        Output.write(KeyList.text)
    }
}

/// The list of keys as documentation shows it.
enum KeyList {
    /// One table a scene.
    static var text: String {
        SceneName.allCases.map { scene in
            var columns = Columns(["KEY", "COMMAND", "WHAT IT DOES"])
            for command in Command.all where command.scenes.contains(scene) {
                let keys = command.keys.filter {
                    scene != .composer || $0.text == nil || command.scenes == [.composer]
                }
                columns.add([keys.map(\.name).joined(separator: ", "), command.id.rawValue, command.explanation])
            }
            return "In \(scene.shown)\n\n" + columns.text(columnCount: 200)
        }.joined(separator: "\n")
    }
}
