import Foundation
import Hub
import Testing

/// The workspace as people have it: in a terminal, under a shell, on a real replica.
@Suite(.serialized) struct WorkspaceTerminalTests {
    private let workplace: Workplace
    private let shell: Multiplexer

    init() throws {
        workplace = try Workplace()
        try workplace.join("ada", as: "administrator")
        try workplace.bringInSample(by: "ada")
        let editor = workplace.folder + "/editor"
        // An editor that shows its own screen, as editors do, and writes one line more.
        let script = "#!/bin/sh\nprintf '\\033[2Jthe editor'\nread line\necho \"$line\" >> \"$1\"\n"
        try script.write(toFile: editor, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: editor)
        shell = try Multiplexer(
            columns: 100, rows: 30,
            environment: ["HOME": workplace.folder, "EDITOR": editor, "TZ": "UTC", "LC_ALL": "C.UTF-8"])
    }

    /// Starts the workspace from the shell and waits for the inbox.
    private func open(_ arguments: String = "") throws {
        let program = Programs.folder.appending(path: "conv-agent").path
        try shell.run(
            "clear; echo before; sh -c 'echo $$ > \(workplace.folder)/pid; exec \(program) workspace --data "
                + "\(workplace.folder)/ada \(arguments)'; echo code-$?")
    }

    private func number() throws -> Int32 {
        let text = try String(contentsOfFile: workplace.folder + "/pid", encoding: .utf8)
        return try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    private func messages() throws -> String {
        try workplace.agent("ada", "show", "#1").output
    }

    @Test func `a shift: find, open, write in the editor, stop, resize, send, quit`() throws {
        try open()
        try shell.wait(for: "[Inbox]", "Lost my key")
        try shell.press("/")
        try shell.type(" nothing-of-this-kind")
        try shell.wait(for: "0 tickets", without: ["Lost my key"])
        for _ in 0..<22 { try shell.press("BSpace") }
        try shell.wait(for: "Lost my key")
        try shell.press("Enter")
        try shell.press("Enter")
        // The customer's escape sequences are words, and nothing that the terminal did.
        try shell.wait(for: "[31mred", without: ["[Inbox]"])
        #expect(!shell.title.contains("owned"))

        try shell.press("r")
        try shell.wait(for: "Reply to")
        try shell.type("Hello 宅配便 ")
        try shell.press("C-x", "C-e")
        try shell.wait(for: "the editor", without: ["Reply to"])
        try shell.run("from the editor")
        try shell.wait(for: "Reply to", "Hello 宅配便", "from the editor")

        try shell.press("C-z")
        try shell.wait(for: "Stopped", without: ["Reply to"])
        try shell.run("echo typed-$((40 + 2))")
        try shell.wait(for: "typed-42")
        try shell.run("fg; echo again-$?")
        try shell.wait(for: "Reply to", "from the editor", without: ["typed-42"])

        try shell.resize(columns: 60, rows: 20)
        try shell.wait(for: "Reply to", "from the editor")
        try shell.resize(columns: 120, rows: 40)
        try shell.press("C-s")
        try shell.wait(for: "u takes it back")
        try shell.press("q")
        // What was held back is sent before the program ends.
        try shell.wait(for: "again-0", "typed-42", without: ["Lost my key"])
        #expect(try messages().contains("from the editor"))
        try shell.run("echo echoed-$((40 + 2))")
        try shell.wait(for: "$((40 + 2))", "echoed-42")
    }

    @Test func `a workspace that is ended from outside gives the terminal back and keeps what was being written`()
        throws
    {
        try open()
        try shell.wait(for: "Lost my key")
        try shell.press("r")
        try shell.wait(for: "Reply to")
        try shell.type("half a sent")
        try shell.wait(for: "half a sent")
        #expect(kill(try number(), SIGTERM) == 0)
        try shell.wait(for: "before", "code-143", without: ["Reply to"])
        try open()
        try shell.wait(for: "Lost my key")
        try shell.press("r")
        try shell.wait(for: "Reply to", "half a sent")
        try shell.press("Escape")
        try shell.wait(for: "Lost my key", without: ["Reply to"])
        try shell.press("q")
        try shell.wait(for: "code-0")
        #expect(try !messages().contains("half a sent"))
    }

    @Test func `keys of one's own are obeyed and shown, and a broken map is refused with its line`() throws {
        let folder = workplace.folder + "/.config/conv-agent"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "reply = ctrl-r\n".write(toFile: folder + "/keys", atomically: true, encoding: .utf8)
        try open()
        try shell.wait(for: "Lost my key", "ctrl-r Reply")
        try shell.press("C-r")
        try shell.wait(for: "Reply to")
        try shell.press("Escape")
        try shell.wait(for: "ctrl-r Reply", without: ["Reply to"])
        try shell.press("q")
        try shell.wait(for: "code-0")
        try "reply = hyper-r\n".write(toFile: folder + "/keys", atomically: true, encoding: .utf8)
        try open()
        try shell.wait(for: "line 1: there is no key hyper-r", "code-2")
    }

    @Test func `what is copied is in the terminal's clipboard, without anything that a shell would obey`() throws {
        try open()
        try shell.wait(for: "Lost my key", "[Inbox]")
        try shell.press("Enter")
        try shell.wait(for: "[31mred", without: ["[Inbox]"])
        try shell.press("y")
        try shell.wait(for: "The chosen message")
        try shell.press("Down", "Enter")
        try shell.wait(for: "Copied the chosen message.")
        #expect(shell.clipboard == Plain.block(Workplace.hostileWords))
        try shell.press("q")
        try shell.wait(for: "code-0")
    }

    @Test func `what is drawn with ASCII alone stays so when the colours change`() throws {
        try open("--ascii")
        try shell.wait(for: "Lost my key", "[Inbox]")
        try shell.press("T")
        try shell.wait(for: "Colours: light.")
        #expect(!shell.screen.contains { "│╭─┃".contains($0) })
        try shell.press("q")
        try shell.wait(for: "code-0")
    }

    @Test func `line by line there is no full screen, and everything has words`() throws {
        try open("--plain")
        try shell.wait(for: "before", "Lost my key", "Type a command")
        try shell.run("#1")
        try shell.wait(for: "Message 1", "[31mred")
        try shell.run("note")
        try shell.wait(for: "Internal note")
        try shell.run("a line of a note")
        try shell.run("/send")
        try shell.wait(for: "held back")
        try shell.run("quit")
        try shell.wait(for: "code-0")
        #expect(try messages().contains("a line of a note"))
    }
}
