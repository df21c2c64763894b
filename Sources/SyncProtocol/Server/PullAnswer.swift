public import Hub

/// Computes what a replica is served: the frames that follow its cursor, up to a checkpoint.
///
/// Scopes that the user lost are closed first, scopes that the user gained are opened, rows of all held scopes follow in
/// log order, and with what the limit leaves, the past of opened scopes, directory first. Live rows never wait for a
/// past that is still coming: a change whose predecessors have not arrived waits in its document.
public struct PullAnswer {
    private let log: any LogReader
    private let limits: Limits
    private var frames: [Frame] = []
    private var sentBatches: Set<[UInt8]> = []
    private var delivered: [Delivery.Entry] = []
    private var chains: [Scope: ScopeChain] = [:]
    /// Rows, and changes that they carry or that are past: what the limit is about.
    private var count = 0

    private init(log: any LogReader, limits: Limits) {
        self.log = log
        self.limits = limits
    }

    /// The frames for `user` behind `cursor`, signed with the server's key.
    ///
    /// - Throws: `ProtocolError` with code `refilling` when the cursor is of a history that this log has lost the tail
    ///   of; errors of the log.
    public static func frames(
        for user: Identifier, behind cursor: SyncCursor, log: any LogReader, directory: Directory, limits: Limits,
        key: SigningKey
    ) throws -> [Frame] {
        var answer = PullAnswer(log: log, limits: limits)
        return try answer.compute(user, cursor, directory, key)
    }

    private mutating func compute(
        _ user: Identifier, _ start: SyncCursor, _ directory: Directory, _ key: SigningKey
    ) throws -> [Frame] {
        var cursor = start
        let history = try log.history
        let allChains = try log.chains()
        let granted = directory.scopes(of: user, queues: allChains.keys.filter(\.isQueue))
        if cursor.history != history {
            // Nothing of another history can be told apart here, so every scope is based anew; the outbox is kept.
            for scope in cursor.scopes.keys.sorted() { frames.append(.scopeClose(scope)) }
            cursor = SyncCursor()
            cursor.history = history
        }
        for (scope, held) in cursor.scopes.sorted(by: { $0.key < $1.key }) where granted[scope]?.sequence != held.grant
        {
            frames.append(.scopeClose(scope))
            cursor.scopes[scope] = nil
        }
        try open(granted, &cursor, allChains)
        // Who may sign comes first and whole: nothing else can be checked before.
        let isDirectoryWhole = cursor.scopes[.directory]?.backfill == nil
        let isComplete = isDirectoryWhole ? try appendRows(&cursor, granted) : false
        // The past is read as it is placed now, so a root that has moved on must have been followed there before.
        try appendPast(of: isDirectoryWhole ? cursor.scopes.keys.sorted() : [.directory], &cursor, granted)
        let isOpening = granted.keys.contains { cursor.scopes[$0] == nil }
        let hasMore = !isComplete || isOpening || cursor.scopes.values.contains { $0.backfill != nil }
        let delivery = Delivery(history: history, sequence: cursor.sequence, chains: chains, entries: delivered)
        frames.append(
            .checkpoint(.init(cursor: cursor, chains: chains, signature: delivery.signed(by: key), hasMore: hasMore))
        )
        return frames
    }

    private mutating func open(
        _ granted: [Scope: Directory.Grant], _ cursor: inout SyncCursor, _ allChains: [Scope: ScopeChain]
    ) throws {
        if cursor.scopes.isEmpty { cursor.sequence = try log.head }
        for (scope, grant) in granted.sorted(by: { $0.key < $1.key }) where cursor.scopes[scope] == nil {
            let target = cursor.sequence
            // Rows from before a grant from now on are not for this member, so the scope opens behind them.
            if grant.history == .fromNow, target < grant.sequence { continue }
            let chain = allChains[scope] == nil ? .empty : try log.chain(of: scope, at: target)
            // Even a scope that was empty then has a past, once a root that is older has been moved there.
            let isUntouched = allChains[scope] == nil
            cursor.scopes[scope] = ScopeCursor(
                grant: grant.sequence, backfill: isUntouched ? nil : .init(position: 0, target: target)
            )
            chains[scope] = chain
            frames.append(.scopeOpen(scope, grant: grant.sequence, chain: chain, target: target))
        }
    }

