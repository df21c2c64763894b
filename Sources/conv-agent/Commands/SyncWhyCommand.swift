import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent sync why`: what has arrived, what waits, and for what.
struct SyncWhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Say how far each scope is in step, and what each unsent change waits for."
    )

    @OptionGroup var common: CommonOptions

    @Flag(help: "Add a digest of each scope's state, which is equal wherever the scope is in step; reads every change.")
    var digests = false

    struct Report: Encodable {
        struct Backfill: Encodable {
            let position: UInt64
            let target: UInt64
        }

        struct ScopeEntry: Encodable {
            let scope: String
            let sequence: UInt64
            let backfill: Backfill?
            let roots: Int
            let pending: Int
            let parked: Int
        }

        struct Receipt: Encodable {
            let sequence: UInt64
            let changes: Int
        }

        struct Change: Encodable {
            let change: String
            let kind: String
            let root: String
            let state: String
            let code: String?
            let written: String
            let waitsFor: String
        }

        let server: String
        let history: String?
        let sequence: UInt64
        let synced: String?
        let secondsSinceSync: Int64?
        let scopes: [ScopeEntry]
        let receipt: Receipt?
        let changes: [Change]
        let rescued: Int
        let digests: [String: String]?
    }

    func run() throws {
        let store = try common.open()
        let report = try report(store)
        if common.isJSON { return try Output.json(report) }
        let age = report.secondsSinceSync.map {
            "\(Instant(milliseconds: 0).age(at: Instant(milliseconds: $0 * 1000))) ago"
        }
        Output.line(
            Plain.line("Server \(report.server), last in step \(age ?? "never"), log sequence \(report.sequence)."))
        if let receipt = report.receipt {
            Output.line("Last receipt: \(receipt.changes) changes up to sequence \(receipt.sequence).")
        }
        var scopes = Columns(["SCOPE", "ROW", "ROOTS", "UNSENT", "REFUSED", "PAST"], right: [1, 2, 3, 4])
        for scope in report.scopes {
            let past = scope.backfill.map { "\($0.position) of \($0.target)" } ?? "complete"
            scopes.add([
                scope.scope, String(scope.sequence), String(scope.roots), String(scope.pending), String(scope.parked),
                past,
            ])
        }
        if !scopes.isEmpty { Output.write(scopes.text(columnCount: Terminal.columnCount)) }
        for (scope, digest) in (report.digests ?? [:]).sorted(by: { $0.key < $1.key }) {
            Output.line("Digest of \(scope): \(digest)")
        }
        if report.rescued > 0 { Output.line("\(report.rescued) rescued drafts: `conv-agent drafts` shows them.") }
        guard !report.changes.isEmpty else { return Output.line("Nothing waits.") }
        var changes = Columns(["WRITTEN", "WHAT", "STATE", "WAITS FOR"])
        for change in report.changes {
            let state = change.code.map { "\(change.state): \($0)" } ?? change.state
            changes.add([Instant.shown(iso: change.written), change.kind, state, change.waitsFor])
        }
        Output.write(changes.text(columnCount: max(160, Terminal.columnCount)))
    }

    private func report(_ store: ReplicaStore) throws -> Report {
        let standing = try store.syncStanding()
        let now = Instant.now
        return Report(
            server: try common.folder.device().server, history: standing.history?.description,
            sequence: standing.sequence, synced: standing.synced?.iso,
            secondsSinceSync: standing.synced.map { max(0, now.milliseconds - $0.milliseconds) / 1000 },
            scopes: standing.scopes.map { scope in
                Report.ScopeEntry(
                    scope: scope.scope.description, sequence: scope.sequence,
                    backfill: scope.backfill.map { .init(position: $0.position, target: $0.target) },
                    roots: scope.rootCount, pending: scope.pendingCount, parked: scope.parkedCount
                )
            },
            receipt: standing.receipt.map { .init(sequence: $0.sequence, changes: $0.changeCount) },
            changes: standing.unsent.map { change in
                Report.Change(
                    change: change.reference.description, kind: change.kind, root: change.root.description,
                    state: "\(change.state)", code: change.code, written: change.written.iso,
                    waitsFor: Self.explanation(of: change)
                )
            },
            rescued: try store.rescuedDrafts().count, digests: digests ? try store.stateDigests() : nil
        )
    }

    /// What an unsent change waits for, and what to do.
    private static func explanation(of change: UnsentChange) -> String {
        switch change.state {
        case .accepted: "nothing"
        case .pending: "the next `conv-agent sync`"
        case .acknowledged: "its row, which the next `conv-agent sync` brings"
        case .parked: refusals[change.code ?? ""] ?? Refusal(rawValue: change.code ?? "")?.explanation ?? unknownRefusal
        }
    }

    private static let unknownRefusal = "you: the server refused it; make the change again, or leave it"

    /// The refusals that are not about roles and kinds.
    private static let refusals = [
        "duplicate": "nothing: what caused it had its effect already",
        "equivocation": "you: another copy of this device wrote under the same number; make the change again",
        "lost": "you: the server was restored from a backup without it and did not take it back; make the change again",
        "follows_refused": "you: an earlier change of the same document was refused; make both again",
        "unknown_heads": "you: it builds on a refused change; sync, then make it again",
        "placement_conflict": "you: somebody moved the ticket at the same time; look where it is and move it again",
        "unplaced_root": "you: nothing says where it belongs; place it in a queue first",
        "server_only": "nothing: only the server changes its own role and devices",
        "device_revoked": "an administrator: this device was revoked; ask for a new invite",
    ]
}
