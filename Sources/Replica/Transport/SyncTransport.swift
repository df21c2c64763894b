public import Hub
public import SyncProtocol

/// Carries requests to a server and answers back.
public protocol SyncTransport: Sendable {
    /// Asks one question.
    ///
    /// - Throws: `TransportError` when no answer came; an answer that says no is returned.
    func exchange(_ request: Request, token: [UInt8]?) async throws -> Response

    /// Returns when the server has something that follows `cursor`.
    ///
    /// - Throws: `TransportError` when the connection ends before; `CancellationError`.
    func awaitNews(behind cursor: SyncCursor, token: [UInt8]) async throws
}

/// No answer came; what was asked may or may not have been done, so it is asked again later.
public struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened, and what to do.
    public let description: String

    /// Describes a failure; the description names no secret.
    public init(_ description: String) { self.description = description }
}
