import ArgumentParser
import Foundation
import Replica

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        name: .customLong("data"),
        help: ArgumentHelp(
            "The replica's folder; $CONV_AGENT_DATA, else ~/.local/share/conversations, when not given.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var data: String?

    @Flag(name: .customLong("json"), help: "Print JSON of a documented shape instead of text.")
    var isJSON = false

    /// The replica's folder.
    var folder: ReplicaFolder {
        data.map(ReplicaFolder.init(path:)) ?? .standard(environment: ProcessInfo.processInfo.environment)
    }

    /// Opens the replica.
    func open() throws -> ReplicaStore { try folder.open() }
}
