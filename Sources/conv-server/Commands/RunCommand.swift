import ArgumentParser
import Foundation
import Hub
import Logging
import ServiceLifecycle
import SyncServer
import UnixSignals

/// `conv-server run DIR`
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Serve a workspace until the process is told to stop.",
        discussion: "SIGTERM and SIGINT end it after the requests under way are answered."
    )

    @Argument(help: "The workspace's folder.", completion: .directory)
    var folder: String
    @Option(help: "Where to listen, as HOST:PORT; port 0 takes a free one.")
    var listen = "127.0.0.1:8080"
    @Option(
        help: ArgumentHelp(
            "How members reach the server, such as https://support.example.com; remembered, and named by invites. Where "
                + "it listens when never given.",
            valueName: "url"
        )
    )
    var address: String?
    @Flag(help: "Believe the proxy in front of the server where visitors come from (the last X-Forwarded-For).")
    var behindProxy = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await Output.run(output) {
            let (host, port) = try Self.split(listen)
            var logger = Logger(label: "conv-server") { StreamLogHandler.standardError(label: $0) }
            logger.logLevel = .notice
            let opened = try WorkspaceFolder(opening: folder)
            var description = opened.description
            try address.map { try description.setPublicAddress($0) }
            let (described, output) = (description, output)
            let announce: @Sendable (Int) async -> Void = { port in
                var description = described
                description.setListening(host: host, port: port)
                Self.announce(description, of: opened, host, port, output)
            }
            let server = try WorkspaceServer(
                opened, host: host, port: port, logger: logger, isBehindProxy: behindProxy, onRunning: announce
            )
            let group = ServiceGroup(
                configuration: ServiceGroupConfiguration(
                    services: [.init(service: server)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
                )
            )
            try await group.run()
        }
    }

    /// Remembers how the server is reached, and says that it serves.
    private static func announce(
        _ description: WorkspaceDescription, of folder: WorkspaceFolder, _ host: String, _ port: Int,
        _ output: OutputOptions
    ) {
        do {
            _ = try folder.describing { $0 = description }
        } catch {
            // It serves nevertheless; only invites would name the address that it had before.
            Output.report(ServerFailure.sentence(error))
        }
        let report = Report(
            workspace: description.workspace, address: description.address, host: host, port: port
        )
        do {
            try output.print(report) { "Serving \(description.name) on \(host):\(port)" }
        } catch {
            Output.report(ServerFailure.sentence(error))
        }
    }

    /// Cuts `HOST:PORT`; an IPv6 host stands in brackets.
    private static func split(_ listen: String) throws -> (host: String, port: Int) {
        guard let colon = listen.lastIndex(of: ":"), let port = Int(listen[listen.index(after: colon)...]),
            (0...65_535).contains(port)
        else { throw ServerError.invalidInput("--listen takes HOST:PORT, such as 127.0.0.1:8080") }
        let host = listen[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        return (host.isEmpty ? "0.0.0.0" : host, port)
    }

    private struct Report: Encodable {
        let workspace: Identifier
        let address: String?
        let host: String
        let port: Int
    }
}
