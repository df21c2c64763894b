/// Reads what `DocumentEncoder` wrote, from bytes that came from outside: every claim is checked before it is used.
struct DocumentDecoder: ~Copyable {
    /// A container that was told of.
    struct Container {
        var parent = 0
        var name = State.Container.Name.key("")
        var kind = ContainerKind.map
        var depth = 0
    }

    var body = DocumentBody()
    var symbols: SymbolReader
    private let text: UnsafeBufferPointer<UInt8>
    private var textPosition = 0
    private let actors: [ActorID]
    var keys: [String] = []
    /// The containers; number 0 is the root.
    var containers = [Container()]
    var context: ChangeContext
    var writer = ChangeWriter()
    /// The parents of the change that is being read.
    private var parents: [UInt32] = []
    /// A change whose structure has the form of the next ones in the same text; nil when none does.
    private var formSource: UInt32?
    /// The numbers in the document of containers that keys alone lead to, as far as they were asked for.
    private var numbers: [Int?] = [0]

    /// Prepares to read changes of `actors`; `text` stays where it is as long as the decoder is used.
    init(symbols: SymbolReader, text: UnsafeBufferPointer<UInt8>, actors: [ActorID]) {
        self.symbols = symbols
        self.text = text
        self.actors = actors
        context = ChangeContext(actors: actors.count)
        keys.reserveCapacity(8)
        containers.reserveCapacity(4)
    }

    /// Reads all changes.
    mutating func run() throws(CRDTError) {
        let count = try symbols.value(.total)
        if count > ChangeContext.fewChanges {
            // What damaged bytes claim is not believed beyond a multiple of their size.
            let believed = 8 * (symbols.byteCount + text.count)
            let told = try symbols.value(.total)
            body.history.reserve(
                changes: Int(min(count, UInt64(believed))), streaks: Int(min(told, UInt64(believed / 8)))
            )
        }
        while UInt64(body.history.count) < count {
            let shape = try readChange()
            guard shape.has(ChangeShape.followers) else { continue }
            try readRest(atMost: count - UInt64(body.history.count))
        }
        try symbols.finish()
        guard textPosition == text.count else { throw .malformed("letters are left over") }
    }

    /// The next `count` letters.
    mutating func letters(_ count: Int) throws(CRDTError) -> UnsafeBufferPointer<UInt8> {
        guard count <= text.count - textPosition else { throw .malformed("letters are missing") }
        defer { textPosition += count }
        return UnsafeBufferPointer(rebasing: text[textPosition..<textPosition + count])
    }

    /// Reads a change but for the keystrokes that go on with it.
    private mutating func readChange() throws(CRDTError) -> ChangeShape {
        guard let shape = ChangeShape(rawValue: try symbols.value(.shape)) else {
            throw .malformed("a change is told in an unknown form")
        }
        let reference = try readReference(shape)
        guard body.history.version(of: reference) == nil else { throw .malformed("a change is there twice") }
        try readParents(shape)
        try readStep(isOther: shape.has(ChangeShape.time))
        context.newest[context.actor] = UInt32(body.history.count)
        let time = Stamp(rawValue: context.time)
        let stamp = shape.has(ChangeShape.stamp) ? try readStamp().stamp(time) : time
        context.unit = body.history.unitCount
        switch shape.form {
        case .verbatim:
            let structure = Array(try letters(symbols.value(.length, atMost: text.count)))
            let content = Array(try letters(symbols.value(.length, atMost: text.count)))
            try integrate(reference, time, stamp, structure, .present(content))
        case .erased:
            let structure = Array(try letters(symbols.value(.length, atMost: text.count)))
            try integrate(reference, time, stamp, structure, .erased)
        case .operations, .insertion, .deletion, .insertionElsewhere, .deletionElsewhere:
            let own = body.history.enter(reference, time: time, parents: parents, stamp: stamp)
            switch shape.form {
            case .insertion, .insertionElsewhere: try readInsertion(own, shape)
            case .deletion, .deletionElsewhere: try readDeletion(own, shape)
            default: try readOperations(own)
            }
        }
        return shape
    }

    private mutating func readReference(_ shape: ChangeShape) throws(CRDTError) -> ChangeReference {
        guard !actors.isEmpty else { throw .malformed("an actor is missing") }
        if shape.has(ChangeShape.actor) { context.actor = try symbols.value(.actor, atMost: actors.count - 1) }
        var number = context.nextNumbers[context.actor]
        if shape.has(ChangeShape.number) { number = number &+ UInt64(bitPattern: try symbols.signed(.number)) }
        context.nextNumbers[context.actor] = number &+ 1
        return ChangeReference(actor: actors[context.actor], number: number)
    }

