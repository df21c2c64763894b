package import Hub

/// How the replica stands towards its server: what is unsent, what is stale, and since when.
package struct Standing: Hashable, Sendable {
    /// Whether somebody keeps the replica in step.
    package enum Link: Hashable, Sendable {
        /// Nobody tries.
        case idle
        /// Changes are going to and fro.
        case syncing
        /// Everything was exchanged, and news will come by themselves.
        case inStep
        /// The server could not be reached; the sentence says why.
        case waiting(String)
        /// A person must act first.
        case stopped(String)
        /// Another process of this person keeps the replica in step.
        case elsewhere
    }

    /// Whether somebody keeps it in step.
    package var link = Link.idle
    /// When the replica last heard all that there was to hear; nil: never.
    package var synced: Instant?
    /// Changes that wait to be sent.
    package var unsentCount = 0
    /// Refused changes.
    package var refusedCount = 0

    /// Knows nothing.
    package init() {}

    /// Takes what is known.
    package init(link: Link = .idle, synced: Instant?, unsentCount: Int, refusedCount: Int) {
        self.link = link
        self.synced = synced
        self.unsentCount = unsentCount
        self.refusedCount = refusedCount
    }
}
