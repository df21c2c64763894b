import ArgumentParser
import Foundation
import Hub

/// `conv-server`: keeps the log of a workspace and serves it.
@main
struct Server: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conv-server",
        abstract: "Keeps a team's conversations and serves them to its members' devices.",
        discussion: """
            A workspace lives in one folder. Make it with `init`, serve it with `run`, and let people in with `invite`.
            Every command takes --json and then prints one JSON value of the shape in schemas/commands. It exits with 0, \
            with 2 when it was asked wrongly, with 3 when a check found something wrong, and with 1 for every other \
            failure.
            """,
        version: "0.1.0",
        subcommands: [
            InitCommand.self, RunCommand.self, InviteCommand.self, GrantCommand.self, RevokeCommand.self,
            ImportCommand.self, StatusCommand.self, EraseCommand.self, VerifyCommand.self, BackupCommand.self,
            RestoreCommand.self, ExportCommand.self, UpgradeCommand.self, WidgetCommand.self, ChannelsCommand.self,
        ]
    )

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            // The parser's own code for a wrong call is 64; both programs say 2, as shells do.
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            try? FileHandle.standardError.write(contentsOf: Data((Plain.block(fullMessage(for: error)) + "\n").utf8))
            exit(withError: Output.wrongCall)
        }
    }
}
