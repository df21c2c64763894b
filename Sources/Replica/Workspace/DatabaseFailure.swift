import GRDB

/// What an error of the database means for whoever owns it, without the statement and the rows that it quotes.
public struct DatabaseFailure: Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and what to do.
    public let description: String

    /// Explains an error; nil when it is not the database's.
    public init?(_ error: any Error) {
        guard let error = error as? DatabaseError else { return nil }
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: description = "the replica is in use by another process; try again"
        case .SQLITE_FULL: description = "the disk is full; nothing was changed; make room and try again"
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            description = "the replica cannot be opened for writing; check the folder's owner and permissions"
        case .SQLITE_IOERR: description = "the disk failed to read or write; check it before you go on"
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            description =
                "the replica's file is damaged; `conv-agent rescue` keeps what was not sent and makes room for a new one"
        default:
            description =
                "the database failed with code \(error.extendedResultCode.rawValue) and nothing was changed; if it stays so, "
                + "run `conv-agent rescue`"
        }
    }
}
