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
        var store = try common.open()
        let lock = try SyncLock(common.folder)
        defer { withExtendedLifetime(lock) {} }
        var session = try await session(store)
        guard follow else {
            let progress = try await session.catchUp(SyncProgress.show)
            SyncProgress.end()
            if progress.isCopied { try leaveIncarnation() }
            return try report(progress, store)
        }
        while true {
            let current = store
            try await session.follow { show($0, current) }
            try leaveIncarnation()
            store = try common.open()
            session = try await self.session(store)
        }
    }

    private func session(_ store: ReplicaStore) async throws -> SyncSession {
        try await common.folder.session(of: store) { Terminal.printError("conv-agent: \($0)") }
    }

    private func leaveIncarnation() throws {
        try common.folder.leaveIncarnation()
        Terminal.printError("conv-agent: \(ReplicaFolder.leftIncarnation)")
    }

    private func show(_ notice: SyncSession.Notice, _ store: ReplicaStore) {
        if common.isJSON, case .caughtUp(let progress) = notice {
            try? report(progress, store)
        } else {
            SyncProgress.show(notice)
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
