/// Writes the changes of a document as numbers and text.
///
/// It applies what it writes to a document of its own, so that places can be told as offsets in what the reader will
/// have read by then.
struct DocumentEncoder {
    /// Keystrokes that go on with the change that was written last.
    private struct Rest {
        var kind = Streak.Kind.single
        var letters: [UInt8] = []
        var times: [ChangeTimes.Entry] = []
    }

    private let source: DocumentBody
    private(set) var mirror = DocumentBody()
    var symbols = Symbols()
    /// All letters, end to end.
    var text: [UInt8] = []
    private let actorNumbers: [ActorID: Int]
    var keys = NumberTable<ContainerID.Name>()
    /// Containers by their numbers in the mirror.
    var containers = NumberTable<Int>()
    var context: ChangeContext
    private var rest = Rest()
    /// The shape of the change that is being written, and where its number is.
    private var shape = ChangeShape()
    private var shapePosition = 0
    /// How many changes were told by themselves.
    private var toldCount: UInt64 = 0

    /// Prepares to write the changes of `source` with writers numbered as in `actors`.
    init(_ source: DocumentBody, actors: [ActorID: Int]) {
        self.source = source
        actorNumbers = actors
        context = ChangeContext(actors: actors.count)
    }

    /// Writes all changes.
    mutating func run() {
        symbols.put(source.history.count, .total)
        let hasToldCount = source.history.count > ChangeContext.fewChanges
        if hasToldCount { symbols.put(0, .total) }
        for position in source.history.streaksInChainOrder() { write(source.history.streaks[position]) }
        if source.history.count > 0 { flush() }
        if hasToldCount { symbols.set(toldCount, at: 1) }
    }

    private mutating func write(_ streak: Streak) {
        let end = streak.firstVersion + streak.count
        write(streak.firstVersion)
        for version in streak.firstVersion..<end where version > streak.firstVersion {
            if let letter = source.history.letter(of: version, streak) {
                add(.letter(letter), source.history.times[Int(version)])
            } else {
                // What it deletes may have been erased since, and then it goes on with nothing.
                write(version)
            }
        }
    }

    private mutating func write(_ version: UInt32) {
        let change = source.history.change(version)
        let times = source.history.times[Int(version)]
        if let keystroke = mirror.keystroke(change) { return add(keystroke, times) }
        if mirror.history.count > 0 { flush() }
        write(change, times)
    }

    private mutating func add(_ keystroke: Keystroke, _ times: ChangeTimes.Entry) {
        var patch: Patch?
        mirror.perform(keystroke, &patch)
        mirror.complete(keystroke, time: times.time, stamp: times.stamp)
        rest.times.append(times)
        if case .letter(let letter) = keystroke { rest.letters.append(letter) }
        if rest.kind == .single, let kind = mirror.history.streaks.last?.kind { rest.kind = kind }
    }

    /// Ends the change that was written last with the keystrokes that went on with it.
    private mutating func flush() {
        defer { symbols.set(shape.rawValue, at: shapePosition) }
        guard !rest.times.isEmpty else { return }
        shape.flags |= ChangeShape.followers
        let followersPosition = symbols.count
        symbols.put(0, .followers)
        // What goes on with an insertion types.
        if rest.kind != .typing { symbols.put(UInt64(rest.kind.rawValue), .followerKind) }
        text += rest.letters
        var (position, areExpected) = (0, false)
        while position < rest.times.count {
            let first = rest.times[position]
            let step = Int64(bitPattern: first.time.rawValue &- context.time)
            let (form, distance) = stampForm(first)
            var end = position + 1
            while end < rest.times.count {
                let next = rest.times[end]
                guard Int64(bitPattern: next.time.rawValue &- rest.times[end - 1].time.rawValue) == step,
                    stampForm(next) == (form, distance)
                else { break }
                end += 1
            }
            if position == 0, end == rest.times.count, step == context.timeStep, form == .time {
                areExpected = true
                context.move(by: step, count: end)
                break
            }
            let flags = (step == context.timeStep ? 0 : TimeRun.step) | (form == .time ? 0 : TimeRun.stamp)
            symbols.put((end == rest.times.count ? 0 : end - position) << 2 | flags, .timeRun)
            writeStep(step, count: end - position)
            writeStamp(first)
            position = end
        }
        symbols.set(UInt64(rest.times.count) << 1 | (areExpected ? 0 : 1), at: followersPosition)
        context.proceed(rest.kind, rest.times.count, changes: mirror.history.count)
        rest = Rest()
    }

    private mutating func writeStep(_ step: Int64, count: Int = 1) {
        if step != context.timeStep { symbols.putSigned(step &- context.timeStep, .time) }
        context.move(by: step, count: count)
    }

    private mutating func write(_ change: Change, _ times: ChangeTimes.Entry) {
        let parents = change.heads.compactMap { mirror.history.version(of: $0) }
        let version = UInt32(mirror.history.count)
        shape = ChangeShape()
        shapePosition = symbols.count
        toldCount += 1
        symbols.put(0, .shape)
        writeAuthor(change.reference)
        if !(parents.count == 1 && parents[0] + 1 == version || version == 0 && parents.isEmpty) {
            shape.flags |= ChangeShape.parents
            let others = parents.filter { $0 != context.newest[context.actor] }
            symbols.put(others.count << 1 | (others.count < parents.count ? 1 : 0), .parents)
            for parent in others { symbols.put(version - parent, .parentDistance) }
        }
        let step = Int64(bitPattern: times.time.rawValue &- context.time)
        if step != context.timeStep { shape.flags |= ChangeShape.time }
        writeStep(step)
        context.newest[context.actor] = version
        if times.stamp != times.time { shape.flags |= ChangeShape.stamp }
        writeStamp(times)

        let own = mirror.history.enter(change.reference, time: times.time, parents: parents, stamp: times.stamp)
        guard var decoded = try? ChangeDecoder.decode(change, own: own, mirror.history),
            let numbers = try? mirror.checkedContainers(decoded, own: own)
        else { preconditionFailure("a change that was applied cannot be applied again") }
        mirror.resolve(&decoded, numbers)
        writeForm(change, decoded.operations)
        var patch: Patch?
        mirror.perform(decoded.operations, own, &patch)
        mirror.append(change, units: decoded.unitCount)
    }

