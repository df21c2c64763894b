/// Writes the changes of a document as numbers and text.
///
/// It applies what it writes to a document of its own, so that places can be told as offsets in what the reader will
/// have read by then.
struct DocumentEncoder {
    /// Keystrokes that go on with the change that was written last.
    private struct Rest {
        var kind = Streak.Kind.single
        var letters: [UInt8] = []
        var times: [History.Times] = []
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
    var context = ChangeContext()
    private var rest = Rest()
    /// The writer of the change that was written last.
    private var newestActor = 0

    /// Prepares to write the changes of `source` with writers numbered as in `actors`.
    init(_ source: DocumentBody, actors: [ActorID: Int]) {
        self.source = source
        actorNumbers = actors
        context.nextNumbers = [UInt64](repeating: 1, count: actors.count)
    }

    /// Writes all changes.
    mutating func run() {
        symbols.put(source.history.count, .total)
        for position in source.history.streaksInChainOrder() { write(source.history.streaks[position]) }
        if source.history.count > 0 { flush() }
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

    private mutating func add(_ keystroke: Keystroke, _ times: History.Times) {
        var patch: Patch?
        mirror.perform(keystroke, &patch)
        mirror.complete(keystroke, time: times.time, stamp: times.stamp)
        rest.times.append(times)
        if case .letter(let letter) = keystroke { rest.letters.append(letter) }
        if rest.kind == .single, let kind = mirror.history.streaks.last?.kind { rest.kind = kind }
    }

    /// Writes the keystrokes that went on with the change that was written last.
    private mutating func flush() {
        symbols.put(rest.times.count, .followers)
        guard !rest.times.isEmpty else { return }
        symbols.put(UInt64(rest.kind.rawValue), .followerKind)
        text += rest.letters
        var position = 0
        while position < rest.times.count {
            let first = rest.times[position]
            let step = Int64(bitPattern: first.time.rawValue &- context.time)
            let (form, distance) = stampForm(first)
            var end = position
            while end < rest.times.count {
                let next = rest.times[end]
                guard Int64(bitPattern: next.time.rawValue &- context.time) == step, stampForm(next) == (form, distance)
                else { break }
                context.time = next.time.rawValue
                end += 1
            }
            symbols.put(end - position, .timeRun)
            symbols.putSigned(step &- context.timeStep, .time)
            context.timeStep = step
            writeStamp(first)
            position = end
        }
        context.nextNumbers[newestActor] = context.nextNumbers[newestActor] &+ UInt64(rest.times.count)
        rest = Rest()
    }

    private mutating func write(_ change: Change, _ times: History.Times) {
        let parents = change.heads.compactMap { mirror.history.version(of: $0) }
        let version = UInt32(mirror.history.count)
        let actor = actorNumbers[change.reference.actor] ?? 0
        newestActor = actor
        symbols.put(actor, .actor)
        symbols.putSigned(Int64(bitPattern: change.reference.number &- context.nextNumbers[actor]), .number)
        context.nextNumbers[actor] = change.reference.number &+ 1
        if parents.count == 1 && parents[0] + 1 == version || version == 0 && parents.isEmpty {
            symbols.put(0, .parents)
        } else {
            symbols.put(parents.count + 1, .parents)
            for parent in parents { symbols.put(version - parent, .parentDistance) }
        }
        let step = Int64(bitPattern: times.time.rawValue &- context.time)
        symbols.putSigned(step &- context.timeStep, .time)
        context.timeStep = step
        context.time = times.time.rawValue
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
    private func stampForm(_ times: History.Times) -> (form: StampForm, distance: Int64) {
        if times.stamp == times.time { return (.time, 0) }
        if times.stamp == .pending { return (.pending, 0) }
        return (.other, Int64(bitPattern: times.stamp.rawValue &- times.time.rawValue))
    }

    private mutating func writeStamp(_ times: History.Times) {
        let (form, distance) = stampForm(times)
        symbols.put(form.rawValue, .stamp)
        if form == .other { symbols.putSigned(distance, .stampDelta) }
    }

    private mutating func writeForm(_ change: Change, _ operations: [LocalOperation]) {
        context.unit = mirror.history.unitCount
        guard case .present(let content) = change.content else {
            symbols.put(ChangeForm.erased.rawValue, .form)
            return writeBytes(change.structure)
        }
        guard isCanonical(operations, change.structure, content) else {
            symbols.put(ChangeForm.verbatim.rawValue, .form)
            writeBytes(change.structure)
            return writeBytes(content)
        }
        if operations.count == 1, writeByOffset(operations[0]) { return }
        symbols.put(ChangeForm.operations.rawValue, .form)
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
            symbols.put(ChangeForm.insertion.rawValue, .form)
            writeContainer(operation.container)
            symbols.putSigned(Int64(offset - context.offset), .offset)
            context.offset = offset + Int(inserted.count)
            writeBytes(Array(bytes))
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
            symbols.put(ChangeForm.deletion.rawValue, .form)
            writeContainer(operation.container)
            symbols.putSigned(Int64(offset - context.offset), .offset)
            context.offset = offset
            symbols.put(count, .deletedCount)
            return true
        default: return false
        }
    }
}
