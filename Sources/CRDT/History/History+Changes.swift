extension History {
    /// The change, with its bytes copied out, or made when it only goes on with another.
    func change(_ version: UInt32) -> Change {
        let streak = streak(of: version)
        var heads: [ChangeReference] = []
        forEachParent(of: version) { heads.append(reference($0)) }
        if heads.count > 1 { heads.sort() }
        let structure: [UInt8]
        var content: [UInt8] = []
        if version == streak.firstVersion {
            structure = Array(bytes[streak.structureStart..<streak.structureStart + Int(streak.structureCount)])
            content = Array(bytes[streak.contentStart..<streak.contentStart + Int(streak.contentCount)])
        } else {
            var writer = ByteWriter()
            guard let form = KeystrokeForm(streak, self) else { preconditionFailure("a streak has a form") }
            form.write(version, streak, self, to: &writer)
            structure = writer.bytes
            if let letter = letter(of: version, streak) { content = [letter] }
        }
        return Change(
            reference: reference(version), heads: heads, time: times[Int(version)].time, structure: structure,
            content: streak.isErased ? .erased : .present(content)
        )
    }

    /// The letter that a change after the first of a streak types; nil when it types none.
    func letter(of version: UInt32, _ streak: Streak) -> UInt8? {
        guard streak.kind == .typing else { return nil }
        return bytes[streak.contentStart + Int(streak.contentCount) + Int(version - streak.firstVersion) - 1]
    }

    /// Whether the content of a change was erased.
    func isErased(_ version: UInt32) -> Bool { streaks[position(ofStreakOf: version)].isErased }

    /// Drops the content of a change and overwrites its bytes.
    mutating func erase(_ version: UInt32) {
        if version < streak(of: version).lastVersion { makeFirst(version + 1) }
        makeFirst(version)
        overwriteContent(version)
    }

    /// Makes a change the first of a streak of its own.
    private mutating func makeFirst(_ version: UInt32) {
        let streak = streak(of: version)
        guard version > streak.firstVersion else { return }
        let structure = change(version).structure
        let start = bytes.count
        bytes.append(contentsOf: structure)
        let reference = streak.kind == .typing ? streak.reference : streak.target(of: version)
        split(version, structureStart: start, reference: reference)
    }
}

/// What the structures of a streak's changes have in common: the tables of keys and containers, and the operation's
/// container in them.
struct KeystrokeForm {
    private let tables: ArraySlice<UInt8>
    private let container: Int
    private let isTyping: Bool

    /// Reads the form from the first change of a streak; nil when nothing can go on with it.
    init?(_ streak: Streak, _ history: History) {
        let end = streak.structureStart + Int(streak.structureCount)
        self.init(structure: Array(history.bytes[streak.structureStart..<end]))
    }

    private init?(structure: [UInt8]) {
        var reader = ByteReader(structure)
        do throws(CRDTError) {
            guard try reader.byte() == StructureFormat.version else { return nil }
            _ = try reader.raw(16 * reader.count())
            for _ in 0..<(try reader.count()) {
                _ = try reader.variable()
                _ = try reader.variable()
            }
            let start = reader.position
            for _ in 0..<(try reader.count()) { _ = try reader.blob() }
            for _ in 0..<(try reader.count()) {
                _ = try reader.variable()
                // What hangs on an element refers to a change, which a table of changes would have to hold.
                guard try reader.byte() & 1 == 0 else { return nil }
                _ = try reader.variable()
            }
            tables = structure[start..<reader.position]
            guard try reader.variable() == 1, let opcode = Opcode(rawValue: try reader.byte()) else { return nil }
            guard opcode == .textInsert || opcode == .textDelete else { return nil }
            isTyping = opcode == .textInsert
            container = try reader.variable(atMost: Limit.index)
        } catch {
            return nil
        }
    }

    /// Writes the structure of a change after the first of a streak.
    func write(_ version: UInt32, _ streak: Streak, _ history: History, to writer: inout ByteWriter) {
        let number = streak.firstNumber + UInt64(version - streak.firstVersion)
        let offset = version - streak.firstVersion
        if streak.kind == .typing {
            let index = offset == 1 ? streak.firstUnitCount - 1 : 0
            writeInsertion(
                behind: index, of: number - 1, streak.actor, before: streak.reference, history, to: &writer
            )
        } else {
            writeDeletion(of: streak.target(of: version), streak.actor, history, to: &writer)
        }
    }

    /// Writes the structure of a change that inserts one letter.
    ///
    /// - Parameters:
    ///   - index: The element of the writer's change `number` that the letter comes behind.
    ///   - rightOrigin: What follows it.
    func writeInsertion(
        behind index: UInt32, of number: UInt64, _ actor: UInt32, before rightOrigin: Unit, _ history: History,
        to writer: inout ByteWriter
    ) {
        writer.byte(StructureFormat.version)
        let origin = rightOrigin == .none ? Element.none : history.element(rightOrigin)
        var originAuthor = (actor: actor, number: number)
        if !origin.isNone { originAuthor = history.author(of: origin.change) }
        let isOriginInSameChange = originAuthor == (actor, number) && !origin.isNone
        writer.byte(originAuthor.actor == actor ? 0 : 1)
        if originAuthor.actor != actor { writer.actor(history.actors[originAuthor.actor]) }
        writer.byte(origin.isNone || isOriginInSameChange ? 1 : 2)
        writer.byte(0)
        writer.variable(number)
        if !origin.isNone, !isOriginInSameChange {
            writer.byte(originAuthor.actor == actor ? 0 : 1)
            writer.variable(originAuthor.number)
        }
        writer.raw(tables)
        writer.byte(1)
        writer.byte(Opcode.textInsert.rawValue)
        writer.variable(container)
        writer.byte(Place.Side.right.rawValue)
        writer.byte(2)
        writer.variable(index)
        if origin.isNone {
            writer.byte(0)
        } else {
            writer.byte(isOriginInSameChange ? 2 : 3)
            writer.variable(origin.index)
        }
        writer.byte(1)
        writer.byte(1)
    }

    /// Writes the structure of a change that deletes one unit.
    func writeDeletion(of target: Unit, _ actor: UInt32, _ history: History, to writer: inout ByteWriter) {
        let element = history.element(target)
        let author = history.author(of: element.change)
        writer.byte(StructureFormat.version)
        writer.byte(author.actor == actor ? 0 : 1)
        if author.actor != actor { writer.actor(history.actors[author.actor]) }
        writer.byte(1)
        writer.byte(author.actor == actor ? 0 : 1)
        writer.variable(author.number)
        writer.raw(tables)
        writer.byte(1)
        writer.byte(Opcode.textDelete.rawValue)
        writer.variable(container)
        writer.byte(1)
        writer.byte(2)
        writer.variable(element.index)
        writer.byte(1)
    }
}
