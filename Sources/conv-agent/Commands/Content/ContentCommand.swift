import ArgumentParser
import CRDT
import SyncProtocol

/// `conv-agent content`: the articles and snippets.
struct ContentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "content", abstract: "Read and write articles and snippets.",
        subcommands: [
            ContentListCommand.self, ContentShowCommand.self, ContentNewCommand.self, ContentImportCommand.self,
            ContentEditCommand.self, ContentOnCommand.self, ContentOffCommand.self, ContentHistoryCommand.self,
            ContentDiffCommand.self, ContentRevertCommand.self, ContentSubmitCommand.self, ContentApproveCommand.self,
            ContentPublishCommand.self, ContentDraftCommand.self, ContentArchiveCommand.self,
        ],
        defaultSubcommand: ContentListCommand.self
    )
}

extension ArgumentHelp {
    /// How an article is named on every command line.
    static let article: ArgumentHelp = "The article: its identifier, its title or the beginning of it."
}
