import ArgumentParser
import Hub
import SyncServer

/// `conv-server init DIR`
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a workspace in a new folder."
    )

    @Argument(help: "The folder; it must be new or empty.", completion: .directory)
    var folder: String
    @Option(help: "What people call the workspace.")
    var name = "Support"
    @Option(help: "How members reach the server, such as https://support.example.com; `run` can say it later.")
    var address: String?
    @OptionGroup var output: OutputOptions
    @OptionGroup var clock: ClockOptions

    func run() async throws {
        try await Output.run(output) {
            var randomness = SystemRandomNumberGenerator()
            let made = try WorkspaceFolder.create(
                at: folder, name: name, address: address, now: try clock.instant, using: &randomness
            )
            try output.print(
                Report(
                    folder: made.path, workspace: made.description.workspace, name: made.description.name,
                    address: made.description.address, rootFingerprint: made.rootFingerprint
                )
            ) {
                """
                Made the workspace \(made.description.name) in \(made.path).
                Serve it:      conv-server run \(made.path)
                Let people in: conv-server invite \(made.path) --role owner
                """
            }
        }
    }

    private struct Report: Encodable {
        let folder: String
        let workspace: Identifier
        let name: String
        let address: String?
        let rootFingerprint: String

        enum CodingKeys: String, CodingKey {
            case folder, workspace, name, address
            case rootFingerprint = "root_fingerprint"
        }
    }
}