    private mutating func readParents(_ shape: ChangeShape) throws(CRDTError) {
        let version = UInt32(body.history.count)
        parents.removeAll(keepingCapacity: true)
        guard shape.has(ChangeShape.parents) else {
            if version > 0 { parents.append(version - 1) }
            return
        }
        let told = try symbols.value(.parents, atMost: 2 * body.history.count + 1)
        if told & 1 == 1 {
            guard context.newest[context.actor] != .max else { throw .malformed("a change builds on nothing") }
            parents.append(context.newest[context.actor])
        }
        for _ in 0..<told >> 1 {
            let distance = try symbols.value(.parentDistance, atMost: Int(version))
            guard distance > 0 else { throw .malformed("a change builds on itself") }
            let parent = version - UInt32(distance)
            var position = parents.count
            while position > 0, body.history.referencePrecedes(parent, parents[position - 1]) { position -= 1 }
            guard position == 0 || parents[position - 1] != parent else {
                throw .malformed("a change builds on one twice")
            }
            parents.insert(parent, at: position)
        }
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
        _ reference: ChangeReference, _ time: Stamp, _ stamp: Stamp, _ structure: [UInt8], _ content: Change.Content
    ) throws(CRDTError) {
        let heads = parents.map { body.history.reference($0) }
        var patch: Patch?
        try body.integrateAnything(
            Change(reference: reference, heads: heads, time: time, structure: structure, content: content),
            stamp: stamp, &patch
        )
    }

    mutating func append() {
        writer.finish(body.history, body.state)
        body.history.append(
            units: writer.unitCount, structure: writer.head.written, writer.body.written,
            content: writer.content.written
        )
    }

    private mutating func readInsertion(_ own: UInt32, _ shape: ChangeShape) throws(CRDTError) {
        let container = try readTextContainer(own, isElsewhere: shape.form != .insertion && shape.form != .deletion)
        let slot = body.state.containers[container].slot
        let offset = try readOffset(atMost: body.state.texts[slot].count)
        let letters = try letters(shape.has(ChangeShape.length) ? symbols.value(.length, atMost: text.count) : 1)
        let place = body.state.texts[slot].place(at: offset)
        try checkSeen(place.parent, own)
        try checkSeen(place.rightOrigin, own)
        guard !letters.isEmpty, let count = String.scalarCount(letters) else {
            throw .malformed("text is not UTF-8")
        }
        guard count <= Limit.index else { throw .malformed("it makes too many elements") }
        context.offsets[context.actor] = offset + count
        let units = body.history.unitCount..<body.history.unitCount + UInt64(count)
        if let formSource {
            body.history.append(units: UInt32(count), .insertion(place), formOf: formSource, content: letters)
        } else {
            writer.restart(own: own)
            writer.begin(units: UInt32(count))
            writer.writeInsertion(letters, count: UInt32(count), at: place, in: container, body.history, body.state)
            append()
            noteForm(own)
        }
        var patch: Patch?
        body.state.insert(
            letters, count: UInt32(count), at: place, units.lowerBound, in: container, body.history, &patch
        )
        body.noteInsertion(in: container, units, at: place, isCanonical: true)
    }

    private mutating func readDeletion(_ own: UInt32, _ shape: ChangeShape) throws(CRDTError) {
        let container = try readTextContainer(own, isElsewhere: shape.form != .insertion && shape.form != .deletion)
        let slot = body.state.containers[container].slot
        let offset = try readOffset(atMost: body.state.texts[slot].count)
        let limit = body.state.texts[slot].count - offset
        let count = shape.has(ChangeShape.length) ? try symbols.value(.deletedCount, atMost: limit) : 1
        guard count > 0, count <= limit else { throw .malformed("a deleted range is empty or too long") }
        context.offsets[context.actor] = offset
        if count == 1 { return try readDeletion(ofOne: body.state.texts[slot].unit(at: offset), own, container) }
        let units = body.state.texts[slot].sequence.units(in: offset..<offset + count)
        for range in units { try checkSeen(range, own) }
        writer.restart(own: own)
        writer.begin(units: 1)
        writer.writeDeletion(units, in: container, body.history, body.state)
        append()
        var patch: Patch?
        let operation = body.history.unitCount - 1
        for range in units { body.state.delete(range, by: operation, .together, in: container, body.history, &patch) }
        body.keystrokes.isPossible = false
    }

    private mutating func readDeletion(ofOne unit: Unit, _ own: UInt32, _ container: Int) throws(CRDTError) {
        try checkSeen(unit, own)
        if let formSource {
            let nothing = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
            body.history.append(units: 1, .deletion(unit), formOf: formSource, content: nothing)
        } else {
            writer.restart(own: own)
            writer.begin(units: 1)
            writer.writeDeletion(CollectionOfOne(unit..<unit + 1), in: container, body.history, body.state)
            append()
            noteForm(own)
        }
        var patch: Patch?
        let operation = body.history.unitCount - 1
        body.state.delete(unit..<unit + 1, by: operation, .together, in: container, body.history, &patch)
        body.noteDeletion(in: container, of: unit, isCanonical: true)
    }

