import CRDT

/// Brings four changes to a replica in each of the 24 orders and compares what comes out.
struct DeliveryOrders {
    /// A way to edit; all writers start from the same base.
    typealias Edit = @Sendable (inout Transaction) -> Void

    /// How much of the four is concurrent.
    enum Shape: CaseIterable {
        /// Four writers, none of whom has seen another.
        case fourWriters
        /// Three replicas; the first makes two changes, of which the second has seen the first.
        case twoByOne
    }

    private let base: Peer

    /// Starts from what `edit` makes.
    init(base edit: Edit) {
        var peer = Peer(9)
        peer.edit(at: 1, edit)
        base = peer
    }

    /// What is wrong with every choice of four of the edits; three replicas choose from the first three.
    func problems(_ edits: [Edit], _ shape: Shape) throws -> [String] {
        let menu = shape == .fourWriters ? edits.count : 3
        return try sequences(Array(0..<menu), length: 4).flatMap { choice in
            try differences(choice.map { edits[$0] }, shape).map { "edits \(choice), \(shape): \($0)" }
        }
    }

    private func changes(_ four: [Edit], _ shape: Shape) -> [Change] {
        var writers = (0..<4).map { Peer(UInt64(1 + $0), base.document) }
        var changes: [Change] = []
        for (position, edit) in four.enumerated() {
            let writer = shape == .twoByOne && position == 3 ? 0 : position
            // Two stamps of four are equal, so that writers break ties too.
            if let change = writers[writer].edit(at: UInt64(2 + position / 2), edit) { changes.append(change) }
        }
        return changes
    }

    private func differences(_ four: [Edit], _ shape: Shape) throws -> [String] {
        let changes = changes(four, shape)
        var expected: [UInt8]?
        var problems: [String] = []
        var count = 0
        func descend(_ replica: Peer, _ left: [Change]) throws {
            for index in left.indices {
                var (next, rest) = (replica, left)
                try next.apply(rest.remove(at: index))
                try descend(next, rest)
            }
            guard left.isEmpty else { return }
            let bytes = replica.document.canonicalBytes()
            if expected == nil {
                expected = bytes
                problems += try ModelHistory(replica.document).differences(to: replica.document)
            }
            if bytes != expected { problems.append("two orders differ") }
            // The last of the orders is the reverse of the first: what builds on something waits for it there.
            count += 1
            if count == 1 || count == 24 { problems += replica.picture.differences(to: replica.document) }
        }
        var replica = Peer(8)
        for change in base.document.changes() { try replica.apply(change) }
        try descend(replica, changes)
        return problems
    }
}
