/// What can go wrong on a server beyond the protocol; the description says what to do and holds nobody's words.
public enum ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The folder belongs to another workspace.
    case otherWorkspace
    /// The folder holds no workspace.
    case noWorkspace(path: String)
    /// The folder holds a workspace already.
    case workspaceExists(path: String)
    /// A key file is missing or damaged.
    case damagedKeys(path: String)
    /// A file is not what it should be; what it is and what can be done.
    case damagedFile(path: String, explanation: String)
    /// Another process serves the folder.
    case inUse
    /// The protocol refuses what an operation of the server itself asks for.
    case refused(String)
    /// A command's input is not acceptable.
    case invalidInput(String)

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .otherWorkspace: "this log belongs to another workspace; check the folder that was given"
        case .noWorkspace(let path): "there is no workspace in \(path); make one with `conv-server init \(path)`"
        case .workspaceExists(let path): "\(path) holds a workspace already; choose an empty folder"
        case .damagedKeys(let path): "the keys in \(path) cannot be read; restore the folder from a backup"
        case .damagedFile(let path, let explanation): "\(path) is damaged: \(explanation)"
        case .inUse: "another conv-server runs on this folder; stop it first"
        case .refused(let explanation): explanation
        case .invalidInput(let explanation): explanation
        }
    }
}
