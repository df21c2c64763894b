import CRDT

/// A writer with its own copy of a document.
struct Peer {
    let actor: ActorID
    var document: Document
    private(set) var number: UInt64 = 0
    /// The patches' reader; it must always show what the document reads as.
    var picture = Picture()

    init(_ name: UInt64, _ document: Document = Document()) {
        actor = ActorID(high: 0, low: name)
        self.document = document
    }

    /// Edits at a time in milliseconds, which is the stamp too unless another is given.
    @discardableResult
    mutating func edit<Failure: Error>(
        at milliseconds: UInt64 = 1, stamp: Stamp? = nil, _ body: (inout Transaction) throws(Failure) -> Void
    ) throws(Failure) -> Change? {
        let time = Stamp(milliseconds: milliseconds)
        var patch = Patch()
        let change = try document.edit(
            actor: actor, number: number + 1, time: time, stamp: stamp ?? time, patch: &patch, body
        )
        if change != nil { number += 1 }
        picture.show(patch)
        return change
    }

    /// Takes in a change.
    mutating func apply(_ change: Change, stamp: Stamp? = nil) throws {
        picture.show(try document.apply(change, stamp: stamp))
    }

    /// Takes in all that another peer has.
    mutating func merge(_ other: Peer) { picture.show(document.merge(other.document)) }

    /// Drops contents.
    mutating func erase(_ changes: Set<ChangeReference>) { picture.show(document.erase(changes)) }
}

/// Merges all peers into each other.
func synchronize(_ peers: inout [Peer]) {
    for target in peers.indices {
        for source in peers.indices where source != target { peers[target].merge(peers[source]) }
    }
}
