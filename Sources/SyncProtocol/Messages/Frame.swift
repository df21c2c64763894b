public import CRDT
public import Hub

/// One piece of what a server sends down; a replica applies frames up to a checkpoint in one transaction.
public enum Frame: Hashable, Sendable {
    /// The signed head of a batch, before the first change of it in this answer.
    case batch(BatchHeader)
    /// A scope opens; its past follows as `carried`, its chain goes on from `chain`.
    case scopeOpen(Scope, grant: UInt64, chain: ScopeChain, target: UInt64)
    /// A scope closes: everything of it must be purged.
    case scopeClose(Scope)
    /// A change of the past of a scope, or one that a placement brought along. The scope is where the server has the root
    /// now, which placements that are still to come may say otherwise for a while.
    case carried(StampedChange, in: Scope)
    /// The next row of a scope.
    case row(Row)
    /// Everything before it is complete and may be committed.
    case checkpoint(Checkpoint)
    /// The server is there; its time.
    case keepalive(Instant)

    /// A row of a scope.
    public struct Row: Hashable, Sendable {
        /// The scope.
        public let scope: Scope
        /// Its dense counter.
        public let scopeSequence: UInt64
        /// What the row holds.
        public let body: Body

        /// Assembles a row.
        public init(scope: Scope, scopeSequence: UInt64, body: Body) {
            self.scope = scope
            self.scopeSequence = scopeSequence
            self.body = body
        }
    }

    /// What a row can hold.
    public enum Body: Hashable, Sendable {
        /// A change of a root that is placed in the scope.
        case change(StampedChange)
        /// A placement that brought a root into the scope; its earlier changes precede this row as `carried`.
        case into(StampedChange)
        /// A root left the scope by a placement.
        case out(root: Identifier, sequence: UInt64, stamp: Stamp, placement: ChangeID)
        /// A change of a root that was there before the member's grant began: only its place in the chain.
        case hidden(ChangeID, sequence: UInt64, stamp: Stamp)
        /// A refused or duplicate change.
        case void(VoidRow, sequence: UInt64, stamp: Stamp)

        /// The log sequence.
        public var sequence: UInt64 {
            switch self {
            case .change(let change), .into(let change): change.sequence
            case .out(_, let sequence, _, _), .void(_, let sequence, _), .hidden(_, let sequence, _): sequence
            }
        }
    }

    /// The end of something complete.
    public struct Checkpoint: Hashable, Sendable {
        /// Where the replica stands once it has applied everything before this frame.
        public let cursor: SyncCursor
        /// The chains of the scopes that moved.
        public let chains: [Scope: ScopeChain]
        /// The server's signature over what it delivered since the last checkpoint; see `Delivery`.
        public let signature: [UInt8]
        /// Whether more is waiting.
        public let hasMore: Bool

        /// Assembles a checkpoint.
        public init(cursor: SyncCursor, chains: [Scope: ScopeChain], signature: [UInt8], hasMore: Bool) {
            self.cursor = cursor
            self.chains = chains
            self.signature = signature
            self.hasMore = hasMore
        }
    }
}
