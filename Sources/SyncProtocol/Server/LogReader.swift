public import Hub

/// What the serving side of the protocol reads from a log; implemented by every store.
///
/// All reads of one answer must see one state of the log.
public protocol LogReader {
    /// The history that sequences belong to.
    var history: Identifier { get throws }
    /// The last sequence.
    var head: UInt64 { get throws }
    /// Every scope that was ever placed in, with its chain at the head.
    func chains() throws -> [Scope: ScopeChain]
    /// The chain of a scope as it was at a log sequence.
    func chain(of scope: Scope, at sequence: UInt64) throws -> ScopeChain
    /// The rows of `scopes` beyond `sequence`, ascending; at least `limit` where there are as many, and on to the end of
    /// the transaction group that the last one belongs to.
    func rows(after sequence: UInt64, in scopes: [Scope], limit: Int) throws -> [LogRow]
    /// Changes with `position < sequence ≤ target` of roots that are placed in `scope` now and have been since at least
    /// `since`; ascending, at most `limit`.
    func placedChanges(
        in scope: Scope, after position: UInt64, through target: UInt64, placedSince since: UInt64, limit: Int
    ) throws -> [StampedChange]
    /// The changes of one root up to a sequence, ascending.
    func changes(of root: Identifier, through sequence: UInt64) throws -> [StampedChange]
    /// The signed head of a batch.
    func batch(_ id: [UInt8]) throws -> BatchHeader?
}

/// A row of the log with its place.
public struct LogRow: Hashable, Sendable {
    /// Scope, counter in the scope, and what the row holds.
    public let row: Frame.Row
    /// The chain of the scope behind this row.
    public let chain: ScopeChain
    /// Where the root was placed before, for rows that brought it in.
    public let cameFrom: Scope?
    /// The root, except for voids.
    public let root: Identifier?
    /// The log sequence at which the row's root came to the scope; 0 where it does not matter.
    public let placedSince: UInt64
    /// Whether a transaction group ends here, so that an answer may.
    public let isGroupEnd: Bool

    /// Assembles a row.
    public init(
        row: Frame.Row, chain: ScopeChain, cameFrom: Scope?, root: Identifier?, placedSince: UInt64, isGroupEnd: Bool
    ) {
        self.row = row
        self.chain = chain
        self.cameFrom = cameFrom
        self.root = root
        self.placedSince = placedSince
        self.isGroupEnd = isGroupEnd
    }
}
