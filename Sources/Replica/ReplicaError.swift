/// What can go wrong with a replica; the description says what to do and holds nobody's words.
public enum ReplicaError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The folder holds no replica.
    case notJoined(path: String)
    /// The folder holds a replica already.
    case alreadyJoined(path: String)
    /// A file is damaged.
    case damagedFile(path: String, explanation: String)
    /// A file or folder cannot be written; `reason` is the system's.
    case unwritable(path: String, reason: String)
    /// What the server sent does not fit together or is not signed by whom it should be.
    case untrustworthy(String)
    /// Nothing has this name.
    case notFound(String)
    /// A command's input is not acceptable.
    case invalidInput(String)
    /// What was written does not go into one change.
    case tooLarge
    /// The replica is locked: another process syncs it.
    case busy

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .notJoined(let path): "\(path) holds no replica; join a workspace with `conv-agent join LINK`"
        case .alreadyJoined(let path): "\(path) holds a replica already; choose another folder with --data"
        case .damagedFile(let path, let explanation): "\(path) is damaged: \(explanation)"
        case .unwritable(let path, let reason):
            "\(path) cannot be written: \(reason); check its owner, its permissions and the space on its disk"
        case .untrustworthy(let explanation):
            "the server's answer cannot be trusted and was not applied: \(explanation); tell your administrator"
        case .notFound(let what): what
        case .invalidInput(let explanation): explanation
        case .tooLarge:
            "what was written is larger than one change may be, which is 4 MiB of text or 1 MiB of items and formatting; "
                + "split it, or attach it as a file"
        case .busy: "another conv-agent syncs this replica; wait for it or stop it"
        }
    }
}
