import CRDT

/// Replicas that start from one document and edit it at once.
struct Exchange {
    private(set) var peers: [Peer]

    /// `count` replicas of what `edit` makes.
    init(_ count: Int, base edit: (inout Transaction) -> Void) {
        var first = Peer(100)
        first.edit(at: 1, edit)
        peers = (0..<count).map { Peer(UInt64($0 + 1), first.document) }
    }

    subscript(_ peer: Int) -> Peer {
        get { peers[peer] }
        set { peers[peer] = newValue }
    }

    /// Edits at a time that is the same for all, so that the writers' identifiers break ties.
    @discardableResult
    mutating func edit(_ peer: Int, at milliseconds: UInt64 = 2, _ body: (inout Transaction) -> Void) -> Change? {
        peers[peer].edit(at: milliseconds, body)
    }

    /// Brings everyone everything and returns what they all have; empty when they differ from each other or from the
    /// definitions.
    mutating func settled() throws -> Document {
        synchronize(&peers)
        let document = peers[0].document
        let areEqual = peers.allSatisfy { $0.document.canonicalBytes() == document.canonicalBytes() }
        let problems = try ModelHistory(document).differences(to: document)
        return areEqual && problems.isEmpty ? document : Document()
    }
}
