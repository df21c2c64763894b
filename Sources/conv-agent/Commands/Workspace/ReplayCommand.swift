import ArgumentParser
import Foundation
import Hub
import Replica
import Scenes
import TerminalCanvas

/// `conv-agent replay`: presses keys and prints the screen after each.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Press the keys of a file, and print the screen after each.",
        discussion: """
            Keys stand behind one another by their names, as in: down down enter r "Thank you" ctrl-s. Words in \
            quotation marks are typed letter by letter, +10s lets time pass, # begins a remark. What keys do to \
            tickets is done.
            """
    )

    @Argument(help: "The file with the keys; - is standard input.", completion: .file())
    var file: String

    @Flag(help: "Print the last screen alone.")
    var last = false

    @OptionGroup var size: ScreenOptions
    @OptionGroup var look: LookOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let data =
            file == "-" ? FileHandle.standardInput.readDataToEndOfFile() : try Data(contentsOf: URL(filePath: file))
        guard let text = String(data: data, encoding: .utf8) else {
            throw ReplicaError.invalidInput("the keys are not UTF-8; convert the file first")
        }
        let steps = try KeyScript(text).steps
        let form = look.form(common, size: size.size, hasColours: size.colours)
        let workspace = try HeadlessWorkspace(common, present: try size.present)
        workspace.begin(rows: size.size.rows)
        var screen = try workspace.text(form)
        if !last { Output.write(screen) }
        for step in steps where !workspace.hasEnded {
            switch step {
            case .key(let key): workspace.send(.key(key))
            case .pause(let seconds): workspace.pass(seconds: seconds)
            }
            await workspace.edit()
            screen = try workspace.text(form)
            if !last { Output.write("── \(step.name)\n" + screen) }
        }
        if last { Output.write(screen) }
        // What is held back is sent, as it is when somebody quits.
        workspace.send(.ending)
    }
}

/// Keys to press, as a file has them.
struct KeyScript {
    /// One step.
    enum Step: Hashable {
        case key(Scenes.Key)
        case pause(Int64)

        /// How it is told.
        var name: String {
            switch self {
            case .key(let key): key.name
            case .pause(let seconds): "+\(seconds)s"
            }
        }
    }

    /// The steps, in order.
    private(set) var steps: [Step] = []

    /// Reads keys.
    ///
    /// - Throws: `ReplicaError.invalidInput`, which says in which line.
    init(_ text: String) throws {
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var rest = line[...]
            while let first = rest.first {
                if first.isWhitespace {
                    rest = rest.dropFirst()
                } else if first == "#" {
                    break
                } else if first == "\"" {
                    guard let end = rest.dropFirst().firstIndex(of: "\"") else {
                        throw ReplicaError.invalidInput("line \(number + 1) has an opening quotation mark and no other")
                    }
                    for letter in rest[rest.index(after: rest.startIndex)..<end] {
                        steps.append(.key(Scenes.Key(letter == " " ? "space" : String(letter))))
                    }
                    rest = rest[rest.index(after: end)...]
                } else {
                    let word = String(rest.prefix { !$0.isWhitespace })
                    rest = rest.dropFirst(word.count)
                    steps.append(try Self.step(word, line: number + 1))
                }
            }
        }
    }

    private static func step(_ word: String, line: Int) throws -> Step {
        if word.count > 1, word.hasPrefix("+") {
            let span = String(word.dropFirst())
            if span.hasSuffix("s"), let seconds = Int64(span.dropLast()), seconds > 0 { return .pause(seconds) }
            if let seconds = TimeText.seconds(of: span) { return .pause(seconds) }
        }
        guard let key = Scenes.Key(written: word) else {
            throw ReplicaError.invalidInput("line \(line) names no key; see `conv-agent keys`")
        }
        return .key(key)
    }
}
