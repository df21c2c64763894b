/// Changes as they are relayed one after another, each told by how it differs from what came before: a keystroke that
/// goes on with the last takes two bytes or three.
///
/// Both ends keep one value each of a stream and hand it every change or every update in the same order; an update that
/// is lost ends the stream. Whoever reads them gets each change as it was, to the byte, so that signatures stay valid.
///
/// ```swift
/// var sending = UpdateStream(), receiving = UpdateStream()
/// let update = sending.encode(change)
/// try document.apply(receiving.decode(update))
/// ```
public struct UpdateStream: Sendable {
    private struct Flags {
        static let isKeystroke: UInt8 = 1
        static let isDeletion: UInt8 = 2
        static let isInStep: UInt8 = 4
        static let isExpected: UInt8 = 8
        static let isLeft: UInt8 = 16
        static let isOneByte: UInt8 = 32
    }

    private var newest: ChangeReference?
    private var time: UInt64 = 0
    private var timeStep: Int64 = 0
    private var form: KeystrokeForm?
    private var operation: KeystrokeOperation?
    private var actors: [ActorID] = []

    /// The start of a stream.
    public init() {}

    /// The update that stands for the next change.
    public mutating func encode(_ change: Change) -> [UInt8] {
        if let update = encodeExpected(change) { return update }
        let read = KeystrokeForm.read(change.structure, by: change.reference.actor)
        var writer = ByteWriter()
        if let read, isNext(change), read.form == form { writeKeystroke(change, read.operation, &writer) }
        if writer.count == 0 {
            writer.byte(0)
            writeWhole(change, &writer)
        }
        note(change, read)
        return writer.bytes
    }

    /// The next change.
    ///
    /// - Throws: `CRDTError` when the bytes are no update of this stream.
    public mutating func decode(_ update: [UInt8]) throws(CRDTError) -> Change {
        var reader = ByteReader(update)
        let flags = try reader.byte()
        guard flags < 64 else { throw .malformed("an update is of an unknown kind") }
        if flags & Flags.isKeystroke != 0 { return try readKeystroke(flags, &reader) }
        let change = try readWhole(&reader)
        try reader.finish()
        note(change, KeystrokeForm.read(change.structure, by: change.reference.actor))
        return change
    }

    private mutating func note(_ change: Change, _ read: (form: KeystrokeForm, operation: KeystrokeOperation)?) {
        note(change)
        form = read?.form
        operation = read?.operation
    }

    private mutating func note(_ change: Change) {
        newest = change.reference
        timeStep = Int64(bitPattern: change.time.rawValue &- time)
        time = change.time.rawValue
    }

    /// Whether a change is the next of the same writer, who has seen nothing else meanwhile.
    private func isNext(_ change: Change) -> Bool {
        guard let newest, case .present = change.content else { return false }
        return change.reference.actor == newest.actor && change.reference.number == newest.number &+ 1
            && change.heads.count == 1 && change.heads[0] == newest
    }

    /// The update of a change that does what was to be expected, which is tried first since it is most of what is typed.
    private mutating func encodeExpected(_ change: Change) -> [UInt8]? {
        guard isNext(change), let form, case .present(let content) = change.content else { return nil }
        let step = Int64(bitPattern: change.time.rawValue &- time)
        let next: KeystrokeOperation
        var flags = Flags.isKeystroke | Flags.isExpected | Flags.isOneByte | (step == timeStep ? Flags.isInStep : 0)
        if content.isEmpty, let target = expectedTarget {
            next = .deletion(target, count: 1)
            flags |= Flags.isDeletion
        } else if content.count == 1, content[0] < 0x80, let place = expectedPlace {
            next = .insertion(
                side: place.side, parent: place.parent, rightOrigin: place.origin, count: 1, byteCount: 1
            )
        } else {
            return nil
        }
        guard form.gives(change, next) else { return nil }
        note(change)
        operation = next
        if flags & Flags.isInStep != 0 { return content.isEmpty ? [flags] : [flags, content[0]] }
        var writer = ByteWriter()
        writer.byte(flags)
        writer.signed(step)
        writer.raw(content)
        return writer.bytes
    }

    private mutating func writeKeystroke(_ change: Change, _ next: KeystrokeOperation, _ writer: inout ByteWriter) {
        guard let form, case .present(let content) = change.content else { return }
        guard form.gives(change, next) else { return }
        let step = Int64(bitPattern: change.time.rawValue &- time)
        var flags = Flags.isKeystroke | (step == timeStep ? Flags.isInStep : 0)
        switch next {
        case .insertion(let side, let parent, let origin, let count, let byteCount):
            guard count > 0, content.count == byteCount,
                String.scalarCount(content[...]) == count
            else { return }
            let isExpected = expectedPlace.map { $0 == (side, parent, origin) } ?? false
            flags |= (isExpected ? Flags.isExpected : 0) | (side == .left ? Flags.isLeft : 0)
            flags |= byteCount == 1 ? Flags.isOneByte : 0
            writer.byte(flags)
            if step != timeStep { writer.signed(step) }
            if !isExpected {
                write(parent, from: change.reference, &writer)
                if side == .right { write(origin, from: change.reference, &writer) }
            }
            writer.raw(content)
        case .deletion(let target, let count):
            guard content.isEmpty, let target else { return }
            let isExpected = target == expectedTarget
            flags |= Flags.isDeletion | (isExpected ? Flags.isExpected : 0) | (count == 1 ? Flags.isOneByte : 0)
            writer.byte(flags)
            if step != timeStep { writer.signed(step) }
            if !isExpected { write(target, from: change.reference, &writer) }
            if count != 1 { writer.variable(count) }
        }
    }

