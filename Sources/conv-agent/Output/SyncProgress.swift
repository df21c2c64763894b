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

    /// Clears the line.
    static func end() { Terminal.showProgress("") }
}
