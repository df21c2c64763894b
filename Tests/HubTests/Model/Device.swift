import CRDT
import Hub

/// One writer of tests: an actor with its counter, a user and a clock that the test sets.
struct Device {
    let actor: ActorID
    let user: Identifier
    private(set) var number: UInt64 = 0
    var milliseconds: UInt64 = 1_700_000_000_000

    init(_ name: UInt64) {
        actor = ActorID(high: 0xD0, low: name)
        user = Identifier(high: 0x0E, low: name << 2)
    }

    /// Edits a document a second after the last time, with the clock as stamp; nil when nothing was written.
    @discardableResult
    mutating func edit<Failure: Error>(
        _ document: inout Document, _ body: (inout Transaction) throws(Failure) -> Void
    ) throws(Failure) -> Change? {
        milliseconds += 1000
        let time = Stamp(milliseconds: milliseconds)
        let change = try document.edit(actor: actor, number: number + 1, time: time, stamp: time, body)
        if change != nil { number += 1 }
        return change
    }

    /// The teammate that the device's user is.
    var author: Author { Author(kind: .teammate, id: user.description) }
}

/// Exchanges everything between documents until all hold the same.
func converge(_ documents: inout [Document]) {
    for index in documents.indices {
        for other in documents where other.heads != documents[index].heads { documents[index].merge(other) }
    }
    for index in documents.indices where documents[index].heads != documents[0].heads {
        documents[index].merge(documents[0])
    }
}

/// Merges two documents both ways.
func exchange(_ left: inout Document, _ right: inout Document) {
    let before = left
    left.merge(right)
    right.merge(before)
}

/// Merges two of several documents both ways.
func exchange(_ left: Int, _ right: Int, of documents: inout [Document]) {
    var (first, second) = (documents[left], documents[right])
    exchange(&first, &second)
    (documents[left], documents[right]) = (first, second)
}
