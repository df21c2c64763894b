/// Reads what `DocumentEncoder` wrote, from bytes that came from outside: every claim is checked before it is used.
struct DocumentDecoder: ~Copyable {
    /// A container that was told of.
    struct Container {
        var parent = 0
        var name = State.Container.Name.key("")
        var kind = ContainerKind.map
        var depth = 0
    }

    private(set) var body = DocumentBody()
    var symbols: SymbolReader
    private let text: [UInt8]
    private var textPosition = 0
    private let actors: [ActorID]
    var keys: [String] = []
    /// The containers; number 0 is the root.
    var containers = [Container()]
    var context = ChangeContext()
    private var writer = ChangeWriter()
    /// The numbers in the document of texts that keys alone lead to.
    private var textNumbers: [Int: Int] = [:]

    /// Prepares to read changes of `actors`.
    init(symbols: SymbolReader, text: [UInt8], actors: [ActorID]) {
        self.symbols = symbols
        self.text = text
        self.actors = actors
        context.nextNumbers = [UInt64](repeating: 1, count: actors.count)
        keys.reserveCapacity(8)
        containers.reserveCapacity(4)
    }

    /// Reads all changes.
    mutating func run() throws(CRDTError) {
        let count = try symbols.value(.total)
        while UInt64(body.history.count) < count {
            let actor = try readChange()
            try readRest(of: actor, atMost: count - UInt64(body.history.count))
        }
        try symbols.finish()
        guard textPosition == text.count else { throw .malformed("letters are left over") }
    }

    /// The next `count` letters.
    mutating func letters(_ count: Int) throws(CRDTError) -> ArraySlice<UInt8> {
        guard count <= text.count - textPosition else { throw .malformed("letters are missing") }
        defer { textPosition += count }
        return text[textPosition..<textPosition + count]
    }

    /// Reads a change and returns its writer.
    private mutating func readChange() throws(CRDTError) -> Int {
        guard !actors.isEmpty else { throw .malformed("an actor is missing") }
        let actor = try symbols.value(.actor, atMost: actors.count - 1)
        let number = context.nextNumbers[actor] &+ UInt64(bitPattern: try symbols.signed(.number))
        context.nextNumbers[actor] = number &+ 1
        let reference = ChangeReference(actor: actors[actor], number: number)
        guard body.history.version(of: reference) == nil else { throw .malformed("a change is there twice") }
        let parents = try readParents(reference)
        let (time, stamp) = try readTime()
        guard let form = ChangeForm(rawValue: try symbols.value(.form)) else {
            throw .malformed("a change is told in an unknown form")
        }
        context.unit = body.history.unitCount
        switch form {
        case .verbatim:
            let structure = Array(try letters(symbols.value(.length, atMost: text.count)))
            let content = Array(try letters(symbols.value(.length, atMost: text.count)))
            try integrate(reference, parents, time, stamp, structure, .present(content))
        case .erased:
            let structure = Array(try letters(symbols.value(.length, atMost: text.count)))
            try integrate(reference, parents, time, stamp, structure, .erased)
        case .operations, .insertion, .deletion:
            let own = body.history.enter(reference, time: time, parents: parents, stamp: stamp)
            writer.restart(own: own)
            switch form {
            case .insertion: try readInsertion(own)
            case .deletion: try readDeletion(own)
            default: try readOperations(own)
            }
        }
        return actor
    }

    private mutating func readParents(_ reference: ChangeReference) throws(CRDTError) -> [UInt32] {
        let version = UInt32(body.history.count)
        let count = try symbols.value(.parents, atMost: body.history.count + 1)
        if count == 0 { return version == 0 ? [] : [version - 1] }
        var parents: [UInt32] = []
        for _ in 0..<count - 1 {
            let distance = try symbols.value(.parentDistance, atMost: Int(version))
            guard distance > 0 else { throw .malformed("a change builds on itself") }
            parents.append(version - UInt32(distance))
        }
        var former: ChangeReference?
        for parent in parents {
            let next = body.history.reference(parent)
            guard former.map({ $0 < next }) ?? true else { throw .malformed("the heads are not in ascending order") }
            former = next
        }
        return parents
    }

    private mutating func readTime() throws(CRDTError) -> (time: Stamp, stamp: Stamp) {
        context.timeStep = try symbols.signed(.time) &+ context.timeStep
        context.time = context.time &+ UInt64(bitPattern: context.timeStep)
        let time = Stamp(rawValue: context.time)
        return (time, try readStamp().stamp(time))
    }

    private struct StampRule {
        var form: StampForm
        var distance: Int64

        func stamp(_ time: Stamp) -> Stamp {
            switch form {
            case .time: time
            case .pending: .pending
            case .other: Stamp(rawValue: time.rawValue &+ UInt64(bitPattern: distance))
            }
        }
    }

    private mutating func readStamp() throws(CRDTError) -> StampRule {
        guard let form = StampForm(rawValue: try symbols.value(.stamp)) else {
            throw .malformed("a stamp is told in an unknown form")
        }
        return StampRule(form: form, distance: form == .other ? try symbols.signed(.stampDelta) : 0)
    }

    private mutating func integrate(
        _ reference: ChangeReference, _ parents: [UInt32], _ time: Stamp, _ stamp: Stamp, _ structure: [UInt8],
        _ content: Change.Content
    ) throws(CRDTError) {
        let heads = parents.map { body.history.reference($0) }
        var patch: Patch?
        try body.integrateAnything(
            Change(reference: reference, heads: heads, time: time, structure: structure, content: content),
            stamp: stamp, &patch
        )
    }

    private mutating func append() {
        writer.finish(body.history, body.state)
        body.history.append(
            units: writer.unitCount, structure: writer.head.written, writer.body.written,
            content: writer.content.written
        )
    }

