extension Change {
    /// Appends the change as a document stores it.
    func write(to writer: inout ByteWriter, actorNumber: (ActorID) -> Int) {
        func write(_ reference: ChangeReference) {
            writer.variable(actorNumber(reference.actor))
            writer.variable(reference.number)
        }
        write(reference)
        writer.variable(heads.count)
        for head in heads { write(head) }
        writer.fixed(time.rawValue)
        writer.blob(structure)
        switch content {
        case .present(let bytes):
            writer.byte(1)
            writer.blob(bytes)
        case .erased: writer.byte(0)
        }
    }

    /// Reads what `write` wrote.
    init(from reader: inout ByteReader, actors: [ActorID]) throws(CRDTError) {
        func next() throws(CRDTError) -> ChangeReference {
            guard !actors.isEmpty else { throw .malformed("an actor is missing") }
            let actor = actors[try reader.variable(atMost: actors.count - 1)]
            return ChangeReference(actor: actor, number: try reader.variable())
        }
        let reference = try next()
        var heads: [ChangeReference] = []
        for _ in 0..<(try reader.count()) { heads.append(try next()) }
        let time = Stamp(rawValue: try reader.fixed())
        let structure = try reader.blob()
        let content: Content
        switch try reader.byte() {
        case 0: content = .erased
        case 1: content = .present(try reader.blob())
        default: throw .malformed("a change's content is neither there nor erased")
        }
        self.init(reference: reference, heads: heads, time: time, structure: structure, content: content)
    }
}
