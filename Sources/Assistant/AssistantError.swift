/// What the assistant cannot work with; the description says what to do and holds nobody's words.
public enum AssistantError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A line of an evaluation set is not what it should be; lines are counted from 1.
    case malformedRecord(file: String, line: Int, explanation: String)
    /// A set lacks what an evaluation needs.
    case unusableSet(name: String, explanation: String)
    /// A matcher or an audience of guidance cannot be read.
    case unreadableGuidance(pack: String, explanation: String)

    /// The stable name.
    public var code: String {
        switch self {
        case .malformedRecord: "malformed_record"
        case .unusableSet: "unusable_set"
        case .unreadableGuidance: "unreadable_guidance"
        }
    }

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .malformedRecord(let file, let line, let explanation): "\(file), line \(line): \(explanation)"
        case .unusableSet(let name, let explanation): "the set \(name) cannot be used: \(explanation)"
        case .unreadableGuidance(let pack, let explanation):
            "the guidance pack \(pack) cannot be read: \(explanation); correct it or switch the pack off"
        }
    }
}
