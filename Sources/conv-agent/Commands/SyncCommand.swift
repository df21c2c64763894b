import ArgumentParser
import Hub
import Replica
import SyncProtocol

/// `conv-agent sync`: exchanges what is new with the server.
struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Send what you wrote and fetch what others wrote.",
        subcommands: [SyncNowCommand.self, SyncWhyCommand.self], defaultSubcommand: SyncNowCommand.self
    )
}

/// `conv-agent sync now`, which `conv-agent sync` means.
struct SyncNowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "now", abstract: "Send and fetch until nothing is left; with --follow, stay in step."
    )

    @OptionGroup var common: CommonOptions

    @Flag(help: "Stay in step until interrupted.")
    var follow = false

    struct Report: Encodable {
        let sent: Int
        let received: Int
        let unsent: Int
        let parked: Int
        let caughtUp: Bool
    }

    func run() async throws {
        let store = try common.open()
        let lock = try SyncLock(common.folder)
        defer { withExtendedLifetime(lock) {} }
        let device = try common.folder.device()
        let transport = HTTPTransport(server: device.server, workspace: device.workspace)
        var session = try SyncSession(store, key: try device.deviceKey(), transport: transport, now: { .now })
        guard follow else {
            let outcome: Result<SyncDriver.Progress, any Error>
            do {
                outcome = .success(try await session.catchUp(SyncProgress.show))
            } catch {
                outcome = .failure(error)
            }
            // What came needs no network to be indexed, nor does what an earlier sync left.
            try SyncProgress.index(store)
            SyncProgress.end()
            return try report(try outcome.get(), store)
        }
        let isJSON = common.isJSON
        try await session.follow { notice in
            guard case .caughtUp(let progress) = notice else { return SyncProgress.show(notice) }
            // What fails here is taken up again after the next change, or by the next sync.
            try? SyncProgress.index(store)
            if isJSON { try? report(progress, store) } else { SyncProgress.show(notice) }
        }
    }

    private func report(_ progress: SyncDriver.Progress, _ store: ReplicaStore) throws {
        let unsent = try store.unsentSummary()
        let report = Report(
            sent: progress.sentCount, received: progress.receivedCount, unsent: unsent.pendingCount,
            parked: unsent.parkedCount, caughtUp: true
        )
        if common.isJSON { return try Output.json(report) }
        Output.line(
            "Sent \(report.sent) changes and took in \(report.received), these included; everything is in step.")
        if report.parked > 0 {
            Output.line("\(report.parked) refused changes are kept; `conv-agent sync why` says why.")
        }
    }
}