    /// How a stamp stands to the time, and how far from it.
    private func stampForm(_ times: ChangeTimes.Entry) -> (form: StampForm, distance: Int64) {
        if times.stamp == times.time { return (.time, 0) }
        if times.stamp == .pending { return (.pending, 0) }
        return (.other, Int64(bitPattern: times.stamp.rawValue &- times.time.rawValue))
    }

    private mutating func writeAuthor(_ reference: ChangeReference) {
        let actor = actorNumbers[reference.actor] ?? 0
        if actor != context.actor {
            shape.flags |= ChangeShape.actor
            symbols.put(actor, .actor)
            context.actor = actor
        }
        let distance = Int64(bitPattern: reference.number &- context.nextNumbers[actor])
        if distance != 0 {
            shape.flags |= ChangeShape.number
            symbols.putSigned(distance, .number)
        }
        context.nextNumbers[actor] = reference.number &+ 1
    }

    /// Writes how a stamp stands to the time, unless it is the time.
    private mutating func writeStamp(_ times: ChangeTimes.Entry) {
        let (form, distance) = stampForm(times)
        guard form != .time else { return }
        symbols.put(form.rawValue, .stamp)
        if form == .other { symbols.putSigned(distance, .stampDelta) }
    }

    private mutating func writeForm(_ change: Change, _ operations: [LocalOperation]) {
        context.unit = mirror.history.unitCount
        guard case .present(let content) = change.content else {
            shape.form = .erased
            return writeBytes(change.structure)
        }
        guard isCanonical(operations, change.structure, content) else {
            shape.form = .verbatim
            writeBytes(change.structure)
            return writeBytes(content)
        }
        if operations.count == 1, writeByOffset(operations[0]) { return }
        shape.form = .operations
        symbols.put(operations.count, .operationCount)
        for operation in operations { write(operation) }
    }

    private mutating func writeBytes(_ bytes: [UInt8]) {
        symbols.put(bytes.count, .length)
        text += bytes
    }

    /// Whether operations, written by this program, give these bytes.
    private func isCanonical(_ operations: [LocalOperation], _ structure: [UInt8], _ content: [UInt8]) -> Bool {
        var writer = ChangeWriter()
        writer.restart(own: UInt32(mirror.history.count))
        for operation in operations {
            guard hasUnits(operation) else { return false }
            writer.begin(units: operation.body.unitCount)
            writer.write(operation, mirror.state)
        }
        writer.finish(mirror.history, mirror.state)
        return writer.content.written.elementsEqual(content) && writer.hasStructure(structure)
    }

    /// Whether all that a removal names are units that their changes made; of all else that was checked already.
    private func hasUnits(_ operation: LocalOperation) -> Bool {
        guard case .setRemove(let tags) = operation.body else { return true }
        return tags.allSatisfy { mirror.history.unit($0, count: 1) != nil }
    }

    /// Writes an operation on text by its offset, if that says the same.
    private mutating func writeByOffset(_ operation: LocalOperation) -> Bool {
        let slot = mirror.state.containers[operation.container].slot
        switch operation.body {
        case .textInsert(let inserted, let place):
            guard let bytes = inserted.bytes else { return false }
            let wanted = mirror.state.sequencePlace(place, mirror.history)
            guard let offset = mirror.state.texts[slot].offset(of: wanted),
                mirror.state.texts[slot].constantPlace(at: offset) == wanted
            else { return false }
            writeOffset(offset, in: operation.container, .insertion, elsewhere: .insertionElsewhere)
            context.offsets[context.actor] = offset + Int(inserted.count)
            if bytes.count == 1 {
                text += bytes
            } else {
                shape.flags |= ChangeShape.length
                writeBytes(Array(bytes))
            }
            return true
        case .textDelete(let ranges):
            let units = ranges.map { range in
                let start = mirror.history.unit(range.start)
                return start..<start + UInt64(range.count)
            }
            let count = units.reduce(0) { $0 + $1.count }
            guard let first = units.first, let offset = mirror.state.texts[slot].offset(ofVisible: first.lowerBound),
                count <= mirror.state.texts[slot].count - offset,
                mirror.history.ranges(mirror.state.texts[slot].sequence.units(in: offset..<offset + count)) == ranges
            else { return false }
            writeOffset(offset, in: operation.container, .deletion, elsewhere: .deletionElsewhere)
            context.offsets[context.actor] = offset
            if count != 1 {
                shape.flags |= ChangeShape.length
                symbols.put(count, .deletedCount)
            }
            return true
        default: return false
        }
    }

    private mutating func writeOffset(
        _ offset: Int, in container: Int, _ form: ChangeForm, elsewhere: ChangeForm
    ) {
        if context.text == container {
            shape.form = form
        } else {
            shape.form = elsewhere
            writeContainer(container)
            context.text = mirror.state.isReachedByKeys(container) ? container : nil
        }
        symbols.putSigned(Int64(offset - context.offsets[context.actor]), .offset)
    }
}
