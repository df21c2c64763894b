/// The file format: "CRDT", the version, a CRC-32 of what follows, a tag that says what there is, what the texts read as,
/// the writers, the applied changes as numbers and text, the waiting changes, and erasures that were ahead of their
/// changes.
enum DocumentFile {
    private static let magic: [UInt8] = Array("CRDT".utf8)
    private static let version: UInt8 = 4
    /// Documents of fewer bytes are written for speed, not for size.
    private static let packedCountMin = 4096

    /// How the text is written. Never renumber.
    private enum TextForm: UInt8 {
        case plain = 0
        case coded = 1
        case packed = 2
    }

    /// What the tag says besides the form of the text, which is shifted by `textFormShift`. Never renumber.
    private struct Tag {
        static let isPacked: UInt8 = 1
        static let hasTexts: UInt8 = 2
        /// Changes wait, or erasures were ahead.
        static let hasTail: UInt8 = 4
        static let textFormShift: UInt8 = 3
    }

    static func write(_ body: DocumentBody, texts: [UInt8]) -> [UInt8] {
        let guests = body.waitingRoom.sortedGuests
        var actors = Set(body.erasedAhead.map(\.actor))
        for streak in body.history.streaks { actors.insert(body.history.actors[streak.actor]) }
        for change in guests.map(\.change) {
            actors.insert(change.reference.actor)
            for head in change.heads { actors.insert(head.actor) }
        }
        let sorted = actors.sorted()
        let numbers = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
        var encoder = DocumentEncoder(body, actors: numbers)
        encoder.run()

        var symbols = encoder.symbols.plain()
        let isPacked = symbols.count + encoder.text.count >= packedCountMin
        if isPacked { symbols = encoder.symbols.packed() }
        let (form, text) = write(encoder.text, isPacked: isPacked)
        let hasTail = !guests.isEmpty || !body.erasedAhead.isEmpty
        var payload = ByteWriter()
        payload.byte(
            form.rawValue << Tag.textFormShift | (isPacked ? Tag.isPacked : 0) | (texts.isEmpty ? 0 : Tag.hasTexts)
                | (hasTail ? Tag.hasTail : 0)
        )
        if !texts.isEmpty { payload.blob(texts) }
        payload.variable(sorted.count)
        for actor in sorted { payload.actor(actor) }
        payload.blob(symbols)
        payload.variable(encoder.text.count)
        payload.blob(text)
        if hasTail { writeTail(body, guests, numbers, &payload) }

        var file = ByteWriter()
        file.raw(magic)
        file.byte(version)
        let checksum = UInt64(Checksum.crc32(payload.written))
        for shift in stride(from: 24, through: 0, by: -8) {
            file.byte(UInt8(truncatingIfNeeded: checksum >> UInt64(shift)))
        }
        file.raw(payload.written)
        return file.bytes
    }

    private static func write(_ text: [UInt8], isPacked: Bool) -> (form: TextForm, bytes: [UInt8]) {
        let form: TextForm = isPacked ? .packed : .coded
        let bytes = isPacked ? TextPacker.pack(text) : LetterCode.encode(text)
        let isReadable = !isPacked || text.count <= TextPacker.countMax(packedIn: bytes.count)
        return bytes.count < text.count && isReadable ? (form, bytes) : (.plain, text)
    }

    private static func writeTail(
        _ body: DocumentBody, _ guests: [WaitingRoom.Guest], _ numbers: [ActorID: Int], _ payload: inout ByteWriter
    ) {
        let number = { (actor: ActorID) in numbers[actor, default: 0] }
        payload.variable(guests.count)
        for guest in guests {
            guest.change.write(to: &payload, actorNumber: number)
            payload.byte(guest.stamp == nil ? 0 : 1)
            if let stamp = guest.stamp { payload.fixed(stamp.rawValue) }
        }
        payload.variable(body.erasedAhead.count)
        for reference in body.erasedAhead.sorted() {
            payload.variable(number(reference.actor))
            payload.variable(reference.number)
        }
    }

    /// What follows the magic, the version and the checksum, which is not looked at.
    static func header(_ bytes: [UInt8]) throws(CRDTError) -> ByteReader {
        guard bytes.count >= 9, bytes.starts(with: magic) else { throw .malformed("it does not begin like a document") }
        guard bytes[4] == version else { throw .unsupportedVersion(bytes[4]) }
        return ByteReader(bytes[9...])
    }

    /// The section of texts, which follows the header; empty when there is none.
    static func texts(_ reader: inout ByteReader) throws(CRDTError) -> ArraySlice<UInt8> {
        try reader.byte() & Tag.hasTexts == 0 ? [] : try reader.raw(try reader.count())
    }

    static func read(_ bytes: [UInt8], into document: inout Document) throws(CRDTError) {
        var reader = try header(bytes)
        let checksum = bytes[5..<9].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard bytes[9...].withUnsafeBufferPointer(Checksum.crc32) == checksum else { throw .checksumMismatch }
        let tag = bytes.count > 9 ? bytes[9] : 0
        _ = try texts(&reader)
        var actors: [ActorID] = []
        for _ in 0..<(try reader.count()) { actors.append(try reader.actor()) }
        guard actors.count < 2 || Set(actors).count == actors.count else { throw .malformed("a writer is there twice") }
        guard let form = TextForm(rawValue: tag >> Tag.textFormShift) else {
            throw .malformed("the text is in an unknown form")
        }
        let symbols = try reader.raw(try reader.count())
        let count = try reader.variable(atMost: Limit.index)
        let packed = try reader.raw(try reader.count())
        let text: [UInt8]
        switch form {
        case .plain:
            guard packed.count == count else { throw .malformed("the text is of another length than it says") }
            text = Array(packed)
        case .coded: text = try LetterCode.decode(packed, count: count)
        case .packed: text = try TextPacker.unpack(packed, count: count)
        }
        let numbers = SymbolReader(symbols, isPacked: tag & Tag.isPacked != 0)
        document.body = try text.withUnsafeBufferPointer { text throws(CRDTError) in
            var decoder = DocumentDecoder(symbols: numbers, text: text, actors: actors)
            try decoder.run()
            return decoder.body
        }
        if tag & Tag.hasTail != 0 { try readTail(&reader, actors, &document) }
        try reader.finish()
    }

    private static func readTail(
        _ reader: inout ByteReader, _ actors: [ActorID], _ document: inout Document
    ) throws(CRDTError) {
        for _ in 0..<(try reader.count()) {
            let change = try Change(from: &reader, actors: actors)
            let stamp = try reader.byte() == 0 ? nil : Stamp(rawValue: try reader.fixed())
            try document.absorb(change, stamp: stamp)
        }
        for _ in 0..<(try reader.count()) {
            guard !actors.isEmpty else { throw .malformed("an actor is missing") }
            let actor = actors[try reader.variable(atMost: actors.count - 1)]
            document.erase([ChangeReference(actor: actor, number: try reader.variable())])
        }
    }
}
