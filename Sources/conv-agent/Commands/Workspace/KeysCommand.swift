import ArgumentParser
import Hub
import Scenes

/// `conv-agent keys`: the map of keys, in the form that it can be changed in.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Print every command of the workspace with its keys, as a file to change.",
        discussion: """
            To choose keys of your own, write the output to ~/.config/conv-agent/keys (or to conv-agent/keys in \
            $XDG_CONFIG_HOME) and change it there. Commands that the file does not name keep their keys.
            """
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

        init(_ map: KeyMap) {
            commands = Command.all.map { command in
                Entry(
                    command: command.id.rawValue, title: command.title, explanation: command.explanation,
                    keys: map.keys(of: command).map(\.name), scenes: command.scenes.map(\.rawValue))
            }
        }
    }

    func run() throws {
        let map = try KeyFile.read()
        if common.isJSON { return try Output.json(Report(map)) }
        Output.write(KeyFile.text(of: map))
    }
}

/// The list of keys as documentation shows it.
enum KeyList {
    /// One table a scene.
    static var text: String {
        SceneName.allCases.map { scene in
            var columns = Columns(["KEY", "COMMAND", "WHAT IT DOES"])
            for command in Command.all where command.scenes.contains(scene) {
                let keys = KeyMap.standard.keys(of: command, in: scene)
                columns.add([keys.map(\.name).joined(separator: ", "), command.id.rawValue, command.explanation])
            }
            return "In \(scene.shown)\n\n" + columns.text(columnCount: 200)
        }.joined(separator: "\n")
    }
}
