import ArgumentParser
import Hub
import SyncServer

/// `conv-server status DIR`
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how a workspace stands, and who belongs to it."
    )

    @Argument(help: "The workspace's folder.", completion: .directory)
    var folder: String
    @Flag(help: "Add a digest of each scope's state, which is equal wherever the scope is in step; reads every change.")
    var digests = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await Output.run(output) {
            let report = try StatusReport(WorkspaceFolder(opening: folder), hasDigests: digests)
            try output.print(report) { Self.text(report) }
        }
    }

    private static func text(_ report: StatusReport) -> String {
        let status = report.status
        var lines = [
            "\(report.name) at \(report.address ?? "no address yet")",
            "Log            \(status.head) rows, \(status.state)",
            "Own replica    \(status.replicaLag) behind, \(status.replicaPending) to send",
        ]
        for scope in status.scopes { lines.append("Scope          \(scope.scope): \(scope.roots) roots") }
        for (code, count) in status.parked.sorted(by: { $0.key < $1.key }) {
            lines.append("Not accepted   \(count) \(code)")
        }
        for (scope, digest) in (report.digests ?? [:]).sorted(by: { $0.key < $1.key }) {
            lines.append("Digest         \(scope): \(digest)")
        }
        lines.append("Open invites   \(status.inviteCount)")
        for member in report.members {
            let scopes = member.scopes.isEmpty ? "" : ", \(member.scopes.joined(separator: ", "))"
            lines.append(
                "Member         \(member.user) \(member.name ?? "(name erased)"): \(member.role.rawValue)\(scopes), "
                    + "\(member.devices.count) devices"
            )
        }
        return lines.joined(separator: "\n")
    }
}
