import Foundation
import TestSupport
import Testing

// A process inherits what its siblings have open, so that one at a time starts processes.
@Suite("The manual and the completions", .serialized)
struct ManualTests {
    private static let programs = ["conv-agent", "conv-server"]

    /// The commands that a program describes, each with its words, such as `sync why`.
    private func commands(of program: String) throws -> [String] {
        func words(_ command: [String: Any], _ path: [String]) -> [String] {
            let children = command["subcommands"] as? [[String: Any]] ?? []
            guard !children.isEmpty else { return [path.joined(separator: " ")] }
            return children.flatMap { words($0, path + [$0["commandName"] as? String ?? ""]) }
        }
        let description = try Programs.run(program, ["--experimental-dump-help"])["command"] as? [String: Any]
        return words(try #require(description), []).filter { $0 != "help" }
    }

    private func run(_ tool: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [tool] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    @Test func `the manual pages are made and name every command`() throws {
        let folder = NSTemporaryDirectory() + "conv-manual-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let script = Repository.root.appending(path: "script/manual").path
        #expect(try run(script, [folder, "--programs", Programs.folder.path]).status == 0)
        for program in Self.programs {
            let page = try String(contentsOfFile: "\(folder)/\(program).1", encoding: .utf8)
            let commands = try commands(of: program)
            #expect(commands.count > 10)
            for command in commands { #expect(page.contains(".Ss \"\\&\(command)\""), "\(program) \(command)") }
            #expect(page.contains(".Sh NAME\n.Nm \(program)\n"))
        }
    }

    @Test(arguments: programs, ["bash", "zsh", "fish"])
    func `each shell gets completions that know every command`(_ program: String, _ shell: String) throws {
        let script = try Programs.run(program, ["--generate-completion-script", shell])
        #expect(script.status == 0)
        for command in try commands(of: program) {
            let last = command.split(separator: " ").last ?? ""
            #expect(script.output.contains(last), "\(program) \(command)")
        }
    }

    @Test func `values are completed from the replica that the line names`() throws {
        let workplace = try Workplace()
        try workplace.join("noor", as: "administrator")
        try workplace.bringInSample(by: "noor")
        let script = "\(workplace.folder)/completions"
        try Programs.run("conv-agent", ["--generate-completion-script", "bash"]).output
            .write(toFile: script, atomically: true, encoding: .utf8)
        func offered(_ line: String...) throws -> [String] {
            // As the shell calls it: all words of the line, and which of them the cursor is on.
            let all = [line[0], "--data", "\(workplace.folder)/noor"] + line.dropFirst()
            let quoted = (["conv-agent"] + all).map { "'\($0)'" }.joined(separator: " ")
            let program = """
                PATH=\(Programs.folder.path):$PATH; source \(script); COMP_WORDS=(\(quoted)); \
                COMP_CWORD=\(all.count); COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}; \
                _conv-agent conv-agent "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"; \
                printf '%s\\n' "${COMPREPLY[@]}"
                """
            return try run("bash", ["-c", program]).output.split(separator: "\n").map(String.init)
        }
        #expect(try offered("status", "1", "p") == ["pending"])
        #expect(try offered("move", "1", "").sorted() == ["general", "workshop"])
        #expect(try offered("show", "") == ["1"])
        #expect(try offered("merge", "1", "") == ["1"])
        #expect(try offered("show", "~").count == 1)
        #expect(try offered("assign", "1", "n").sorted() == ["none", "noor"])
        #expect(try offered("escalate", "1", "--reason", "sens") == ["sensitive_topic"])
    }
}
