import GRDB
import Logging

/// What may be logged about an unexpected error: its type and code, never its message, which can quote rows.
enum Failure {
    /// The metadata of a log line.
    static func metadata(_ error: any Error, endpoint: String) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["endpoint": "\(endpoint)", "error": "\(String(describing: type(of: error)))"]
        if let error = error as? DatabaseError { metadata["sqlite_code"] = "\(error.extendedResultCode.rawValue)" }
        return metadata
    }
}
