/// One atomic set of operations of one writer on one document: the unit that travels, merges and is stored.
///
/// *Structure* says what happened where (operations, positions, lengths, references, key names); *content* holds what
/// people wrote (text, values). They are kept apart so that content can be erased while history stays valid.
public struct Change: Hashable, Sendable {
    /// What a change holds of people's words.
    public enum Content: Hashable, Sendable {
        /// The bytes that the structure's lengths cut into text and values.
        case present([UInt8])
        /// Erased: every run keeps its length in its sequence and reads as nothing.
        case erased
    }

    /// The writer and its counter.
    public let reference: ChangeReference
    /// The changes of the same document that the writer had applied and nothing else had built on; ascending.
    public let heads: [ChangeReference]
    /// The writer's hybrid time.
    public let time: Stamp
    /// The encoded operations.
    public let structure: [UInt8]
    /// The encoded content, or the mark of its erasure.
    public var content: Content

    /// Assembles a change from its parts; `Document.apply` checks them.
    public init(
        reference: ChangeReference, heads: [ChangeReference], time: Stamp, structure: [UInt8], content: Content
    ) {
        self.reference = reference
        self.heads = heads
        self.time = time
        self.structure = structure
        self.content = content
    }
}
