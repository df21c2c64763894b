import CRDT

/// Two to four writers of one document, whose changes travel in any order, more than once, with or without the stamps
/// that a server gave them, while writers save, load, erase, undo and give up halfway.
struct World {
    private struct GivenUp: Error {}

    private var random: SeededGenerator
    private var peers: [Peer]
    private var made: [Change] = []
    private var accepted: [ChangeReference: Stamp] = [:]
    private var erased: Set<ChangeReference> = []
    private var milestones: [[ChangeReference]] = []
    private var edits = RandomEdits()
    private var problems: [String] = []

    private init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        let count = 2 + random.below(3)
        peers = (0..<count).map { Peer(UInt64($0 + 1)) }
    }

    /// Lives through `steps` steps, brings everyone everything, and tells what is not as it must be.
    static func problems(seed: UInt64, steps: Int) -> [String] {
        var world = World(seed: seed)
        do {
            for _ in 0..<steps where world.problems.isEmpty { try world.step() }
            if world.problems.isEmpty { try world.settle() }
        } catch {
            world.problems.append("a change of an honest writer is refused: \(error)")
        }
        return world.problems + world.edits.problems
    }

    /// The fewest steps of a failing world that fail, and how.
    static func shrunk(seed: UInt64, steps: Int) -> (steps: Int, problems: [String]) {
        for fewer in 0..<steps {
            let problems = problems(seed: seed, steps: fewer)
            if !problems.isEmpty { return (fewer, problems) }
        }
        return (steps, problems(seed: seed, steps: steps))
    }

    private mutating func step() throws {
        let (one, other) = (random.below(peers.count), random.below(peers.count))
        switch random.below(16) {
        case 0...6: edit(one)
        case 7...9: try send(from: one, to: other)
        case 10: peers[one].merge(peers[other])
        case 11: accept()
        case 12: try reload(one)
        case 13: if random.oneIn(3) { erase(one) }
        case 14: giveUp(one)
        default: try check(one)
        }
        if random.oneIn(8) { milestones.append(peers[one].document.heads) }
    }

    private mutating func edit(_ writer: Int) {
        let stamp: Stamp? = random.oneIn(2) ? .pending : nil
        let milliseconds = UInt64(1 + random.below(6))
        let change = peers[writer].edit(at: milliseconds, stamp: stamp) { edits.run(&$0, &random) }
        if let change { made.append(change) }
    }

    /// Carries changes over in any order, some not, some twice, some as they were before they were erased.
    private mutating func send(from source: Int, to target: Int) throws {
        var changes = peers[source].document.changes().filter { _ in !random.oneIn(4) }
        changes += changes.filter { _ in random.oneIn(5) }
        if random.oneIn(3), !made.isEmpty { changes.append(random.pick(made)) }
        changes.shuffle(using: &random)
        for change in changes {
            let known = peers[source].document.stamp(of: change.reference)
            let stamp = random.oneIn(3) ? accepted[change.reference] : random.oneIn(2) ? known : .pending
            try peers[target].apply(change, stamp: stamp)
        }
    }

    /// The server stamps what was made; many stamps are equal.
    private mutating func accept() {
        for change in made where accepted[change.reference] == nil && random.oneIn(2) {
            accepted[change.reference] = Stamp(milliseconds: UInt64(1 + random.below(6)))
        }
    }

    private mutating func reload(_ peer: Int) throws {
        let bytes = peers[peer].document.encoded()
        peers[peer].document = try Document(encoded: bytes)
        if peers[peer].document.encoded() != bytes { problems.append("loaded and saved again it has other bytes") }
    }

    private mutating func erase(_ peer: Int) {
        guard !made.isEmpty else { return }
        let reference = random.pick(made).reference
        erased.insert(reference)
        peers[peer].erase([reference])
    }

    private mutating func giveUp(_ peer: Int) {
        let before = peers[peer].document.encoded()
        do throws(GivenUp) {
            try peers[peer].edit { (transaction) throws(GivenUp) in
                edits.run(&transaction, &random)
                throw GivenUp()
            }
            problems.append("an error of the body is lost")
        } catch {
            if peers[peer].document.encoded() != before { problems.append("an abandoned edit left something") }
        }
    }

    private mutating func check(_ peer: Int) throws {
        let document = peers[peer].document
        problems += try ModelHistory(document).differences(to: document)
        problems += peers[peer].picture.differences(to: document)
        var batch = Document()
        for change in document.changes().shuffled(using: &random) {
            try batch.apply(change, stamp: document.stamp(of: change.reference))
        }
        if batch.canonicalBytes() != document.canonicalBytes() { problems.append("another order reads otherwise") }
    }

    private mutating func settle() throws {
        accept()
        for change in made where accepted[change.reference] == nil {
            accepted[change.reference] = Stamp(milliseconds: UInt64(1 + random.below(6)))
        }
        for peer in peers.indices {
            if random.oneIn(2) { peers[peer].erase(erased) }
            for change in made.shuffled(using: &random) {
                try peers[peer].apply(change, stamp: accepted[change.reference])
            }
            peers[peer].erase(erased)
            let document = peers[peer].document
            if document.changeCount != made.count { problems.append("changes are missing") }
            if !document.waiting.isEmpty { problems.append("changes still wait") }
            if document.canonicalBytes() != peers[0].document.canonicalBytes() {
                problems.append("peers 0 and \(peer) differ")
            }
            problems += peers[peer].picture.differences(to: document)
        }
        try check(0)
        try checkPast()
        if try Document(encoded: peers[0].document.encoded()).canonicalBytes() != peers[0].document.canonicalBytes() {
            problems.append("a loaded document differs from the saved one")
        }
    }

    /// Versions that once were read as the definitions say of their changes.
    private mutating func checkPast() throws {
        let document = peers[0].document
        let history = try ModelHistory(document)
        for heads in milestones.prefix(2) {
            let closure = heads.reduce(into: Set(heads)) { $0.formUnion(history.entries[$1]?.seen ?? []) }
            let changes = document.changes().filter { closure.contains($0.reference) }
            let past = try ModelHistory(changes.map { ($0, accepted[$0.reference] ?? $0.time) })
            problems += past.differences(to: document.view(at: heads)).map { "in the past: \($0)" }
        }
    }
}
