import Foundation
import GRDB
import ImportFormats
import Replica
import SyncProtocol

/// Errors of the server as one sentence for people: what is wrong, what to do, and nobody's words.
public enum ServerFailure {
    /// The sentence.
    public static func sentence(_ error: any Error) -> String {
        switch error {
        case let error as ServerError: error.description
        case let error as ReplicaError: error.description
        case let error as ProtocolError where error.code == .malformed || error.code == .upgradeRequired:
            "\(error.explanation); if it lies in this folder, `conv-server verify` says what is damaged"
        case let error as ProtocolError: error.explanation
        case let error as ImportError: error.description
        case let error as DatabaseError: database(error)
        case let error as CocoaError where error.filePath != nil:
            "\(error.filePath ?? "a file") cannot be used; check that it is there, its owner, its permissions and the disk"
        default: "it failed unexpectedly (\(String(describing: type(of: error)))); try again, and report it if it stays"
        }
    }

    private static func database(_ error: DatabaseError) -> String {
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            "a database file is damaged; run `conv-server verify`, and restore a backup where that says so"
        case .SQLITE_FULL: "the disk is full; make room and try again: nothing was half written"
        case .SQLITE_BUSY: "another process holds the database for too long; try again when it is done"
        case .SQLITE_IOERR: "the disk failed while a database was read or written; check it before anything else"
        case .SQLITE_READONLY, .SQLITE_CANTOPEN:
            "a database file cannot be opened for writing; check the folder's owner and permissions"
        default: "a database failed with SQLite code \(error.extendedResultCode.rawValue); run `conv-server verify`"
        }
    }
}