    /// Appends the rows that follow; true when the head was reached.
    private mutating func appendRows(_ cursor: inout SyncCursor, _ granted: [Scope: Directory.Grant]) throws -> Bool {
        let scopes = cursor.scopes.keys.sorted()
        let head = try log.head
        let rows = try log.rows(after: cursor.sequence, in: scopes, limit: limits.frameCountMax)
        var isComplete = rows.count < limits.frameCountMax
        var last = head
        for (index, row) in rows.enumerated() {
            // A ticket that moves in brings its past along, so fewer rows may fill an answer, and its receipt.
            if count >= limits.frameCountMax, rows[index - 1].isGroupEnd {
                isComplete = false
                break
            }
            chains[row.row.scope] = row.chain
            count += 1
            last = row.row.body.sequence
            if PlantedDefect.current == .skippedRow, index + 2 == rows.count { continue }
            switch row.row.body {
            case .change(let change):
                guard isVisible(row, granted) else {
                    let body = Frame.Body.hidden(change.change.id, sequence: change.sequence, stamp: change.stamp)
                    frames.append(
                        .row(Frame.Row(scope: row.row.scope, scopeSequence: row.row.scopeSequence, body: body))
                    )
                    continue
                }
                try deliver(change)
            case .into(let change):
                if !isHeld(row, cursor, granted), let root = row.root {
                    for earlier in try log.changes(of: root, through: change.sequence - 1) {
                        try deliver(earlier)
                        frames.append(.carried(earlier, in: row.row.scope))
                        count += 1
                    }
                }
                try deliver(change)
            case .out, .void, .hidden: break
            }
            frames.append(.row(row.row))
        }
        cursor.sequence = isComplete ? max(head, cursor.sequence) : last
        return isComplete
    }

    private mutating func appendPast(
        of scopes: [Scope], _ cursor: inout SyncCursor, _ granted: [Scope: Directory.Grant]
    ) throws {
        for scope in scopes {
            guard let backfill = cursor.scopes[scope]?.backfill, let grant = granted[scope],
                count < limits.frameCountMax
            else { continue }
            let limit = limits.frameCountMax - count
            let since = grant.history == .fromNow ? grant.sequence : 0
            let changes = try log.placedChanges(
                in: scope, after: backfill.position, through: backfill.target, placedSince: since, limit: limit
            )
            for change in changes {
                try deliver(change)
                frames.append(.carried(change, in: scope))
            }
            count += changes.count
            if changes.count < limit {
                cursor.scopes[scope]?.backfill = nil
            } else if let last = changes.last {
                cursor.scopes[scope]?.backfill?.position = last.sequence
            }
        }
    }

    /// Whether the replica has what a placement moves: it holds the scope that the root came from, its past has come, and
    /// no part of it is hidden.
    private func isHeld(_ row: LogRow, _ cursor: SyncCursor, _ granted: [Scope: Directory.Grant]) -> Bool {
        guard let origin = row.cameFrom else { return true }
        guard let held = cursor.scopes[origin], held.backfill == nil else { return false }
        return granted[origin]?.history == .all
    }

    private func isVisible(_ row: LogRow, _ granted: [Scope: Directory.Grant]) -> Bool {
        guard let grant = granted[row.row.scope], grant.history == .fromNow else { return true }
        return row.placedSince >= grant.sequence
    }

    private mutating func deliver(_ change: StampedChange) throws {
        if sentBatches.insert(change.batch).inserted {
            guard let header = try log.batch(change.batch) else {
                preconditionFailure("every change of the log names a batch that the log holds")
            }
            frames.append(.batch(header))
        }
        delivered.append(Delivery.Entry(change))
    }
}

extension Scope {
    /// Whether tickets are placed here.
    public var isQueue: Bool {
        if case .queue = self { true } else { false }
    }
}
