import Replica

/// Shows how a sync goes, beside the output.
enum SyncProgress {
    /// Shows one notice.
    @Sendable static func show(_ notice: SyncSession.Notice) {
        switch notice {
        case .progress(let progress):
            Terminal.showProgress("\(progress.sentCount) sent, \(progress.receivedCount) received")
        case .caughtUp(let progress):
            Terminal.showProgress("in step: \(progress.sentCount) sent, \(progress.receivedCount) received")
        case .indexing(let left): Terminal.showProgress("in step; \(left) tickets to index for searches")
        case .waiting(let reason, let milliseconds):
            Terminal.showProgress("\(reason); trying again in \((milliseconds + 999) / 1000) s")
        }
    }

    /// Enters what a sync brought into the full-text index, and shows how much is left.
    ///
    /// Where it is broken off, the next sync goes on with it; searches say meanwhile what they did not look at.
    static func index(_ store: ReplicaStore) throws {
        while true {
            let left = try store.indexSearch()
            guard left > 0 else { return }
            Terminal.showProgress("\(left) tickets to be indexed for searches")
        }
    }

    /// Clears the line.
    static func end() { Terminal.showProgress("") }
}
