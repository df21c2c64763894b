import ArgumentParser
import Hub
import SyncServer

/// `conv-server widget`
struct WidgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "widget", abstract: "Put the site widget on pages.",
        subcommands: [WidgetSnippetCommand.self, WidgetSecretCommand.self]
    )
}

/// `conv-server widget snippet DIR`
struct WidgetSnippetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snippet", abstract: "Print the script tag that puts the widget on a page.",
        discussion:
            "The page's origin must be on the list: `conv-agent settings set widget.origin.NAME.url URL`, and .on."
    )

    @Argument(help: "The workspace's folder.", completion: .directory)
    var folder: String
    @Flag(help: "Name this version by its hash; the tag has to be replaced after an upgrade.")
    var pinned = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await Output.run(output) {
            let snippet = try WidgetOperations(WorkspaceFolder(opening: folder)).snippet()
            try output.print(snippet) { pinned ? snippet.pinnedTag : snippet.tag }
            if snippet.isLocal, !output.json {
                Output.report("the tag works on this machine only; start the server with --address for others")
            }
        }
    }
}

/// `conv-server widget secret DIR`
struct WidgetSecretCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret", abstract: "Print the secret by which sites sign who their visitors are.",
        discussion: "Keep it on the site's server and out of its pages: whoever has it can be any user."
    )

    @Argument(help: "The workspace's folder.", completion: .directory)
    var folder: String
    @Flag(help: "Mint another one.")
    var rotate = false
    @Option(help: "For how long the one before still verifies: 30m, 12h, 7d; 0 when it has leaked.")
    var grace = "7d"
    @OptionGroup var output: OutputOptions
    @OptionGroup var clock: ClockOptions

    func run() async throws {
        try await Output.run(output) {
            guard let seconds = grace == "0" ? 0 : ServerClock.seconds(grace) else {
                throw ServerError.invalidInput("--grace takes a length of time such as 12h or 7d, or 0")
            }
            let secret = try WidgetOperations(WorkspaceFolder(opening: folder))
                .secret(rotation: rotate ? seconds : nil, at: try clock.instant)
            try output.print(secret) { "secret    \(secret.secret)\naudience  \(secret.audience)" }
        }
    }
}