    /// Notes that the structure of a change has the form of what follows in the same text.
    private mutating func noteForm(_ own: UInt32) { formSource = context.text == nil ? nil : own }

    /// The number of a text in the document.
    private mutating func readTextContainer(_ own: UInt32, isElsewhere: Bool) throws(CRDTError) -> Int {
        guard isElsewhere else {
            guard let known = context.text else { throw .malformed("a text is missing") }
            return known
        }
        formSource = nil
        let known = try readContainer(own)
        guard containers[known].kind == .text else {
            throw .malformed("an operation writes a container of another kind")
        }
        let number = try resolve(known, own)
        context.text = numbers[known]
        return number
    }

    /// The number in the document of a container, which is made when it is not there.
    mutating func resolve(_ known: Int, _ own: UInt32) throws(CRDTError) -> Int {
        while numbers.count < containers.count { numbers.append(nil) }
        if let number = numbers[known] { return number }
        let container = containers[known]
        let parent = try resolve(container.parent, own)
        if case .element(let element) = container.name {
            guard element.change == own || body.history.hasSeen(own, element.change) else {
                throw .malformed("it refers to a change that its writer had not seen")
            }
            try body.check(element, in: parent)
        }
        let number = body.state.ensure(container.name, container.kind, in: parent)
        // What hangs on an element must have been seen by every writer, so that is checked each time.
        if body.state.isReachedByKeys(number) { numbers[known] = number }
        return number
    }

    private mutating func readOffset(atMost limit: Int) throws(CRDTError) -> Int {
        let offset = Int64(context.offsets[context.actor]) &+ (try symbols.signed(.offset))
        guard offset >= 0, offset <= Int64(limit) else { throw .malformed("an offset is beyond its text") }
        return Int(offset)
    }

    private func checkSeen(_ unit: Unit, _ own: UInt32) throws(CRDTError) {
        if unit == .none || unit < body.history.unitsSeenByNewest { return }
        guard body.history.hasSeen(own, body.history.element(unit).change) else {
            throw .malformed("it refers to a change that its writer had not seen")
        }
    }

    private func checkSeen(_ units: Range<Unit>, _ own: UInt32) throws(CRDTError) {
        if units.upperBound <= body.history.unitsSeenByNewest { return }
        var isSeen = true
        body.history.forEachRange(of: units) { if !body.history.hasSeen(own, $0.start.change) { isSeen = false } }
        guard isSeen else { throw .malformed("it refers to a change that its writer had not seen") }
    }

    /// Reads the keystrokes that go on with the newest change.
    private mutating func readRest(atMost limit: UInt64) throws(CRDTError) {
        let told = try symbols.value(.followers)
        let count = Int(clamping: told >> 1)
        guard count > 0, UInt64(count) <= limit else { throw .malformed("it holds more changes than it says") }
        let number = body.keystrokes.isTyping ? 1 : try symbols.value(.followerKind, atMost: 255)
        guard let kind = Streak.Kind(rawValue: UInt8(number)), kind != .single, body.canContinue(kind, count) else {
            throw .malformed("nothing can go on with a change")
        }
        let typed = try letters(kind == .typing ? count : 0)
        guard typed.allSatisfy({ $0 < 0x80 }) else { throw .malformed("what is typed is no letter") }
        body.proceed(kind, letters: typed, count: count)
        try readTimes(count, areExpected: told & 1 == 0)
        context.proceed(kind, count, changes: body.history.count)
    }

    /// Reads by how much the time moves and moves it; returns from where and by how much.
    @discardableResult
    private mutating func readStep(isOther: Bool, count: Int = 1) throws(CRDTError) -> (time: UInt64, step: Int64) {
        let time = context.time
        let step = isOther ? try symbols.signed(.time) &+ context.timeStep : context.timeStep
        context.move(by: step, count: count)
        return (time, step)
    }

    private mutating func readTimes(_ count: Int, areExpected: Bool) throws(CRDTError) {
        if areExpected {
            let (time, step) = try readStep(isOther: false, count: count)
            return body.history.enterTimes(count, after: time, step: step) { $0 }
        }
        var left = count
        while left > 0 {
            let run = try symbols.value(.timeRun, atMost: Limit.index)
            let told = run >> 2
            guard told < left else { throw .malformed("a run of times is too long") }
            let length = told == 0 ? left : told
            let (time, step) = try readStep(isOther: run & TimeRun.step != 0, count: length)
            let rule = run & TimeRun.stamp == 0 ? nil : try readStamp()
            body.history.enterTimes(length, after: time, step: step) { rule?.stamp($0) ?? $0 }
            left -= length
        }
    }
}
