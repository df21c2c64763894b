/// Where a change stands on its way to the server.
public enum ChangeState: Int, Sendable, Hashable, CaseIterable {
    /// In the log; its row has come.
    case accepted = 0
    /// Written here, waiting to be sent.
    case pending = 1
    /// Refused; its author can look at it and try again.
    case parked = 2
    /// Sent and accepted; its row has not come back yet.
    case acknowledged = 3
}
