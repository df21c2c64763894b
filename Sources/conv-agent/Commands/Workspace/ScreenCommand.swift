import ArgumentParser
import Hub
import Replica
import Scenes
import TerminalCanvas

/// `conv-agent screen`: prints one screen of the workspace.
struct ScreenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen", abstract: "Print a screen of the workspace: landing, tickets, or one ticket.",
        discussion: "With --json it is the screen as a value, with --plain it is read out in words."
    )

    /// The screens that can be printed.
    enum Name: String, ExpressibleByArgument, CaseIterable { case landing, tickets, ticket }

    @Argument(help: "landing, tickets or ticket.")
    var name: Name

    @Argument(help: "The ticket, or what the list finds; open tickets when not given.", completion: .tickets)
    var subject: [String] = []

    @OptionGroup var size: ScreenOptions
    @OptionGroup var look: LookOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard name != .ticket || subject.count == 1 else { throw ValidationError("say which ticket") }
        guard name != .landing || subject.isEmpty else { throw ValidationError("the landing page takes no words") }
    }

    func run() throws {
        let workspace = try HeadlessWorkspace(
            common, present: try size.present, place: name == .landing ? .landing : .tickets)
        if name == .tickets, !subject.isEmpty {
            try workspace.find(Query(subject.joined(separator: " ")))
        }
        workspace.begin(rows: size.size.rows)
        if name == .ticket { try workspace.open(subject[0]) }
        let form = look.form(common, size: size.size, hasColours: size.colours)
        Output.write(try workspace.text(form))
    }
}

/// How large a screen is, and when.
struct ScreenOptions: ParsableArguments {
    @Option(name: .customLong("size"), help: ArgumentHelp("Columns and rows.", valueName: "WxH"))
    var extent = "100x30"

    @Option(help: "The present that is shown, such as 2026-01-02T10:00; now when not given.")
    var at: String?

    @Flag(help: "Print colours as the terminal would get them.")
    var colours = false

    func validate() throws {
        guard parts != nil else { throw ValidationError("--size takes columns and rows, such as 100x30") }
    }

    private var parts: (columns: Int, rows: Int)? {
        let parts = extent.split(separator: "x").compactMap { Int($0) }
        guard parts.count == 2, (20...1000).contains(parts[0]), (6...1000).contains(parts[1]) else { return nil }
        return (parts[0], parts[1])
    }

    /// The size.
    var size: Size { Size(columns: parts?.columns ?? 100, rows: parts?.rows ?? 30) }

    /// The present that was asked for; nil: the real one.
    var present: Instant? {
        get throws { try at.map { try TimeText.past($0, from: .now) } }
    }
}
