/// The one operation of a change that types or deletes text.
enum KeystrokeOperation: Equatable {
    /// Text was inserted: its length in scalars and in bytes, and its place.
    case insertion(side: Place.Side, parent: OperationID?, rightOrigin: OperationID?, count: Int, byteCount: Int)
    /// Consecutive units of one change were deleted.
    case deletion(OperationID?, count: Int)
}

/// What the structures of changes have in common that type or delete in one text: the tables of keys and containers,
/// and the text's place in them.
struct KeystrokeForm: Sendable, Equatable {
    private let tables: [UInt8]
    private let container: Int

    /// Reads the form from the first change of a streak; nil when nothing can go on with it.
    init?(_ streak: Streak, _ history: History) {
        let source = streak.deferred == nil ? streak : history.streak(of: streak.formSource)
        guard let read = Self.read(history.structure(of: source), by: history.actors[source.actor]) else { return nil }
        self = read.form
    }

    private init(tables: [UInt8], container: Int) {
        self.tables = tables
        self.container = container
    }

    /// Reads a change's structure; nil when it is not one operation on a text that keys alone lead to.
    static func read(_ structure: [UInt8], by own: ActorID) -> (form: KeystrokeForm, operation: KeystrokeOperation)? {
        var reader = ByteReader(structure)
        do throws(CRDTError) {
            guard try reader.byte() == StructureFormat.version else { return nil }
            var actors = [own]
            for _ in 0..<(try reader.count()) { actors.append(try reader.actor()) }
            var changes: [ChangeReference] = []
            for _ in 0..<(try reader.count()) {
                let actor = actors[try reader.variable(atMost: actors.count - 1)]
                changes.append(ChangeReference(actor: actor, number: try reader.variable()))
            }
            let start = reader.position
            for _ in 0..<(try reader.count()) { _ = try reader.raw(try reader.count()) }
            for _ in 0..<(try reader.count()) {
                _ = try reader.variable()
                // What hangs on an element refers to a change, which a table of changes would have to hold.
                guard try reader.byte() & 1 == 0 else { return nil }
                _ = try reader.variable()
            }
            let tables = Array(structure[start..<reader.position])
            guard try reader.variable() == 1, let opcode = Opcode(rawValue: try reader.byte()) else { return nil }
            let form = KeystrokeForm(tables: tables, container: try reader.variable(atMost: Limit.index))
            switch opcode {
            case .textInsert:
                guard let side = Place.Side(rawValue: try reader.byte()) else { return nil }
                let parent = try element(&reader, changes)
                let origin = side == .right ? try element(&reader, changes) : nil
                let count = try reader.variable(atMost: Limit.index)
                let byteCount = try reader.variable(atMost: Limit.index)
                guard count > 0 else { return nil }
                return (
                    form,
                    .insertion(side: side, parent: parent, rightOrigin: origin, count: count, byteCount: byteCount)
                )
            case .textDelete:
                guard try reader.variable() == 1 else { return nil }
                let target = try element(&reader, changes)
                let count = try reader.variable(atMost: Limit.index)
                return count > 0 ? (form, .deletion(target, count: count)) : nil
            default: return nil
            }
        } catch {
            return nil
        }
    }

    private static func element(
        _ reader: inout ByteReader, _ changes: [ChangeReference]
    ) throws(CRDTError) -> OperationID? {
        let number = try reader.variable()
        if number == 0 { return nil }
        guard number >= 2, number - 2 < UInt64(changes.count) else { throw .malformed("it is no keystroke") }
        return OperationID(change: changes[Int(number) - 2], index: try reader.index())
    }

    /// What `write` writes.
    func structure(_ operation: KeystrokeOperation, by own: ActorID) -> [UInt8] {
        // Besides the tables: two actors, two changes, and a few numbers.
        FixedByteWriter.bytes(atMost: tables.count + 128) { write(operation, by: own, to: &$0) }
    }

    /// Whether the structure of a change is what `write` would write.
    func gives(_ change: Change, _ operation: KeystrokeOperation) -> Bool {
        ByteMatcher.matches(change.structure) { write(operation, by: change.reference.actor, to: &$0) }
    }

    /// Writes the structure of a change of `own` that does this, as `ChangeWriter` would.
    func write(
        _ operation: KeystrokeOperation, by own: ActorID, to writer: inout some ByteSink & ~Copyable
    ) {
        let (first, second): (OperationID?, OperationID?) =
            switch operation {
            case .insertion(_, let parent, let origin, _, _): (parent, origin)
            case .deletion(let target, _): (target, nil)
            }
        let other = first == nil || second?.change == first?.change ? nil : second
        let leading = first ?? second
        writeTable(leading?.change, other?.change, own, &writer)
        writer.raw(tables)
        writer.byte(1)
        switch operation {
        case .insertion(let side, let parent, let origin, let count, let byteCount):
            writer.byte(Opcode.textInsert.rawValue)
            writer.variable(container)
            writer.byte(side.rawValue)
            write(parent, in: leading?.change, &writer)
            if side == .right { write(origin, in: leading?.change, &writer) }
            writer.variable(count)
            writer.variable(byteCount)
        case .deletion(let target, let count):
            writer.byte(Opcode.textDelete.rawValue)
            writer.variable(container)
            writer.byte(1)
            write(target, in: leading?.change, &writer)
            writer.variable(count)
        }
    }

    private func writeTable(
        _ first: ChangeReference?, _ second: ChangeReference?, _ own: ActorID,
        _ writer: inout some ByteSink & ~Copyable
    ) {
        writer.byte(StructureFormat.version)
        let isFirstForeign = first.map { $0.actor != own } ?? false
        let isSecondForeign =
            second.map { $0.actor != own && $0.actor != (isFirstForeign ? first?.actor : nil) } ?? false
        writer.byte((isFirstForeign ? 1 : 0) + (isSecondForeign ? 1 : 0))
        if isFirstForeign, let first { writer.actor(first.actor) }
        if isSecondForeign, let second { writer.actor(second.actor) }
        writer.byte((first == nil ? 0 : 1) + (second == nil ? 0 : 1))
        if let first {
            writer.byte(isFirstForeign ? 1 : 0)
            writer.variable(first.number)
        }
        if let second {
            writer.byte(second.actor == own ? 0 : isSecondForeign && isFirstForeign ? 2 : 1)
            writer.variable(second.number)
        }
    }

    private func write(
        _ element: OperationID?, in first: ChangeReference?, _ writer: inout some ByteSink & ~Copyable
    ) {
        guard let element else { return writer.byte(0) }
        writer.byte(element.change == first ? 2 : 3)
        writer.variable(element.index)
    }
}