    /// Where text goes that is typed on.
    private var expectedPlace: (side: Place.Side, parent: OperationID?, origin: OperationID?)? {
        guard let newest, case .insertion(let side, let parent, let origin, let count, _) = operation else {
            return nil
        }
        let last = OperationID(change: newest, index: UInt32(count - 1))
        return (.right, last, side == .left ? parent : origin)
    }

    /// What is deleted by a backspace.
    private var expectedTarget: OperationID? {
        guard let newest else { return nil }
        switch operation {
        case .insertion(_, _, _, let count, _): return OperationID(change: newest, index: UInt32(count - 1))
        case .deletion(let target?, _):
            if target.index > 0 { return OperationID(change: target.change, index: target.index - 1) }
            let former = ChangeReference(actor: target.change.actor, number: target.change.number &- 1)
            return OperationID(change: former, index: 0)
        default: return nil
        }
    }

    private mutating func readKeystroke(_ flags: UInt8, _ reader: inout ByteReader) throws(CRDTError) -> Change {
        guard let form, let newest else { throw .malformed("an update goes on with nothing") }
        let reference = ChangeReference(actor: newest.actor, number: newest.number &+ 1)
        let step = flags & Flags.isInStep == 0 ? try reader.signed() : timeStep
        let isExpected = flags & Flags.isExpected != 0
        let next: KeystrokeOperation
        var content: [UInt8] = []
        if flags & Flags.isDeletion != 0 {
            let target = isExpected ? expectedTarget : try readElement(from: reference, &reader)
            guard let target else { throw .malformed("an update goes on with nothing") }
            let count = flags & Flags.isOneByte != 0 ? 1 : try reader.variable(atMost: Limit.index)
            next = .deletion(target, count: count)
        } else {
            var place: (side: Place.Side, parent: OperationID?, origin: OperationID?) = (.right, nil, nil)
            if isExpected {
                guard let expected = expectedPlace else { throw .malformed("an update goes on with nothing") }
                place = expected
            } else {
                place.side = flags & Flags.isLeft != 0 ? .left : .right
                place.parent = try readElement(from: reference, &reader)
                if place.side == .right { place.origin = try readElement(from: reference, &reader) }
            }
            content = Array(try reader.raw(flags & Flags.isOneByte != 0 ? 1 : reader.remaining))
            guard let count = String.scalarCount(content[...]), count > 0 else {
                throw .malformed("text is not UTF-8")
            }
            next = .insertion(
                side: place.side, parent: place.parent, rightOrigin: place.origin, count: count,
                byteCount: content.count
            )
        }
        try reader.finish()
        let change = Change(
            reference: reference, heads: [newest], time: Stamp(rawValue: time &+ UInt64(bitPattern: step)),
            structure: form.structure(next, by: reference.actor), content: .present(content)
        )
        note(change)
        operation = next
        return change
    }

    /// Writes an element by its distance: 0 is none, else one more than (distance of number << 1 | whether it is another
    /// writer's), then that writer, and the index.
    private mutating func write(_ element: OperationID?, from own: ChangeReference, _ writer: inout ByteWriter) {
        guard let element else { return writer.byte(0) }
        let isForeign = element.change.actor != own.actor
        let distance = own.number &- element.change.number
        let isZero = element.index == 0
        let bits: UInt64 = (isForeign ? 1 : 0) | (isZero ? 2 : 0)
        // A number of another writer may be any; it is told as it is.
        writer.variable((isForeign ? 0 : distance) &* 4 &+ bits &+ 1)
        if isForeign {
            writeActor(element.change.actor, &writer)
            writer.variable(element.change.number)
        }
        if !isZero { writer.variable(element.index) }
    }

    private mutating func readElement(
        from own: ChangeReference, _ reader: inout ByteReader
    ) throws(CRDTError) -> OperationID? {
        let code = try reader.variable()
        if code == 0 { return nil }
        let (bits, distance) = ((code - 1) & 3, (code - 1) >> 2)
        var change = ChangeReference(actor: own.actor, number: own.number &- distance)
        if bits & 1 != 0 {
            let actor = try readActor(&reader)
            change = ChangeReference(actor: actor, number: try reader.variable())
        }
        return OperationID(change: change, index: bits & 2 != 0 ? 0 : try reader.index())
    }

    private mutating func writeActor(_ actor: ActorID, _ writer: inout ByteWriter) {
        let known = actors.firstIndex(of: actor)
        writer.variable(known ?? actors.count)
        guard known == nil else { return }
        writer.actor(actor)
        actors.append(actor)
    }

    private mutating func readActor(_ reader: inout ByteReader) throws(CRDTError) -> ActorID {
        let number = try reader.variable(atMost: actors.count)
        if number == actors.count { actors.append(try reader.actor()) }
        return actors[number]
    }

    private mutating func writeWhole(_ change: Change, _ writer: inout ByteWriter) {
        var known = [change.reference.actor]
        for head in change.heads where !known.contains(head.actor) { known.append(head.actor) }
        writer.variable(known.count)
        for actor in known { writeActor(actor, &writer) }
        change.write(to: &writer) { actor in known.firstIndex(of: actor) ?? 0 }
    }

    private mutating func readWhole(_ reader: inout ByteReader) throws(CRDTError) -> Change {
        var known: [ActorID] = []
        for _ in 0..<(try reader.count()) { known.append(try readActor(&reader)) }
        return try Change(from: &reader, actors: known)
    }
}