    private mutating func readInsertion(_ own: UInt32) throws(CRDTError) {
        let container = try readTextContainer(own)
        let slot = body.state.containers[container].slot
        let offset = try readOffset(atMost: body.state.texts[slot].count)
        let letters = try letters(symbols.value(.length, atMost: text.count))
        let place = body.state.texts[slot].place(at: offset)
        try checkSeen(place.parent, own)
        try checkSeen(place.rightOrigin, own)
        guard !letters.isEmpty, let count = String.scalarCount(letters) else {
            throw .malformed("text is not UTF-8")
        }
        guard count <= Limit.index else { throw .malformed("it makes too many elements") }
        context.offset = offset + count
        let unit = body.history.unitCount
        writer.begin(units: UInt32(count))
        letters.withUnsafeBufferPointer { text in
            writer.writeInsertion(text, count: UInt32(count), at: place, in: container, body.history, body.state)
        }
        var patch: Patch?
        body.state.insert(letters, count: UInt32(count), at: place, unit, in: container, body.history, &patch)
        append()
        body.noteInsertion(in: container, unit..<unit + UInt64(count), at: place, isCanonical: true)
    }

    private mutating func readDeletion(_ own: UInt32) throws(CRDTError) {
        let container = try readTextContainer(own)
        let slot = body.state.containers[container].slot
        let offset = try readOffset(atMost: body.state.texts[slot].count)
        let count = try symbols.value(.deletedCount, atMost: body.state.texts[slot].count - offset)
        guard count > 0 else { throw .malformed("a deleted range is empty or too long") }
        context.offset = offset
        let units = body.state.texts[slot].sequence.units(in: offset..<offset + count)
        for range in units { try checkSeen(range, own) }
        writer.begin(units: 1)
        writer.writeDeletion(units, in: container, body.history, body.state)
        var patch: Patch?
        for range in units { body.state.delete(range, in: container, body.history, &patch) }
        append()
        body.keystrokes.isPossible = false
        if count == 1 { body.noteDeletion(in: container, of: units[0].lowerBound, isCanonical: true) }
    }

    /// The number of a text in the document.
    private mutating func readTextContainer(_ own: UInt32) throws(CRDTError) -> Int {
        let known = try readContainer(own)
        if let number = textNumbers[known] { return number }
        var table = ContainerTable()
        let number = table.number(of: known, in: containers)
        guard number > 0, containers[table.numbers[number]].kind == .text else {
            throw .malformed("an operation writes a container of another kind")
        }
        let decoded = DecodedChange(containers: table.entries, operations: [], unitCount: 0)
        let numbers = try body.checkedContainers(decoded, own: own)
        let resolved = body.ensure(decoded, numbers)[number]
        // What hangs on an element must have been seen by every writer, so that is checked each time.
        if body.state.isReachedByKeys(resolved) { textNumbers[known] = resolved }
        return resolved
    }

    private mutating func readOffset(atMost limit: Int) throws(CRDTError) -> Int {
        let offset = Int64(context.offset) &+ (try symbols.signed(.offset))
        guard offset >= 0, offset <= Int64(limit) else { throw .malformed("an offset is beyond its text") }
        return Int(offset)
    }

    private func checkSeen(_ unit: Unit, _ own: UInt32) throws(CRDTError) {
        guard unit != .none else { return }
        try checkSeen(unit..<unit + 1, own)
    }

    private func checkSeen(_ units: Range<Unit>, _ own: UInt32) throws(CRDTError) {
        if body.history.isLinear { return }
        var isSeen = true
        body.history.forEachRange(of: units) { if !body.history.hasSeen(own, $0.start.change) { isSeen = false } }
        guard isSeen else { throw .malformed("it refers to a change that its writer had not seen") }
    }

    private mutating func readOperations(_ own: UInt32) throws(CRDTError) {
        var decoded = try readOperationTable(own)
        let numbers = try body.checkedContainers(decoded, own: own)
        body.resolve(&decoded, numbers)
        decoded.operations.withUnsafeBufferPointer { operations in
            for position in operations.indices {
                writer.begin(units: operations[position].body.unitCount)
                writer.write(operations[position], body.state)
            }
        }
        var patch: Patch?
        body.perform(decoded.operations, own, &patch)
        append()
    }

    private mutating func readRest(of actor: Int, atMost limit: UInt64) throws(CRDTError) {
        let count = try symbols.value(.followers)
        guard count <= limit else { throw .malformed("it holds more changes than it says") }
        guard count > 0 else { return }
        guard let kind = Streak.Kind(rawValue: UInt8(try symbols.value(.followerKind, atMost: 255))),
            kind != .single, body.canContinue(kind, Int(clamping: count))
        else { throw .malformed("nothing can go on with a change") }
        let typed = try letters(kind == .typing ? Int(count) : 0)
        guard typed.allSatisfy({ $0 < 0x80 }) else { throw .malformed("what is typed is no letter") }
        var times: [(time: Stamp, stamp: Stamp)] = []
        times.reserveCapacity(Int(count))
        while times.count < Int(count) {
            let run = try symbols.value(.timeRun, atMost: Int(count) - times.count)
            guard run > 0 else { throw .malformed("a run of times is empty") }
            context.timeStep = try symbols.signed(.time) &+ context.timeStep
            let rule = try readStamp()
            for _ in 0..<run {
                context.time = context.time &+ UInt64(bitPattern: context.timeStep)
                let time = Stamp(rawValue: context.time)
                times.append((time, rule.stamp(time)))
            }
        }
        body.proceed(kind, letters: typed, times: times)
        context.nextNumbers[actor] = context.nextNumbers[actor] &+ count
    }
}
