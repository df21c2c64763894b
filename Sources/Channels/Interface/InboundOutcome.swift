public import CRDT
public import Hub

/// What became of an inbound message. All of these are final: the channel need not send it again.
public struct InboundOutcome: Hashable, Sendable {
    /// What it did.
    public enum Result: String, Hashable, Sendable, Codable {
        /// Opened a ticket.
        case opened
        /// Joined a ticket's public discussion.
        case appended
        /// Replaced a message's words.
        case edited
        /// Deleted a message.
        case deleted
        /// Put a reaction on a message, or took it back.
        case reacted
        /// Was there already; nothing changed.
        case duplicate
        /// Is a message of ours that the channel sent back; nothing changed.
        case echo
        /// Is older than what the message reads like now; nothing changed.
        case stale
        /// Is kept until the message that it edits or deletes arrives.
        case waiting
        /// Is kept out of the log until somebody looks at it.
        case quarantined
    }

    /// What it did.
    public let result: Result
    /// The ticket; nil when there is none.
    public let ticket: Identifier?
    /// The message; nil when there is none.
    public let message: OperationID?

    /// States an outcome.
    public init(_ result: Result, ticket: Identifier? = nil, message: OperationID? = nil) {
        self.result = result
        self.ticket = ticket
        self.message = message
    }
}

/// Why a channel's input is not taken, with a sentence that says what to do and quotes nobody.
public struct InboundRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stable names of the refusals.
    public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        /// No such channel.
        case unknownChannel = "unknown_channel"
        /// The signature, secret or token is not right.
        case unauthenticated
        /// Signed too long ago, or in the future.
        case staleTimestamp = "stale_timestamp"
        /// Not of the form that the channel takes.
        case malformed
        /// Larger than what is taken.
        case tooLarge = "too_large"
        /// Too much in too short a time.
        case tooMany = "too_many"
        /// The channel is switched off.
        case channelIsOff = "channel_is_off"
        /// A receipt for a message that was never sent.
        case unknownMessage = "unknown_message"
        /// The server cannot take it now; send it again later.
        case unavailable
    }

    /// The stable name.
    public let code: Code
    /// The sentence for people.
    public let description: String
    /// After how many seconds it may be tried again; nil: no use.
    public let retrySeconds: Int?

    /// Composes a refusal; `description` must not quote the input.
    public init(_ code: Code, _ description: String, retrySeconds: Int? = nil) {
        self.code = code
        self.description = description
        self.retrySeconds = retrySeconds
    }
}
