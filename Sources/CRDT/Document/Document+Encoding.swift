extension Document {
    /// The file format: "CRDT", the version, a CRC-32 of what follows, then actors, applied changes in the order of
    /// history with their stamps, waiting changes, and erasures that were ahead of their changes.
    private static let magic: [UInt8] = Array("CRDT".utf8)
    private static let version: UInt8 = 1

    /// The document with its whole history as bytes. Deterministic for a document, but not canonical: replicas with
    /// the same changes may differ in what waits. See `canonicalBytes()`.
    public func encoded() -> [UInt8] {
        let ordered = history.ordered
        let guests = waitingRoom.sortedGuests
        var actors: Set<ActorID> = Set(erasedAhead.map(\.actor))
        for change in ordered.map({ history.change($0) }) + guests.map(\.change) {
            actors.insert(change.reference.actor)
            for head in change.heads { actors.insert(head.actor) }
        }
        let sorted = actors.sorted()
        let numbers = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
        let number = { (actor: ActorID) in numbers[actor, default: 0] }

        var payload = ByteWriter()
        payload.variable(sorted.count)
        for actor in sorted { payload.actor(actor) }
        payload.variable(ordered.count)
        for version in ordered {
            history.change(version).write(to: &payload, actorNumber: number)
            payload.fixed(history.times[Int(version)].stamp.rawValue)
        }
        payload.variable(guests.count)
        for guest in guests {
            guest.change.write(to: &payload, actorNumber: number)
            payload.byte(guest.stamp == nil ? 0 : 1)
            if let stamp = guest.stamp { payload.fixed(stamp.rawValue) }
        }
        payload.variable(erasedAhead.count)
        for reference in erasedAhead.sorted() {
            payload.variable(number(reference.actor))
            payload.variable(reference.number)
        }
        var file = ByteWriter()
        file.raw(Self.magic)
        file.byte(Self.version)
        let checksum = UInt64(Checksum.crc32(payload.bytes))
        for shift in stride(from: 24, through: 0, by: -8) { file.byte(UInt8(truncatingIfNeeded: checksum >> shift)) }
        file.raw(payload.bytes)
        return file.bytes
    }

    /// Reads what `encoded()` wrote. O(history).
    ///
    /// - Throws: `CRDTError` when the bytes are of another format or version, damaged, or no valid document.
    public init(encoded bytes: [UInt8]) throws(CRDTError) {
        self.init()
        var header = ByteReader(bytes)
        guard try header.raw(Self.magic.count).elementsEqual(Self.magic) else {
            throw .malformed("it does not begin like a document")
        }
        let version = try header.byte()
        guard version == Self.version else { throw .unsupportedVersion(version) }
        var checksum: UInt32 = 0
        for _ in 0..<4 { checksum = checksum << 8 | UInt32(try header.byte()) }
        let payload = Array(try header.raw(header.remaining))
        guard Checksum.crc32(payload) == checksum else { throw .checksumMismatch }
        var reader = ByteReader(payload)
        try read(&reader)
        try reader.finish()
    }

    private mutating func read(_ reader: inout ByteReader) throws(CRDTError) {
        var actors: [ActorID] = []
        for _ in 0..<(try reader.count()) { actors.append(try reader.actor()) }
        let count = try reader.count()
        for _ in 0..<count {
            let change = try Change(from: &reader, actors: actors)
            try absorb(change, stamp: Stamp(rawValue: try reader.fixed()))
        }
        guard changeCount == count, waitingRoom.isEmpty else {
            throw .malformed("its changes do not build on each other")
        }
        for _ in 0..<(try reader.count()) {
            let change = try Change(from: &reader, actors: actors)
            let stamp = try reader.byte() == 0 ? nil : Stamp(rawValue: try reader.fixed())
            try absorb(change, stamp: stamp)
        }
        for _ in 0..<(try reader.count()) {
            guard !actors.isEmpty else { throw .malformed("an actor is missing") }
            let actor = actors[try reader.variable(atMost: actors.count - 1)]
            erase([ChangeReference(actor: actor, number: try reader.variable())])
        }
    }
}
