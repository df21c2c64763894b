/// What the texts of a saved document read as, without its history.
///
/// A document that is saved `withTexts` can be read at once: neither is its history decoded nor anything replayed. The
/// texts are a shortcut that a full reading does not look at.
public struct SavedTexts: Sendable {
    private let bytes: [UInt8]
    private let places: [(container: ContainerID, range: Range<Int>)]

    /// Finds the texts in what `Document.encoded(withTexts:)` wrote. O(length of the texts).
    ///
    /// - Throws: `CRDTError` when the bytes are of another format or version, or the texts are damaged. What was saved
    ///   without texts holds none.
    public init(encoded bytes: [UInt8]) throws(CRDTError) {
        var reader = try DocumentFile.header(bytes)
        let section = try DocumentFile.texts(&reader)
        self.bytes = bytes
        guard !section.isEmpty else {
            places = []
            return
        }
        guard section.count >= 4 else { throw .malformed("the texts have no checksum") }
        let checksum = section.suffix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard section.dropLast(4).withUnsafeBufferPointer(Checksum.crc32) == checksum else { throw .checksumMismatch }
        var places: [(container: ContainerID, range: Range<Int>)] = []
        var texts = ByteReader(section.dropLast(4))
        while texts.remaining > 0 {
            var steps: [ContainerID.Step] = []
            for _ in 0..<(try texts.count()) {
                guard let kind = ContainerKind(rawValue: try texts.byte()) else {
                    throw .malformed("a container's kind is unknown")
                }
                steps.append(ContainerID.Step(.key(try texts.string()), kind))
            }
            let text = try texts.raw(try texts.count())
            places.append((ContainerID(steps: steps), text.startIndex..<text.endIndex))
        }
        self.places = places
    }

    /// The text of a container; nil when it was not saved.
    ///
    /// - Complexity: O(length).
    public func text(_ container: ContainerID) -> String? {
        places.first { $0.container == container }.map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }

    /// The text under a key of the root map.
    public func text(_ key: String) -> String? { text(ContainerID.root.child(key, .text)) }

    /// The section of a document's texts: those that keys alone lead to.
    static func section(_ body: DocumentBody) -> [UInt8] {
        var writer = ByteWriter()
        for (number, container) in body.state.containers.enumerated() where container.kind == .text {
            let steps = body.state.identifier(of: number, body.history).steps
            let keys = steps.compactMap { step in if case .key(let key) = step.name { key } else { nil } }
            guard keys.count == steps.count else { continue }
            writer.variable(steps.count)
            for (key, step) in zip(keys, steps) {
                writer.byte(step.kind.rawValue)
                writer.string(key)
            }
            writer.string(body.state.texts[container.slot].string)
        }
        guard writer.count > 0 else { return [] }
        let checksum = Checksum.crc32(writer.written)
        for shift in stride(from: 24, through: 0, by: -8) { writer.byte(UInt8(truncatingIfNeeded: checksum >> shift)) }
        return writer.bytes
    }
}
