import ArgumentParser

/// The root of all commands.
struct ConvAgent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conv-agent",
        abstract: "Work on your team's conversations, with or without a network.",
        discussion: """
            Everything is read from and written to the replica on this machine at once; `conv-agent sync` exchanges it
            with the server. `conv-agent join LINK` sets a replica up.

            Without a command it opens the workspace: inbox, tickets and landing page on the whole terminal.

            Every command takes --json and then prints one JSON value of the shape in schemas/commands. It exits with 0, \
            with 2 when it was asked wrongly, with 3 when what it was asked about is not on this machine, and with 1 for \
            every other failure.
            """,
        version: Program.version,
        subcommands: [
            JoinCommand.self, SyncCommand.self, TicketsCommand.self, SearchCommand.self, ShowCommand.self,
            StatsCommand.self,
            ReplyCommand.self, DeliveriesCommand.self, NoteCommand.self, AssignCommand.self,
            StatusCommand.self, SnoozeCommand.self, EscalateCommand.self, ReturnCommand.self, MoveCommand.self,
            MergeCommand.self, UnmergeCommand.self, TypingCommand.self, ReactCommand.self, FilesCommand.self,
            TraceCommand.self, VerdictCommand.self, AssistantCommand.self, ContentCommand.self,
            GuidanceCommand.self, EvalCommand.self, SettingsCommand.self, DevicesCommand.self, DraftsCommand.self,
            RescueCommand.self, WorkspaceCommand.self, ScreenCommand.self, ReplayCommand.self, KeysCommand.self,
            PresetsCommand.self, SummarizeCommand.self,
        ],
        defaultSubcommand: WorkspaceCommand.self
    )
}
