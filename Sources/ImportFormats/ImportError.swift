/// What keeps an import from starting at all.
public struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    enum Code: Hashable, Sendable {
        case missing(path: String)
        case nothing
        case tooManyFiles(limit: Int)
    }

    let code: Code

    /// What is wrong and what to do.
    public var description: String {
        switch code {
        case .missing(let path):
            "There is no file or folder at \(path): check the path and its permissions."
        case .nothing:
            "No file to import was given: name at least one file or folder."
        case .tooManyFiles(let limit):
            "There are more than \(limit) files: import the folders one after another."
        }
    }
}
