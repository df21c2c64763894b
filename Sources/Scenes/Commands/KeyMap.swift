/// Which keys give which commands: those of the table, or those that somebody chose instead.
package struct KeyMap: Hashable, Sendable {
    /// The keys of the table.
    package static let standard = KeyMap(own: [:])

    private let own: [CommandID: [Key]]

    /// Takes the keys that somebody chose; commands that are not named keep theirs.
    package init(own: [CommandID: [Key]]) { self.own = own }

    /// The keys of a command; the first is the one that is shown.
    package func keys(of command: Command) -> [Key] { own[command.id] ?? command.keys }

    /// The keys that give a command on a screen: where a text is written, those that write nothing.
    package func keys(of command: Command, in scene: SceneName) -> [Key] {
        keys(of: command).filter { works($0, for: command, in: scene) }
    }

    /// The key of a command that is shown on a screen.
    package func key(of command: Command, in scene: SceneName) -> Key? { keys(of: command, in: scene).first }

    /// The command of a key on a screen. Where a text is written a letter is a letter, unless the command belongs there
    /// alone.
    package func command(for key: Key, in scene: SceneName) -> Command? {
        Command.all.first { $0.scenes.contains(scene) && keys(of: $0, in: scene).contains(key) }
    }

    /// Whether a key is the first of two that give a command on a screen.
    package func isBeginningOfChord(_ key: Key, in scene: SceneName) -> Bool {
        Command.all.contains { command in
            command.scenes.contains(scene) && keys(of: command).contains { $0.name.hasPrefix("\(key) ") }
        }
    }

    /// What makes the map unusable, as sentences; none of the table's own.
    package var problems: [String] {
        var problems: [String] = []
        if keys(of: Command.named(.palette)).isEmpty {
            problems.append("palette needs a key: without one, commands that have no key cannot be found")
        }
        for scene in SceneName.allCases {
            var taken: [Key: CommandID] = [:]
            for command in Command.all where command.scenes.contains(scene) {
                for key in keys(of: command, in: scene) {
                    if let other = taken.updateValue(command.id, forKey: key), other != command.id {
                        problems.append(
                            "\(key) gives both \(other.rawValue) and \(command.id.rawValue) in \(scene.shown)")
                    }
                    if isBeginningOfChord(key, in: scene) {
                        problems.append("\(key) gives \(command.id.rawValue) and begins two keys in \(scene.shown)")
                    }
                }
            }
        }
        return problems
    }

    private func works(_ key: Key, for command: Command, in scene: SceneName) -> Bool {
        scene != .composer || key.text == nil || command.scenes == [.composer]
    }
}
