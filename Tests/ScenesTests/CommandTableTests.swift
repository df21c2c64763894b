import Hub
import Testing

@testable import Scenes

@Suite struct CommandTableTests {
    @Test func `every command has one row in the table`() {
        #expect(Command.all.map(\.id).count == Set(Command.all.map(\.id)).count)
        #expect(Set(Command.all.map(\.id)) == Set(CommandID.allCases))
    }

    @Test(arguments: SceneName.allCases) func `a key gives one command on a screen`(_ scene: SceneName) {
        let keys = Command.all.filter { $0.scenes.contains(scene) }.flatMap { command in
            KeyMap.standard.keys(of: command, in: scene)
        }
        #expect(keys.count == Set(keys).count)
        let beginnings = Set(
            keys.compactMap {
                $0.name.split(separator: " ").count > 1 ? $0.name.split(separator: " ").first.map(String.init) : nil
            })
        #expect(beginnings.isDisjoint(with: keys.map(\.name)), "a key that begins two keys is not a command itself")
    }

    @Test(arguments: SceneName.allCases) func `every command has a key on each of its screens`(_ scene: SceneName) {
        for command in Command.all where command.scenes.contains(scene) {
            #expect(KeyMap.standard.key(of: command, in: scene) != nil, "\(command.id) in \(scene)")
        }
    }

    /// A model in which the screen is shown.
    private func model(_ scene: SceneName) -> Model {
        var model = Rows.ticket()
        switch scene {
        case .landing: _ = update(&model, .key("H"))
        case .tickets: _ = update(&model, .key("esc"))
        case .ticket: break
        case .composer: _ = update(&model, .key("r"))
        }
        return model
    }

    @Test(arguments: CommandID.allCases) func `the palette lists every command and does the same as its key`(
        _ id: CommandID
    ) throws {
        for scene in Command.named(id).scenes {
            var byKey = model(scene)
            let name = try #require(KeyMap.standard.key(of: Command.named(id), in: scene)).name
            var keyEffects: [Effect] = []
            for key in name.split(separator: " ") { keyEffects = update(&byKey, .key(Key(String(key)))) }
            var byPalette = model(scene)
            _ = update(&byPalette, .key("ctrl-p"))
            let place = try #require(byPalette.picker?.choices.firstIndex { $0.id == id.rawValue })
            byPalette.picker?.selected = place
            let isOffered = byPalette.picker?.choices[place].obstacle == nil
            let effects = update(&byPalette, .key("enter"))
            #expect(isOffered == (Command.named(id).obstacle(in: model(scene)) == nil))
            guard isOffered else {
                #expect(byPalette.notice?.isProblem == true)
                continue
            }
            #expect(effects == keyEffects, "\(id) in \(scene)")
            #expect(byPalette == byKey, "\(id) in \(scene)")
        }
    }

    @Test(arguments: SceneName.allCases) func `the hint line holds only what can be done`(_ scene: SceneName) {
        let view = Scenes.scene(of: model(scene))
        #expect(!view.hints.isEmpty)
        for hint in view.hints {
            #expect(hint.obstacle == Command.named(hint.command).obstacle(in: model(scene)))
        }
    }

    @Test func `letters find a command by its name, its description or its key`() {
        var model = Rows.inbox([1])
        _ = update(&model, .key(":"))
        func best(_ typed: String) -> String? {
            var model = model
            for letter in typed { _ = update(&model, .key(Key(String(letter)))) }
            return model.picker?.current?.id
        }
        #expect(best("escal") == "escalate")
        #expect(best("snz") == "snooze")
        #expect(best("z") == "snooze")
        #expect(best("until") == "snooze")
    }
}
