import Foundation
import Hub
import Replica
import Scenes

/// The file in which people choose their keys: a line `command = key or key` for each command.
enum KeyFile {
    /// The longest file that is read, in bytes.
    private static let byteCountMax = 100_000

    /// Where the file is looked for.
    static func path(environment: [String: String]) -> String {
        let home = environment["HOME"] ?? NSHomeDirectory()
        let folder = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(home)/.config"
        return "\(folder)/conv-agent/keys"
    }

    /// The map of the file; the table's own where there is none.
    ///
    /// - Throws: `ReplicaError.invalidInput`, which names the file and the line.
    static func read(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> KeyMap {
        let path = path(environment: environment)
        guard let file = FileHandle(forReadingAtPath: path) else { return .standard }
        let data = try file.read(upToCount: byteCountMax + 1) ?? Data()
        guard data.count <= byteCountMax, let text = String(data: data, encoding: .utf8) else {
            throw ReplicaError.invalidInput("\(path) is no file of keys; see `conv-agent keys`")
        }
        do {
            return try map(of: text)
        } catch let problem as Problem {
            throw ReplicaError.invalidInput("\(path): \(problem.sentence)")
        }
    }

    /// What is wrong with a file.
    struct Problem: Error {
        let sentence: String
    }

    /// Reads a file's text. What stands behind `#` is a remark; nothing behind `=` leaves a command without a key.
    ///
    /// - Throws: `Problem`.
    static func map(of text: String) throws -> KeyMap {
        var own: [CommandID: [Key]] = [:]
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            func problem(_ sentence: String) -> Problem { Problem(sentence: "line \(number + 1): \(sentence)") }
            guard words.count >= 2, words[1] == "=" else { throw problem("it is not of the form command = key") }
            guard let id = CommandID(rawValue: first) else { throw problem("there is no command \(Plain.line(first))") }
            guard own[id] == nil else { throw problem("\(first) has a line already") }
            own[id] = try words.dropFirst(2).split(separator: "or").map { chord in
                let keys = try chord.map { name in
                    guard let key = Key(written: name) else { throw problem("there is no key \(Plain.line(name))") }
                    return key.name
                }
                guard keys.count <= 2 else { throw problem("at most two keys in a row give a command") }
                return Key(keys.joined(separator: " "))
            }
        }
        let map = KeyMap(own: own)
        if let problem = map.problems.first { throw Problem(sentence: problem) }
        return map
    }

    /// The map as a file that can be changed.
    static func text(of map: KeyMap) -> String {
        var text = """
            # The keys of the workspace. «or» stands between keys that do the same; two keys behind one another are
            # pressed one after the other. Without a key a command is still found among all commands.

            """
        for command in Command.all {
            let keys = map.keys(of: command).map(\.name).joined(separator: " or ")
            text += "\n# \(command.title): \(command.explanation)\n\(command.id.rawValue) = \(keys)\n"
        }
        return text
    }
}
